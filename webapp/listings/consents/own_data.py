"""What is known of a person as the owner of a home: taken along, and blanked when they erase themselves."""

from typing import Any

from sqlmodel import col, or_, select

from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.listings import queries
from webapp.listings.consents import actions, recall, recipients
from webapp.listings.models import OwnerConsent

trail.ACTION_LABELS |= {"owner_consent.erase": _l("所有者の名前と連絡先を消した")}
_GIVEN = {
    "owner_name", "owner_email", "items", "recipient", "purpose", "text_version", "valid_until", "evidence", "asked_at",
    "given_at", "declined_at", "withdrawn_at", "municipality_code",
}  # fmt: skip


def exported(actor: Actor) -> dict[str, Any]:
    """The consents this person was asked for: what, to whom, and who was asked to delete it."""
    return {"home_consents": [_one(consent, listing.title) for consent, listing in queries.consents_for(actor)]}


def _one(consent: OwnerConsent, title: str) -> dict[str, Any]:
    named = recipients.of([consent])[consent.id]
    return {
        **consent.model_dump(mode="json", include=_GIVEN),
        "home": title,
        "recipients": [row.model_dump(mode="json", include={"kind", "name", "method"}) for row in named],
        "deletions": [
            row.model_dump(mode="json", include={"name", "items", "asked_at", "due_on", "confirmed_at"})
            for row in recall.requests_of(consent)
        ],
    }


def erase(user_id: str, *, by: Actor) -> None:
    """A consent that holds is taken back, with all that follows; then name, address and evidence are blanked."""
    for consent in _of(user_id):
        if consent.holds_on(today()):
            actions.withdraw(consent, by=by, reason=recorded("所有者が自分の情報を消したため"))
        consent.owner_name, consent.owner_email, consent.evidence = "", "", ""
        consent.owner_user_id, consent.token_hash = None, None
        trail.record(consent, "owner_consent.erase", by=by)


def _of(user_id: str) -> list[OwnerConsent]:
    person = session().get_one(User, user_id)
    own = [col(OwnerConsent.owner_user_id) == user_id]
    if person.is_verified and person.email:
        own.append(col(OwnerConsent.owner_email) == person.email)
    return list(session().exec(select(OwnerConsent).where(or_(*own)).order_by(col(OwnerConsent.id))))
