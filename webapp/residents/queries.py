"""What is known about residents; a profile is its owner's, staff see copies handed in with an application."""

from typing import Any

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.residents.models import Consent, ConsentPurpose, Resident


def profile_of(actor: Actor) -> Resident | None:
    """The actor's own profile; None before the first answer."""
    return profile_of_user(actor.user_id) if actor.user_id else None


def profile_of_user(user_id: str) -> Resident | None:
    """One person's profile."""
    return session().exec(select(Resident).where(Resident.user_id == user_id)).first()


def confidential_among(user_ids: set[str]) -> set[str]:
    """Who of these people asks for secrecy now."""
    return set(session().exec(confidential().where(col(Resident.user_id).in_(user_ids))))


def confidential() -> Any:
    """Everybody who asks for secrecy now, to be put into another query."""
    return select(Resident.user_id).where(col(Resident.is_confidential))


def consents_of(user_id: str) -> dict[ConsentPurpose, Consent]:
    """The consents that count now: the newest of each purpose."""
    return {row.purpose: row for row in consent_history(user_id)}


def consents_for(user_id: str, given_to: str | None) -> dict[ConsentPurpose, Consent]:
    """The newest word on each purpose towards one recipient, such as the town of an application."""
    return {row.purpose: row for row in consent_history(user_id) if row.given_to == given_to}


def newest_consents(user_id: str) -> list[Consent]:
    """The newest word on each purpose towards each recipient, oldest first."""
    return list({(row.purpose, row.given_to): row for row in consent_history(user_id)}.values())


def consent_history(user_id: str) -> list[Consent]:
    """Every yes and no a person ever gave, oldest first."""
    return list(session().exec(select(Consent).where(Consent.user_id == user_id).order_by(col(Consent.id))))


def allows(user_id: str, purpose: ConsentPurpose) -> bool:
    """Whether a person allows this use of their data now."""
    found = consents_of(user_id).get(purpose)
    return found is not None and found.counts


def allowing(user_ids: set[str], purpose: ConsentPurpose, given_to: str) -> set[str]:
    """Who of these people allows this recipient this use of their data now."""
    chosen = select(Consent).where(
        Consent.purpose == purpose, Consent.given_to == given_to, col(Consent.user_id).in_(user_ids)
    )
    newest = {row.user_id: row.counts for row in session().exec(chosen.order_by(col(Consent.id)))}
    return {user_id for user_id, counts in newest.items() if counts}


def shown_to_towns() -> list[Resident]:
    """People whom towns may find: complete, consenting, and not asking for secrecy. Show no names from it."""
    said = session().exec(select(Consent).where(Consent.purpose == ConsentPurpose.TOWNS).order_by(col(Consent.id)))
    consents = {row.user_id: row.counts for row in said}
    rows = session().exec(select(Resident).where(col(Resident.is_confidential).is_(False)).order_by(col(Resident.id)))
    return [row for row in rows if row.is_complete and consents.get(row.user_id)]
