"""Saying how it was: once a side, after the day; and what the town does with what it reads there."""

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings import handling
from webapp.listings.models import Listing
from webapp.participations.feedback import queries
from webapp.participations.feedback.models import ParticipationFeedback, Side
from webapp.participations.models import Participation, ParticipationStatus

trail.ACTION_LABELS |= {
    "participation_feedback.write": _l("参加のあとの感想を書いた"),
    "participation_feedback.handle": _l("担当者あての声に対応した"),
    "participation_feedback.hide": _l("感想を見えなくした"),
}


def write(
    row: Participation, side: Side, *, again: bool, text: str, confidential: str, by: Actor
) -> ParticipationFeedback:
    """One side's word. Raises RuleBroken before the day is over, and the second time."""
    _must_be(side, row, by)
    if row.status is not ParticipationStatus.DONE:
        raise RuleBroken(_("感想は、参加が終わってから書けます。"))
    if queries.of_side(row.id, side) is not None:
        raise RuleBroken(_("感想は、もう送られています。直したいときは、市町村の窓口にお知らせください。"))
    if not text.strip() and not confidential.strip():
        raise RuleBroken(_("公開の感想か、担当者あての欄のどちらかを書いてください。"))
    said = ParticipationFeedback(
        participation_id=row.id,
        listing_id=row.listing_id,
        municipality_code=row.municipality_code,
        side=side,
        again=again,
        text=text,
        confidential=confidential,
        written_by=by.user_id,
    )
    session().add(said)
    session().flush()
    trail.record(said, "participation_feedback.write", by=by)
    return said


def _must_be(side: Side, row: Participation, by: Actor) -> None:
    is_person = by.user_id is not None and by.user_id == row.user_id
    if side is Side.PERSON and is_person:
        return
    if side is Side.PLACE and not is_person and handling.handles(by, session().get_one(Listing, row.listing_id)):
        return
    raise NotAllowed(_("感想を書けるのは、参加した本人と、受け入れた担当者だけです。"))


def handle(said: ParticipationFeedback, *, note: str, by: Actor) -> None:
    """The town's staff looked into what was said to them alone."""
    if not by.may_act_for(said.municipality_code):
        raise NotAllowed(_("この声を読めるのは、その市町村の担当者だけです。"))
    if said.handled_at is not None:
        raise RuleBroken(_("この声には、もう対応の記録があります。"))
    if not note.strip():
        raise RuleBroken(_("何を確かめ、どうしたかを書いてください。"))
    said.handled_at, said.handled_by, said.handled_note = now(), by.user_id, note.strip()
    trail.record(said, "participation_feedback.handle", by=by)


def hide(said: ParticipationFeedback, *, reason: str, by: Actor) -> None:
    """Take the public part from view, because it hurts or names somebody."""
    if not by.may_act_for(said.municipality_code):
        raise NotAllowed(_("この操作をする権限がありません。"))
    if not reason.strip():
        raise RuleBroken(_("見えなくする理由を書いてください。"))
    said.is_hidden = True
    trail.record(said, "participation_feedback.hide", by=by, reason=reason.strip())
