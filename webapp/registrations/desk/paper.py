"""Letters that a town prints and posts, to people without an e-mail address."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.letters import Letter, mark_posted
from webapp.registrations.models import Registration
from webapp.registrations.wording import in_full
from webapp.residents import queries as residents
from webapp.tenancy.taken import actions as taken
from webapp.tenancy.taken.models import Taken

SHOWN = 200
trail.ACTION_LABELS |= {"letter.post": _l("紙の手紙を出した")}


@dataclass(frozen=True)
class Sheet:
    """One letter with where it goes."""

    letter: Letter
    address: str
    reference: str
    is_secret: bool


def letters_for(actor: Actor, *, posted: bool = False) -> list[Letter]:
    """Those of the actor's towns that wait, oldest first, or that were posted, newest first."""
    chosen = select(Letter).where(col(Letter.municipality_code).in_(actor.municipalities), Letter.subject != "")
    if posted:
        chosen = chosen.where(col(Letter.sent_at).is_not(None)).order_by(col(Letter.sent_at).desc())
    else:
        chosen = chosen.where(col(Letter.sent_at).is_(None)).order_by(col(Letter.id))
    return list(session().exec(chosen.limit(SHOWN)))


def chosen_letters(actor: Actor, ids: Sequence[str], *, to_change: bool = False) -> list[Letter]:
    """The selected ones of the actor's towns. Raises RuleBroken for no selection, NotThere when nothing is theirs."""
    if not ids:
        raise RuleBroken(_("手紙が選ばれていません。左の四角に印を付けてから押してください。"))
    chosen = select(Letter).where(
        col(Letter.id).in_(set(ids[:SHOWN])), col(Letter.municipality_code).in_(actor.municipalities), Letter.subject != ""
    ).order_by(col(Letter.id))  # fmt: skip
    rows = list(session().exec(chosen.with_for_update() if to_change else chosen))
    if not rows:
        raise NotThere
    return rows


def sheets_of(letters: Sequence[Letter]) -> list[Sheet]:
    """Each letter with the address that the person last gave to the town, with an application or a donation, and whether a list may name them."""
    people = {letter.person_id for letter in letters if letter.person_id}
    chosen = select(Registration).where(col(Registration.user_id).in_(people)).order_by(col(Registration.id))
    newest = {(row.user_id, row.municipality_code): row for row in session().exec(chosen)}
    secret = residents.confidential_among(people)
    return [
        _sheet(letter, newest.get((letter.person_id or "", letter.municipality_code or "")), letter.person_id in secret)
        for letter in letters
    ]


def _sheet(letter: Letter, row: Registration | None, is_secret: bool) -> Sheet:
    address = in_full(row.details.get("address") or {}) if row else letter.content.get("to_address", "")
    return Sheet(letter, address, row.reference if row else "", is_secret or bool(row and row.is_confidential))


def note_print(letters: Sequence[Letter], *, by: Actor) -> None:
    """A line for each person that their letter was printed."""
    for code in sorted({letter.municipality_code or "" for letter in letters}):
        people = [letter.person_id for letter in letters if letter.municipality_code == code]
        taken.note(Taken.LETTERS, people, code=code, by=by)


def mark(letter: Letter, *, by: Actor) -> None:
    """It has gone to the post; twice is once."""
    if letter.municipality_code is None or not by.may_act_for(letter.municipality_code):
        raise NotAllowed(_("この手紙を扱えるのは、出す市町村の担当者だけです。"))
    if letter.sent_at is None:
        mark_posted(letter, posted_by=by.user_id)
        trail.record(letter, "letter.post", by=by)
