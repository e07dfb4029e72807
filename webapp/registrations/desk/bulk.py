"""One decision about many applications: what would happen to each, then what happened; each row whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.desk.waiting.actions import check_choice
from webapp.registrations import deciding
from webapp.registrations.desk import second_look
from webapp.registrations.desk.checks import Check, checks_of
from webapp.registrations.desk.models import BulkRun
from webapp.registrations.models import Handover, Registration, RegistrationStatus

MOST = 200
WORDS = {
    "approve": _l("登録を認め、登録証を出します"),
    "propose": _l("登録を認める案を出し、二人目に確認を頼みます"),
    "confirm": _l("案のとおりに登録を認め、登録証を出します"),
}
DONE, CHANGED, KEPT = "done", "changed", "kept"
OUTCOMES = {
    DONE: _l("できました"),
    CHANGED: _l("画面を開いたあとに変わりました"),
    KEPT: _l("まとめては決められません"),
}
trail.ACTION_LABELS |= {"registration_bulk.decide": _l("まとめて決めた")}


@dataclass(frozen=True)
class Plan:
    """What would happen to one row, or why not; `mark` tells whether the row is still what was shown."""

    row: Registration
    move: str
    why_not: str
    checks: list[Check]
    mark: str


def chosen_for(actor: Actor, ids: Sequence[str], *, to_change: bool = False) -> list[Registration]:
    """The selected rows of the actor's towns in the order of their ids, locked if they are to change.

    What is not theirs is not there. Raises RuleBroken for too many, NotThere when nothing is left of a selection.
    """
    wanted = set(ids)
    check_choice(
        wanted, most=MOST, nothing=_("申請が選ばれていません。一覧で、左の四角に印を付けてから押してください。")
    )
    chosen = select(Registration).where(
        col(Registration.id).in_(wanted),
        col(Registration.municipality_code).in_(actor.municipalities),
        col(Registration.submitted_at).is_not(None),
    ).order_by(col(Registration.id))  # fmt: skip
    rows = list(session().exec(chosen.with_for_update() if to_change else chosen))
    if not rows:
        raise NotThere
    return rows


def plans_for(actor: Actor, rows: Sequence[Registration]) -> list[Plan]:
    """What would happen to each row."""
    checks, marks, town = checks_of(rows), _marks(rows), rows[0].municipality_code
    asked = second_look.is_asked(town)
    return [_plan(actor, row, town, asked, checks[row.id], marks[row.id]) for row in rows]


def _plan(actor: Actor, row: Registration, town: str, asked: bool, checks: list[Check], mark: str) -> Plan:
    why_not = _why_not(actor, row, town, checks)
    if row.status is RegistrationStatus.PROPOSED:
        move = "confirm"
    else:
        move = "propose" if asked else "approve"
    return Plan(row, "" if why_not else move, why_not, checks, mark)


def _why_not(actor: Actor, row: Registration, town: str, checks: list[Check]) -> str:
    if row.municipality_code != town:
        return _("別の市町村への申請です。市町村ごとに分けて行ってください。")
    if row.user_id == actor.user_id:
        return _("あなた自身の申請です。ほかの担当者が審査します。")
    if row.status is RegistrationStatus.PROPOSED:
        if row.proposed_move != "approve":
            return _("断る案が出ています。一件ずつ確かめてください。")
        if row.proposed_by == actor.user_id:
            return _("あなたが出した案です。ほかの担当者が確かめます。")
    elif row.status is not RegistrationStatus.SUBMITTED:
        return _("いまの状態（%(status)s）では認められません。", status=row.status.label)
    return joined(check.sentence for check in checks if not check.is_clear)


def _marks(rows: Sequence[Registration]) -> dict[str, str]:
    chosen = (
        select(Handover.registration_id, sa.func.count())
        .where(col(Handover.registration_id).in_({row.id for row in rows}))
        .group_by(col(Handover.registration_id))
    )
    copies = dict(session().exec(chosen).all())
    return {row.id: f"{row.status.value}-{copies.get(row.id, 0)}" for row in rows}


def decide(actor: Actor, seen: dict[str, str], *, reason: str = "") -> BulkRun:
    """Do what the summary page showed (`seen`: id → mark), each row by itself, and note every outcome."""
    rows = chosen_for(actor, list(seen), to_change=True)
    plans = plans_for(actor, rows)
    outcomes = [_outcome(plan, seen[plan.row.id], reason, actor) for plan in plans]
    town = rows[0].municipality_code
    proposed = sum(
        outcome == DONE and plan.move == "propose" for plan, (outcome, _s) in zip(plans, outcomes, strict=True)
    )
    if proposed:
        second_look.tell_colleagues(town, proposed, by=actor)
    run = BulkRun(
        municipality_code=town,
        made_by=actor.user_id,
        reason=reason,
        outcomes=[
            {"registration": plan.row.id, "reference": plan.row.reference, "outcome": outcome, "sentence": sentence}
            for plan, (outcome, sentence) in zip(plans, outcomes, strict=True)
        ],
    )
    session().add(run)
    session().flush()
    trail.record(run, "registration_bulk.decide", by=actor, reason=reason)
    return run


def _outcome(plan: Plan, mark: str, reason: str, actor: Actor) -> tuple[str, str]:
    if mark != plan.mark:
        return CHANGED, _("一覧を開き直して、いまの内容を確かめてください。")
    if plan.why_not:
        return KEPT, plan.why_not
    try:
        with session().begin_nested():
            _do(plan, reason, actor)
    except (RuleBroken, NotAllowed) as refusal:
        return KEPT, refusal.sentence
    return DONE, str(WORDS[plan.move])


def _do(plan: Plan, reason: str, actor: Actor) -> None:
    if plan.move == "propose":
        second_look.propose(plan.row, "approve", reason=reason, by=actor, tells=False)
    else:
        deciding.approve(plan.row, reason=reason if plan.move == "approve" else "", by=actor)
    session().flush()


def run_for(actor: Actor, run_id: str) -> BulkRun:
    """What became of one bulk decision of the actor's towns. Raises NotThere."""
    found = session().get(BulkRun, run_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def rows_of(run: BulkRun) -> dict[str, Registration]:
    """The registrations of a run as they are now, by id."""
    ids = [str(outcome["registration"]) for outcome in run.outcomes]
    return {row.id: row for row in session().exec(select(Registration).where(col(Registration.id).in_(ids)))}
