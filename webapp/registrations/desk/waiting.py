"""What the desk of registrations lends to the moves that can be taken back: many approvals, letters that went to the post."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.waiting.kinds import Done, Kind
from webapp.desk.waiting.models import WaitingMove
from webapp.desk.waiting.queries import waiting_for
from webapp.registrations.desk import bulk, paper
from webapp.registrations.desk.lines import titles_of
from webapp.registrations.models import Registration

APPROVE_MANY, LETTERS_POSTED = "registrations_approve", "letters_posted"


def _approve_many(row: WaitingMove, actor: Actor) -> Done:
    """Each row is looked at again now; what changed since is left alone."""
    run = bulk.decide(actor, dict(row.content["seen"]), reason=str(row.content.get("reason", "")))
    done = sum(outcome["outcome"] == bulk.DONE for outcome in run.outcomes)
    kept = [f"{one['reference']} {one['sentence']}" for one in run.outcomes if one["outcome"] != bulk.DONE]
    return Done(done, kept, run.id)


def _whom(row: WaitingMove) -> list[tuple[str, str]]:
    chosen = (
        select(Registration).where(col(Registration.id).in_(list(row.content["seen"]))).order_by(col(Registration.id))
    )
    rows = list(session().exec(chosen))
    titles = titles_of(rows)
    return [
        (f"{titles[one.id]} {one.reference}", link("registrations_staff.review", registration_id=one.id))
        for one in rows
    ]


def approvals_in_hand(actor: Actor) -> dict[str, WaitingMove]:
    """The applications that wait for an approval in bulk, by id: until then a list still shows them as they were."""
    moves = [move for move in waiting_for(actor) if move.kind == APPROVE_MANY]
    return {id_: move for move in moves for id_ in move.content["seen"]}


def _page_of_run(row: WaitingMove) -> str:
    return link("registrations_staff.bulk_result", registration_bulk_id=row.result_id)


def _letters_posted(row: WaitingMove, actor: Actor) -> Done:
    """What a colleague posted meanwhile is theirs, and what was forgotten is not there."""
    ids = [str(id_) for id_ in row.content["letters"]]
    letters = [one for one in paper.chosen_letters(actor, ids, to_change=True) if one.sent_at is None]
    for letter in letters:
        paper.mark(letter, by=actor)
    left = len(ids) - len(letters)
    return Done(len(letters), [_("%(n)s通は、もう待っていませんでした。", n=left)] if left else [])


KINDS = {
    APPROVE_MANY: Kind(_l("登録をまとめて認める"), _approve_many, _page_of_run, _whom),
    LETTERS_POSTED: Kind(_l("紙の手紙を「出した」にする"), _letters_posted),
}
