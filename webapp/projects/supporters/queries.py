"""Who supports a project: what everybody may read of them, what the town looks through, who gets letters."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.letters import Addressee, Recipient
from webapp.inquiries.secrecy import veil_of
from webapp.projects.models import Project
from webapp.projects.supporters.models import Supporter, VoiceStatus
from webapp.residents.queries import confidential_among

MOST_ROWS = 300
Row = tuple[Supporter, Project]


@dataclass(frozen=True)
class Voice:
    """What everybody reads of one supporter; `name` is empty for who wants no name, or must not be named."""

    id: str
    name: str
    message: str
    since: datetime


def voices_on(project_id: str, *, limit: int = MOST_ROWS) -> list[Voice]:
    """Supporters' words that the town has looked through, newest first; who asks for secrecy is never named."""
    chosen = select(Supporter).where(
        Supporter.project_id == project_id,
        Supporter.status == VoiceStatus.PUBLIC,
        col(Supporter.ended_at).is_(None),
    )
    rows = session().exec(chosen.order_by(col(Supporter.since).desc(), col(Supporter.id)).limit(limit)).all()
    hidden = nameless(list(rows))
    voices = [Voice(r.id, "" if r.id in hidden else r.shown_name, words_of(r, hidden), r.since) for r in rows]
    return [voice for voice in voices if voice.name or voice.message]


def words_of(row: Supporter, hidden: set[str]) -> str:
    """A supporter's words; where they must not be named, every spelling of the name is covered."""
    return veil_of(row.user_id).over(row.message) if row.id in hidden else row.message


def with_words() -> tuple[Any, Any]:
    """Whose words or name are there to be read, while their money is there."""
    return sa.or_(col(Supporter.message) != "", col(Supporter.shown_name) != ""), col(Supporter.ended_at).is_(None)


def _with_words() -> Any:
    chosen = select(Supporter, Project).join(Project, col(Project.id) == Supporter.project_id)
    return chosen.where(*with_words())


def desk_for(actor: Actor) -> list[Row]:
    """Every voice in the actor's towns: what waits first, the longest waiting on top."""
    waits_first = sa.case((col(Supporter.status) == VoiceStatus.WAITING, 0), else_=1)
    chosen = _with_words().where(col(Supporter.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(waits_first, col(Supporter.since), col(Supporter.id)).limit(MOST_ROWS)))


def voice_for(actor: Actor, supporter_id: str) -> Row:
    """One of them. Raises NotThere."""
    found = session().exec(_with_words().where(Supporter.id == supporter_id)).first()
    if found is None or not actor.may_act_for(found[0].municipality_code):
        raise NotThere
    row: Row = (found[0], found[1])
    return row


def nameless(rows: list[Supporter]) -> set[str]:
    """The ids of those whom nobody may name."""
    hidden = confidential_among({row.user_id for row in rows if row.user_id})
    return {row.id for row in rows if row.user_id in hidden}


def by_id(supporter_id: str) -> Supporter | None:
    """A supporter, whoever asks: only for who holds a letter's link."""
    return session().get(Supporter, supporter_id)


def of_same_person(supporter: Supporter) -> list[Supporter]:
    """This and every other gift of the same person to the same project."""
    mine = Supporter.user_id == supporter.user_id if supporter.user_id else Supporter.email == supporter.email
    is_nobody = not supporter.user_id and not supporter.email
    chosen = select(Supporter).where(Supporter.project_id == supporter.project_id, mine)
    return [supporter] if is_nobody else list(session().exec(chosen.order_by(col(Supporter.id))))


def own_for(actor: Actor) -> dict[str, Supporter]:
    """The actor's newest row by project."""
    chosen = select(Supporter).where(Supporter.user_id == actor.user_id).order_by(col(Supporter.since))
    return {row.project_id: row for row in session().exec(chosen)} if actor.user_id else {}


def readers_of(project_id: str) -> list[tuple[Addressee, Supporter]]:
    """Everybody who gets letters about a project, once each; accounts that are closed get none."""
    chosen = (
        select(Supporter, User)
        .outerjoin(User, col(User.id) == Supporter.user_id)
        .where(
            Supporter.project_id == project_id,
            col(Supporter.ended_at).is_(None),
            col(Supporter.letters_stopped_at).is_(None),
        )
        .order_by(col(Supporter.id))
    )
    readers: dict[str, tuple[Addressee, Supporter]] = {}
    for row, person in session().exec(chosen):
        if person is not None and person.is_active:
            readers.setdefault(person.id, (person, row))
        elif row.email:
            readers.setdefault(row.email.lower(), (Recipient(row.email, row.shown_name), row))
    return list(readers.values())
