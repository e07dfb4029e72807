"""Letters to people: queued in the transaction, kept in the outbox, sent by the worker."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlmodel import Field, col, func, or_, select, update

from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import in_language, remembering
from webapp.core.ids import new_id
from webapp.core.jobs import enqueue
from webapp.core.kept_words import Kept, kept_words
from webapp.core.services import services
from webapp.core.table import Table, created_field, json_field

SEND = "send_letter"
LONGEST_SUBJECT = 200
#: under this name the running app keeps who notes each letter for its reader, and says how it goes on
NOTED = "letters.noted"
_BLANK: dict[str, Any] = {"to_email": "", "to_name": "", "subject": "", "content": {}}


class Addressee(Protocol):
    """Anybody who can get a letter: an account, or a plain `Recipient`; without an address, a town posts it on paper."""

    @property
    def id(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def kept_by(self) -> str | None: ...
    @property
    def display_name(self) -> str: ...
    @property
    def locale(self) -> str: ...


@dataclass(frozen=True)
class Recipient:
    """Somebody without an account."""

    email: str
    display_name: str = ""
    locale: str = "ja"
    id: str = ""
    kept_by: str | None = None
    address: str = ""  # for the envelope, of who has no e-mail


class Letter(Table, table=True):
    """One letter as structure, not as text: the two mail templates give it its form."""

    __tablename__ = "letter"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    to_email: str = Field(max_length=254, index=True)
    to_name: str = Field(default="", max_length=100)
    locale: str = Field(default="ja", max_length=5)
    subject: str = Field(max_length=LONGEST_SUBJECT)
    content: dict[str, Any] = json_field()
    created_at: datetime = created_field()
    sent_at: datetime | None = None
    municipality_code: str | None = Field(default=None, max_length=6, index=True)  # this and the next: on paper
    person_id: str | None = Field(default=None, max_length=26, index=True)
    posted_by: str | None = Field(default=None, max_length=26)

    @property
    def is_on_paper(self) -> bool:
        """Whether a town prints and posts it."""
        return self.municipality_code is not None

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a mail server can tell a repetition."""
        return f"<{self.id}@futamachi>"


@dataclass(frozen=True)
class Draft:
    """What a feature's `letters.py` writes. `link` is a path of ours, e.g. `/registrations/…`; `stop_link` ends such letters."""

    subject: str
    paragraphs: list[str]
    facts: list[tuple[str, str]]
    link: str = ""
    link_label: str = ""
    stop_link: str = ""
    stop_label: str = ""


class SecretDraft(Draft):
    """A draft whose link holds a token: it is forgotten once the letter has left."""


@dataclass(frozen=True)
class GroupedDraft(Draft):
    """A draft that leads to many pages: headings, each with words and their paths."""

    groups: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)


@dataclass(frozen=True)
class Course:
    """How a letter goes on: by mail or not, not before a time, and the path where its reader ends letters like it."""

    is_mailed: bool = True
    not_before: datetime | None = None
    stop_link: str = ""


#: called with addressee, kind, draft and the draft's subject as kept words
Note = Callable[[Addressee, str, Draft, Kept], Course]


def queue(to: Addressee, write: Any, **values: Any) -> Letter:
    """Write a letter in the addressee's language and queue it in the open transaction.

    `write(**values)` returns a Draft; it is called inside the addressee's language. Who has no address gets it on
    paper: it waits in the list of the town that looks after the person. Who has an account finds it in their
    notices as well, and may have chosen to read it only there: then the letter that is returned is not kept.
    """
    note: Note | None = services().extras.get(NOTED)
    with in_language(to.locale), remembering():
        draft: Draft = write(**values)
        course = note(to, kind_of(write, values), draft, kept_words(draft.subject)) if note else Course()
        letter = draft_as_letter(to, draft, course.stop_link)
    if not to.email:
        letter.municipality_code, letter.person_id = to.kept_by, to.id
        if isinstance(to, Recipient) and to.address:
            letter.content = {**letter.content, "to_address": to.address}
        session().add(letter)
    elif course.is_mailed:
        if course.not_before is not None:
            letter.content = {**letter.content, "waits": True}
        session().add(letter)
        enqueue(SEND, {"letter": letter.id}, run_at=course.not_before)
    return letter


def kind_of(write: Any, values: dict[str, Any]) -> str:
    """What kind of letter somebody writes, e.g. `registrations.life.expired`: its feature and its function.

    Where a feature has one writer for several letters, its value `words` is the function that knows what to say.
    """
    says = values.get("words", write)
    says = getattr(says, "func", says)
    feature = says.__module__.removeprefix("webapp.").removesuffix(".letters")
    return f"{feature}.{says.__name__.lstrip('_')}"


def draft_as_letter(to: Addressee, draft: Draft, topic_link: str = "") -> Letter:
    """A draft with its addressee, in no session yet; call it in the language in which the draft was written."""
    groups = draft.groups if isinstance(draft, GroupedDraft) else []
    return Letter(
        to_email=to.email,
        to_name=to.display_name,
        locale=to.locale,
        subject=_as_header(str(draft.subject)),
        content={
            "paragraphs": [str(p) for p in draft.paragraphs],
            "facts": [[str(label), str(value)] for label, value in draft.facts],
            "groups": [[str(heading), [[str(words), path] for words, path in lines]] for heading, lines in groups],
            "link": draft.link,
            "link_label": str(draft.link_label),
            "stop_link": draft.stop_link,
            "stop_label": str(draft.stop_label),
            "topic_link": topic_link,
            "is_secret": isinstance(draft, SecretDraft),
        },
    )


def _as_header(subject: str) -> str:
    """One line that fits its column: names of projects and places come from what people typed."""
    line = " ".join(subject.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def forget_old(older_than: timedelta) -> None:
    """Blank letters that are past their time: who they went to and what they said. That there was one remains."""
    session().execute(
        update(Letter).where(col(Letter.created_at) < now() - older_than, col(Letter.subject) != "").values(**_BLANK)
    )


def letters_to(addresses: set[str], person_id: str | None = None) -> list[Letter]:
    """What was written to these addresses, or on paper to a person, and not forgotten yet, oldest first."""
    theirs = or_(col(Letter.to_email).in_(addresses), col(Letter.person_id).in_([person_id] if person_id else []))
    return list(session().exec(select(Letter).where(theirs, Letter.subject != "").order_by(col(Letter.id))))


def erase_letters_to(addresses: set[str], person_id: str | None = None) -> None:
    """Blank what was written to them; what has not left yet is blanked once it has, what waits for the morning never leaves."""
    for letter in letters_to(addresses, person_id):
        if letter.sent_at is not None or letter.content.get("waits"):
            blank(letter)
        else:
            letter.content = {**letter.content, "is_last": True}


def blank(letter: Letter) -> None:
    """Forget who a letter went to and what it said."""
    for name, value in _BLANK.items():
        setattr(letter, name, value)


def mark_sent(letter: Letter) -> None:
    """Note when a letter left."""
    letter.sent_at = now()


def mark_posted(letter: Letter, *, posted_by: str | None) -> None:
    """Note that a letter on paper went to the post; one that was only kept for that is forgotten."""
    mark_sent(letter)
    letter.posted_by = posted_by
    if letter.content.get("is_last"):
        blank(letter)


def unsent() -> int:
    """How many letters have not left, neither by mail nor by post."""
    chosen = select(func.count()).select_from(Letter).where(col(Letter.sent_at).is_(None), Letter.subject != "")
    return session().exec(chosen).one()
