"""Which applications there are, and for whom."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.ids import read_public_code
from webapp.onestop.models import (
    COUNTED,
    OneStopApplication,
    OneStopChange,
    OneStopChoice,
    OneStopElsewhere,
    OneStopStatus,
)
from webapp.pledges.models import Pledge
from webapp.pledges.queries import hidden_among, pledge_by_key

SHOWN = 200


def pledge_of(application: OneStopApplication) -> Pledge:
    """The donation it is for."""
    return session().get_one(Pledge, application.pledge_id)


def application_of(pledge: Pledge) -> OneStopApplication | None:
    """The application for a donation."""
    return session().exec(select(OneStopApplication).where(OneStopApplication.pledge_id == pledge.id)).first()


def application_for(actor: Actor, application_id: str) -> OneStopApplication:
    """A donor's own. Raises NotThere."""
    found = session().get(OneStopApplication, application_id)
    owner = pledge_of(found).user_id if found else None
    if found is None or owner is None or owner != actor.user_id:
        raise NotThere
    return found


def application_by_key(key: str) -> OneStopApplication:
    """That of a donor without an account, by the secret of their link. Raises NotThere."""
    found = application_of(pledge_by_key(key))
    if found is None:
        raise NotThere
    return found


def own(user_id: str | None, year: int, *, only_counted: bool = False) -> list[OneStopApplication]:
    """A person's applications of a year, oldest first."""
    chosen = _with_pledge().where(Pledge.user_id == user_id, OneStopApplication.year == year)
    if only_counted:
        chosen = chosen.where(col(OneStopApplication.status).in_(COUNTED))
    return list(session().exec(chosen.order_by(col(OneStopApplication.id))))


def newest(user_id: str | None) -> OneStopApplication | None:
    """A person's last application of any year."""
    chosen = _with_pledge().where(Pledge.user_id == user_id).order_by(col(OneStopApplication.id).desc())
    return session().exec(chosen.limit(1)).first() if user_id else None


def siblings(application: OneStopApplication, *, only_counted: bool = True) -> list[OneStopApplication]:
    """All applications of the same donor and year, this one among them."""
    owner = pledge_of(application)
    if owner.user_id is not None:
        return own(owner.user_id, application.year, only_counted=only_counted)
    return [application] if application.is_counted or not only_counted else []


def elsewhere_of(user_id: str | None, year: int) -> list[OneStopElsewhere]:
    """What a donor told of donations made on other sites."""
    chosen = select(OneStopElsewhere).where(OneStopElsewhere.user_id == user_id, OneStopElsewhere.year == year)
    return list(session().exec(chosen.order_by(col(OneStopElsewhere.id))))


def elsewhere_for(actor: Actor, row_id: str) -> OneStopElsewhere:
    """One of them. Raises NotThere."""
    found = session().get(OneStopElsewhere, row_id)
    if found is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def choice_of(user_id: str | None, year: int) -> OneStopChoice | None:
    """What a donor said of the year's tax return."""
    chosen = select(OneStopChoice).where(OneStopChoice.user_id == user_id, OneStopChoice.year == year)
    return session().exec(chosen).first()


def changes_of(applications: Sequence[OneStopApplication]) -> list[OneStopChange]:
    """Notices of a move that belong to these, newest first."""
    ids = [application.id for application in applications]
    chosen = select(OneStopChange).where(col(OneStopChange.application_id).in_(ids))
    return list(session().exec(chosen.order_by(col(OneStopChange.id).desc())))


def change_for(actor: Actor, change_id: str) -> OneStopChange:
    """A donor's own notice. Raises NotThere."""
    found = session().get(OneStopChange, change_id)
    if found is None:
        raise NotThere
    application_for(actor, found.application_id)
    return found


def desk_application_for(actor: Actor, application_id: str, *, to_change: bool = False) -> OneStopApplication:
    """One to the actor's municipality. Raises NotThere."""
    found = session().get(OneStopApplication, application_id, with_for_update=to_change)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def desk_change_for(actor: Actor, change_id: str) -> OneStopChange:
    """A notice to the actor's municipality. Raises NotThere."""
    found = session().get(OneStopChange, change_id, with_for_update=True)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def by_code(actor: Actor, typed: str) -> OneStopApplication | None:
    """The application to the actor's municipality whose sheet says this code, as it was scanned or typed."""
    code = read_public_code(typed.rstrip("/").rsplit("/", 1)[-1])[:12]
    chosen = select(OneStopApplication).where(
        OneStopApplication.code == code, col(OneStopApplication.municipality_code).in_(actor.municipalities)
    )
    return session().exec(chosen).first()


def queue_for(actor: Actor, year: int, status: OneStopStatus) -> list[tuple[OneStopApplication, Pledge]]:
    """Applications of the actor's municipalities in one status, those that wait longest first."""
    chosen = (
        select(OneStopApplication, Pledge)
        .join(Pledge, col(Pledge.id) == OneStopApplication.pledge_id)
        .where(*_at_desk(actor, year), OneStopApplication.status == status)
        .order_by(col(OneStopApplication.applied_at), col(OneStopApplication.id))
        .limit(SHOWN)
    )
    return list(session().exec(chosen))


def counts_for(actor: Actor, year: int) -> dict[OneStopStatus, int]:
    """How many applications there are in each status."""
    chosen = select(OneStopApplication.status, func.count()).where(*_at_desk(actor, year))
    return {OneStopStatus(status): int(n) for status, n in session().exec(chosen.group_by(OneStopApplication.status))}


def open_changes_for(actor: Actor, year: int) -> list[tuple[OneStopChange, OneStopApplication]]:
    """Notices of a move that have not arrived yet."""
    chosen = (
        select(OneStopChange, OneStopApplication)
        .join(OneStopApplication, col(OneStopApplication.id) == OneStopChange.application_id)
        .where(
            col(OneStopChange.municipality_code).in_(actor.municipalities),
            OneStopChange.year == year,
            col(OneStopChange.received_on).is_(None),
        )
        .order_by(col(OneStopChange.id))
        .limit(SHOWN)
    )
    return list(session().exec(chosen))


def hidden_of(pledges: Sequence[Pledge]) -> set[str]:
    """Ids of pledges whose donor is not named in lists."""
    return hidden_among(pledges)


def _with_pledge() -> Any:
    return select(OneStopApplication).join(Pledge, col(Pledge.id) == OneStopApplication.pledge_id)


def _at_desk(actor: Actor, year: int) -> tuple[Any, ...]:
    return col(OneStopApplication.municipality_code).in_(actor.municipalities), OneStopApplication.year == year
