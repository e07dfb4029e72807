"""A change of name, seat or office: told in advance to every designating town, noted, announced, in force on its day."""

from datetime import date, datetime, time

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_id
from webapp.core.jobs import enqueue
from webapp.corporations import queries as corporations
from webapp.corporations.designations import following, rules
from webapp.corporations.designations import letters as post
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.changes import letters, queries
from webapp.corporations.designations.changes.models import DesignationChange
from webapp.corporations.designations.models import DESIGNATION
from webapp.corporations.designations.notices import actions as notices
from webapp.corporations.designations.notices.models import NoticeKind
from webapp.corporations.models import Corporation

APPLY = "designations.apply_change"
#: what has to be notified in advance, as columns of the corporation
NOTIFIED = {"name": _l("名称"), "seat": _l("住所"), "address": _l("事務所の所在地")}

trail.ACTION_LABELS |= {
    "designation.receive_change": _l("変更の届出を受けた"),
    "designation.note_change": _l("変更の届出を確かめた"),
    "corporation.change": _l("届け出た変更が有効になった"),
}


def notify(
    corporation: Corporation, changed: dict[str, str], *, effective_on: date, by: Actor
) -> list[DesignationChange]:
    """Tell every designating town. Raises RuleBroken when nothing changes or the day is not to come."""
    if corporation.id not in by.corporations:
        raise NotAllowed(_("自分の法人の変更だけを届け出られます。"))
    changes = {
        name: [getattr(corporation, name), value.strip()]
        for name, value in changed.items()
        if name in NOTIFIED and value.strip() and value.strip() != getattr(corporation, name)
    }
    if not changes:
        raise RuleBroken(_("いまの内容と変わるところがありません。"))
    if effective_on <= today():
        raise RuleBroken(
            _(
                "変更は、変える前に届け出る決まりです。あすからの日を選んでください。もう変わっているときは、まちに電話で相談してください。"
            )
        )
    standing = designations.standing_of(corporation.id)
    if not standing:
        raise RuleBroken(_("いま指定を受けている市町村がありません。"))
    batch, rows = new_id(), []
    for designation in standing:
        row = DesignationChange(
            designation_id=designation.id,
            municipality_code=designation.municipality_code,
            batch=batch,
            changes=changes,
            effective_on=effective_on,
            notified_by=by.user_id,
        )
        session().add(row)
        rows.append(row)
        if designation.status in DESIGNATION.moves["notify_change"].sources:
            DESIGNATION.apply(designation, "notify_change", by=by)
        else:
            trail.record(designation, "designation.receive_change", by=by)
        post.tell_town(designation, letters.notified, change=row)
    session().flush()
    enqueue(APPLY, {"batch": batch}, key=f"{APPLY}:{batch}", run_at=datetime.combine(effective_on, time.min, TOKYO))
    return rows


def note(change: DesignationChange, *, by: Actor) -> None:
    """The town has looked at it: the announcement is drawn up."""
    designation = designations.by_id(change.designation_id)
    rules.must_examine(designation, by)
    if change.noted_at is not None:
        raise RuleBroken(_("この届出は、すでに確かめてあります。"))
    if not designation.is_in_force:
        raise RuleBroken(_("この指定は終わっています。"))
    change.noted_at, change.noted_by = now(), by.user_id
    session().flush()
    notices.make(designation, NoticeKind.CHANGE, changed=change.changes, effective_on=change.effective_on)
    trail.record(designation, "designation.note_change", by=by)
    post.tell_corporation(designation, letters.noted, change=change)


def apply(batch: str, *, by: Actor) -> None:
    """Write a notified change into the register on its day; once, however often it is called."""
    rows = [row for row in queries.of_batch(batch) if row.applied_at is None]
    if not rows or rows[0].effective_on > today():
        return
    touched = [designations.by_id(row.designation_id) for row in rows]
    corporation = corporations.by_id(touched[0].corporation_id or "")
    for name, (_before, after) in rows[0].changes.items():
        setattr(corporation, name, after)
    for row in rows:
        row.applied_at = now()
    session().flush()
    trail.record(corporation, "corporation.change", by=by)
    for designation in touched:
        following.tell(designation, by=by)
