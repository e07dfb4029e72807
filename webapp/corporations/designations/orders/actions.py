"""A town demands a report or an improvement by a day; the corporation answers; the town closes it."""

from datetime import date

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations import letters as post
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations import rules
from webapp.corporations.designations.models import DESIGNATION, Designation, DesignationStatus
from webapp.corporations.designations.notices.actions import is_settled
from webapp.corporations.designations.orders import letters
from webapp.corporations.designations.orders.models import DesignationOrder, OrderKind
from webapp.corporations.files import Upload

trail.ACTION_LABELS |= {
    "designation.demand_report": _l("報告を求めた"),
    "designation.answer_order": _l("求めに答えた"),
    "designation.close_order": _l("報告を受け取って終えた"),
}


def issue(designation: Designation, kind: OrderKind, *, text: str, due_on: date, by: Actor) -> DesignationOrder:
    """Demand something by a day to come."""
    rules.must_examine(designation, by)
    if not text.strip():
        raise RuleBroken(_("求めることを書いてください。"))
    if due_on <= today():
        raise RuleBroken(_("期限には、あすからの日を選んでください。"))
    if kind is OrderKind.IMPROVEMENT:
        DESIGNATION.apply(designation, "order", by=by, reason=text)
    elif not designation.is_in_force:
        raise RuleBroken(_("この指定は終わっています。"))
    else:
        trail.record(designation, "designation.demand_report", by=by, reason=text.strip())
    row = DesignationOrder(
        designation_id=designation.id,
        municipality_code=designation.municipality_code,
        kind=kind,
        text=text.strip(),
        due_on=due_on,
        issued_by=by.user_id,
    )
    session().add(row)
    session().flush()
    post.tell_corporation(designation, letters.issued, order=row)
    return row


def answer(order: DesignationOrder, text: str, *, by: Actor, upload: Upload | None = None) -> None:
    """The corporation answers, again if it likes, until the town closes it."""
    designation = designations.by_id(order.designation_id)
    if not designations.is_of_corporation(by, designation):
        raise NotAllowed(_("自分の法人への求めにだけ答えられます。"))
    if order.closed_at is not None:
        raise RuleBroken(_("この求めは、もう終わっています。"))
    if not text.strip():
        raise RuleBroken(_("答えを書いてください。"))
    order.answer, order.answered_at, order.answered_by = text.strip(), now(), by.user_id
    if upload is not None:
        order.file_key, order.file_name = upload.key, upload.name
    trail.record(designation, "designation.answer_order", by=by)
    post.tell_town(designation, letters.answered, order=order)


def close(order: DesignationOrder, note: str, *, by: Actor) -> None:
    """The town is content; after an order to improve the designation stands as before."""
    designation = designations.by_id(order.designation_id, to_change=True)
    rules.must_examine(designation, by)
    if order.closed_at is not None:
        raise RuleBroken(_("この求めは、もう終わっています。"))
    order.closed_at, order.closing_note = now(), note.strip()
    if order.kind is OrderKind.IMPROVEMENT and designation.status is DesignationStatus.ORDER:
        DESIGNATION.apply(designation, "lift_order" if is_settled(designation) else "lift_order_in_change", by=by)
    else:
        trail.record(designation, "designation.close_order", by=by)
    post.tell_corporation(designation, letters.closed, order=order)
