"""Whether a person's identity is shown, and since when and how."""

from typing import Any

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.textnorm import normalise
from webapp.identity.models import IdentityCheck
from webapp.residents.models import Resident
from webapp.residents.queries import profile_of_user


def standing_check(user_id: str) -> IdentityCheck | None:
    """The check that holds today; None when there is none, when it ran out, or when name or birth date changed since."""
    check = latest_check(user_id)
    profile = profile_of_user(user_id) if check is not None else None
    if check is None or profile is None or not is_in_time(check) or not still_fits(check, profile):
        return None
    return check


def latest_check(user_id: str) -> IdentityCheck | None:
    """The newest check that nobody ended, in time or not."""
    chosen = select(IdentityCheck).where(IdentityCheck.user_id == user_id, col(IdentityCheck.ended_at).is_(None))
    return session().exec(chosen.order_by(col(IdentityCheck.id).desc())).first()


def is_in_time(check: IdentityCheck) -> bool:
    """Whether a check has not run out."""
    return check.valid_until >= today()


def still_fits(check: IdentityCheck, profile: Resident) -> bool:
    """Whether the person still has the name and the birth date that were seen."""
    return same_name(check.seen_name, profile.full_name) and check.seen_birth_date == profile.birth_date


def same_name(one: str, other: str) -> bool:
    """The same name, whatever the width of its letters and the space in it; letters of older form are different."""
    return bool(one.strip()) and _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(normalise(name).split())


def exported(actor: Actor) -> dict[str, Any]:
    """What is kept of a person's checks, for the person; who looked at the counter stays the town's."""
    chosen = select(IdentityCheck).where(IdentityCheck.user_id == actor.user_id).order_by(col(IdentityCheck.id))
    rows = session().exec(chosen)
    return {"identity_checks": [row.model_dump(mode="json", exclude={"checked_by", "is_demo"}) for row in rows]}
