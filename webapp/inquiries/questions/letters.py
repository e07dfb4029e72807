"""Letters about public questions; what was asked stays on the page."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.inquiries import places
from webapp.inquiries.questions.models import Question
from webapp.listings import queries as listings


def asked(*, question: Question, title: str) -> Draft:
    """To the place: a question waits."""
    words = _("答えると、質問と答えが掲載のページに公開されます。たずねた人の名前は出ません。")
    subject = _("掲載に質問が届きました：%(title)s", title=title)
    return Draft(subject, [words], [(_("掲載"), title)], f"/desk/questions/{question.id}", _("質問に答える"))


def answered(*, question: Question, title: str) -> Draft:
    """To the asker: the answer is public."""
    words = _("質問に答えがあり、掲載のページに公開されました。あなたの名前は出ていません。")
    return _to_person(question, _("質問に答えがありました：%(title)s", title=title), [words], title)


def left_out(*, question: Question, title: str, reason: str) -> Draft:
    """To the asker: it stays off the page, and why."""
    words = [_("この質問は、公開しないことになりました。理由：%(reason)s", reason=reason)]
    words.append(_("個別に知りたいことは、「たずねる」からやりとりできます。"))
    return _to_person(question, _("質問は公開されません：%(title)s", title=title), words, title)


def _to_person(question: Question, subject: str, paragraphs: list[str], title: str) -> Draft:
    return Draft(subject, paragraphs, [(_("掲載"), title)], f"/listings/{question.listing_id}", _("掲載を見る"))


def tell_place(question: Question, write: Any) -> None:
    """Write to who answers: the hub person who made the listing, else everybody on that side."""
    listing = listings.by_id(question.listing_id)
    for person in places.staff_of(question.answerer, question.corporation_id, listing.created_by):
        post.queue(person, write, question=question, title=listing.title)


def tell_person(question: Question, write: Any, **values: Any) -> None:
    """Write to who asked, as long as they are there."""
    person = accounts.user(question.user_id) if question.user_id else None
    if person is not None and person.is_active:
        title = listings.by_id(question.listing_id).title
        post.queue(person, write, question=question, title=title, **values)
