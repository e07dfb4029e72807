"""How threads look on both sides: the colour of the state, and what a desk may read of the person."""

from dataclasses import dataclass
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.inquiries.secrecy import Veil, veil_of
from webapp.inquiries.threads.models import Side, Thread, ThreadStatus
from webapp.inquiries.threads.queries import Said

TONES = {
    ThreadStatus.WAITING: "warning",
    ThreadStatus.ESCALATED: "error",
    ThreadStatus.ANSWERED: "success",
    ThreadStatus.CLOSED: "neutral",
}


def name_of(thread: Thread, veil: Veil | None = None) -> str:
    """What the place calls the person: the name they told, else a number; a number for who asks for secrecy."""
    is_covered = (veil or veil_of(thread.user_id)).is_needed
    if thread.shown_name and not is_covered and thread.user_id is not None:
        return thread.shown_name
    return _("相談者 %(code)s", code=thread.code)


@dataclass(frozen=True)
class Shown:
    """One message as the place reads it; files as (id, name), None for a file that is covered."""

    side: Side
    text: str
    signed: str
    at: Any
    files: list[tuple[str | None, str]]


def shown_to_place(said: list[Said], veil: Veil) -> list[Shown]:
    """Messages with what has to stay covered covered: of who asks for secrecy no file is given out."""
    found = []
    for one in said:
        covered = veil.is_needed and one.message.side is Side.PERSON
        text = veil.over(one.message.text) if covered else one.message.text
        files: list[tuple[str | None, str]] = [
            (None, _("秘匿のため開けません")) if covered else (file.id, file.file_name) for file in one.files
        ]
        found.append(Shown(one.message.side, text, one.message.signed, one.message.at, files))
    return found


def shown_to_person(said: list[Said]) -> list[Shown]:
    """Messages as the person reads them."""
    return [
        Shown(one.message.side, one.message.text, one.message.signed, one.message.at, [(f.id, f.file_name) for f in one.files])
        for one in said
    ]  # fmt: skip
