"""What the desk of registrations lends to the moves that can be taken back: many approvals, letters that went to the post."""

from webapp.core.actor import Actor
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.waiting.kinds import Done, Kind
from webapp.desk.waiting.models import WaitingMove
from webapp.registrations.desk import bulk, paper

APPROVE_MANY, LETTERS_POSTED = "registrations_approve", "letters_posted"


def _approve_many(row: WaitingMove, actor: Actor) -> Done:
    """Each row is looked at again now; what changed since is left alone."""
    run = bulk.decide(actor, dict(row.content["seen"]), reason=str(row.content.get("reason", "")))
    done = sum(outcome["outcome"] == bulk.DONE for outcome in run.outcomes)
    kept = [f"{one['reference']} {one['sentence']}" for one in run.outcomes if one["outcome"] != bulk.DONE]
    return Done(done, kept, run.id)


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
    APPROVE_MANY: Kind(_l("登録をまとめて認める"), _approve_many, _page_of_run),
    LETTERS_POSTED: Kind(_l("紙の手紙を「出した」にする"), _letters_posted),
}
