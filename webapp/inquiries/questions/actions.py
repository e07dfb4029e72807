"""What becomes of public questions: asked, answered for everybody, left out, taken back."""

from dataclasses import replace
from datetime import timedelta

from webapp.core import ratelimit, trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.inquiries import places
from webapp.inquiries.questions import letters, queries
from webapp.inquiries.questions.models import QUESTION, Question, QuestionStatus
from webapp.inquiries.secrecy import veil_for
from webapp.inquiries.threads.queries import is_blocked
from webapp.listings.models import Listing

A_DAY, MOST_A_DAY = timedelta(days=1), 10
trail.ACTION_LABELS |= {"question.ask": _l("みんなの質問をした")}


def ask(listing: Listing, text: str, *, by: Actor) -> Question:
    """Ask for everybody to read; it is public only together with its answer."""
    place = places.of_listing(listing) if listing.is_public else None
    if by.user_id is None or place is None:
        raise NotAllowed(_("この掲載には、いまは質問できません。"))
    ratelimit.hit("question", by.user_id, limit=MOST_A_DAY, per=A_DAY)
    if is_blocked(by.user_id, place.answerer):
        raise RuleBroken(_("この相手は、あなたからの質問を受け取らないことにしました。"))
    veil_for(by).refuse(text)
    row = Question(
        listing_id=listing.id,
        municipality_code=place.municipality_code,
        corporation_id=place.corporation_id,
        answerer=place.answerer,
        user_id=by.user_id,
        text=text.strip(),
    )
    session().add(row)
    session().flush()
    trail.record(row, "question.ask", by=replace(by, user_id=None), to_status=row.status)
    letters.tell_place(row, letters.asked)
    return row


def answer(question: Question, text: str, *, by: Actor) -> None:
    """Answer, and make both public; a later answer takes the place of an earlier one."""
    if question.user_id is None and question.status is QuestionStatus.ASKED:
        raise RuleBroken(_("たずねた人がデータを消したため、この質問は公開できません。"))
    is_first = question.answered_at is None
    QUESTION.apply(question, "answer", by=by)
    question.answer, question.answered_at = text.strip(), now()
    if is_first:
        letters.tell_person(question, letters.answered)


def leave_out(question: Question, *, by: Actor, reason: str) -> None:
    """Not for the public: it names somebody, insults, or belongs elsewhere. The asker reads why."""
    QUESTION.apply(question, "leave_out", by=by, reason=reason)
    letters.tell_person(question, letters.left_out, reason=reason)


def take_back(question: Question, *, by: Actor) -> None:
    """The asker takes it back, also when it is public."""
    if question.user_id is None or question.user_id != by.user_id:
        raise NotAllowed(_("ほかの人の質問は取り下げられません。"))
    QUESTION.apply(question, "take_back", by=replace(by, user_id=None))


def pending(actor: Actor) -> int:
    """How many questions wait for an answer of the actor's side."""
    return len([row for row, _listing in queries.questions_for(actor) if row.status is QuestionStatus.ASKED])
