"""What is known about public questions: of a listing, of a person, and of the side that answers."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.inquiries.questions.models import Question, QuestionStatus
from webapp.listings.models import Listing

MOST_ROWS, SHOWN = 300, 50
Row = tuple[Question, Listing]


def public_on(listing_id: str) -> list[Question]:
    """What everybody reads on a listing, newest answer first."""
    chosen = select(Question).where(Question.listing_id == listing_id, Question.status == QuestionStatus.PUBLIC)
    return list(session().exec(chosen.order_by(col(Question.answered_at).desc(), col(Question.id)).limit(SHOWN)))


def own_on(actor: Actor, listing_id: str) -> list[Question]:
    """What the actor asked there and is not public yet."""
    waits = (Question.listing_id == listing_id, Question.status == QuestionStatus.ASKED)
    chosen = select(Question).where(Question.user_id == actor.user_id, *waits)
    return list(session().exec(chosen.order_by(col(Question.id)))) if actor.user_id else []


def own_question_for(actor: Actor, question_id: str) -> Question:
    """One of the actor's questions. Raises NotThere."""
    found = session().get(Question, question_id)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def _visible(actor: Actor) -> Any:
    """The answering side's; and a town moderates everything that stands in its listings."""
    here = col(Question.municipality_code)
    hub = sa.and_(here.in_(actor.organisations(Role.HUB)), col(Listing.created_by) == actor.user_id)
    return sa.or_(
        here.in_(actor.municipalities),
        col(Question.corporation_id).in_(actor.corporations),
        sa.and_(col(Question.corporation_id).is_(None), hub),
    )


def _rows() -> Any:
    return select(Question, Listing).join(Listing, col(Listing.id) == Question.listing_id)


def questions_for(actor: Actor) -> list[Row]:
    """What waits first, the longest waiting on top; then what was answered or left out."""
    waits_first = sa.case((col(Question.status) == QuestionStatus.ASKED, 0), else_=1)
    chosen = _rows().where(_visible(actor), Question.status != QuestionStatus.TAKEN_BACK)
    return list(session().exec(chosen.order_by(waits_first, col(Question.id)).limit(MOST_ROWS)))


def question_for(actor: Actor, question_id: str) -> Row:
    """One of them. Raises NotThere."""
    found = session().exec(_rows().where(Question.id == question_id, _visible(actor))).first()
    if found is None or found[0].status is QuestionStatus.TAKEN_BACK:
        raise NotThere
    row: Row = (found[0], found[1])
    return row
