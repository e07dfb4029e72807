"""Reports taken up or answered many at once: looked at when it is asked for and again when it is done."""

from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.desk.waiting.actions import check_choice, put_off
from webapp.desk.waiting.kinds import Done, Kind
from webapp.desk.waiting.models import WaitingMove
from webapp.inquiries.reports import actions
from webapp.inquiries.reports.models import PENDING, Report, ReportStatus

MOST: Final = 100
#: deed → the waiting move it is
DEEDS: Final = {"take": "reports_take", "uphold": "reports_uphold", "dismiss": "reports_dismiss"}


def ask(deed: str, ids: Sequence[str], answer: str, *, by: Actor) -> WaitingMove:
    """Those of the first one's town, put off. Raises RuleBroken for nothing or too much, NotThere when nothing is theirs."""
    check_choice(ids, most=MOST, nothing=_("知らせが選ばれていません。左の四角に印を付けてから押してください。"))
    rows = _chosen(by, ids)
    if not rows:
        raise NotThere
    town = rows[0].municipality_code
    ready = [row for row in rows if row.municipality_code == town and _fits(deed, row)]
    if not ready:
        raise RuleBroken(_("選んだ知らせは、どれももう調べ始めています。"))
    content: dict[str, Any] = {"seen": {row.id: row.status.value for row in ready}, "answer": answer}
    return put_off(DEEDS[deed], town, content, count=len(ready), by=by)


def _fits(deed: str, row: Report) -> bool:
    return row.status is ReportStatus.OPEN or deed != "take"


def _chosen(actor: Actor, ids: Sequence[str], *, to_change: bool = False) -> list[Report]:
    """Those of the actor's towns that wait; a confidential word for the operator is not there."""
    chosen = select(Report).where(
        col(Report.id).in_(set(ids)),
        col(Report.municipality_code).in_(actor.municipalities),
        col(Report.is_for_operator).is_(False),
        col(Report.status).in_(PENDING),
    ).order_by(col(Report.id))  # fmt: skip
    return list(session().exec(chosen.with_for_update() if to_change else chosen))


def _do(move: WaitingMove, actor: Actor) -> Done:
    seen, done = dict(move.content["seen"]), 0
    kept = []
    for row in _chosen(actor, list(seen), to_change=True):
        if seen.pop(row.id) != row.status.value:
            kept.append(_("知らせ%(number)sは、頼んだあとに状態がかわりました。", number=row.id[-4:]))
            continue
        try:
            with session().begin_nested():
                _one(move, row, actor)
                session().flush()
            done += 1
        except (RuleBroken, NotAllowed) as refusal:
            kept.append(_("知らせ%(number)s：%(why)s", number=row.id[-4:], why=refusal.sentence))
    return Done(done, [*kept, *(_("もう判断を待っていません。") for _id in seen)])


def _one(move: WaitingMove, row: Report, actor: Actor) -> None:
    if move.kind == DEEDS["take"]:
        actions.take(row, by=actor)
    else:
        actions.decide(row, str(move.content["answer"]), is_upheld=move.kind == DEEDS["uphold"], by=actor)


KINDS = {
    DEEDS["take"]: Kind(_l("知らせをまとめて調べ始める"), _do),
    DEEDS["uphold"]: Kind(_l("知らせにまとめて「問題を認めた」と答える"), _do),
    DEEDS["dismiss"]: Kind(_l("知らせにまとめて「問題は認められない」と答える"), _do),
}
