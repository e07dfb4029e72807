"""What is known of a person as the holder of an account and as a reader of the desk, taken along."""

from typing import Any

from sqlmodel import col, delete, select, update

from webapp.accounts import queries as accounts
from webapp.accounts.models import Membership, OneTimeLink, Passkey, RecoveryCode, SignIn, TotpSecret
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.desk.deadlines.models import DeadlineFeed
from webapp.hubs.models import HUB_PERSON, HubPerson, PersonStatus
from webapp.residents.reads.models import DataRead
from webapp.tenancy.taken import actions as taken
from webapp.tenancy.taken import queries as taken_queries

trail.ACTION_LABELS |= {"hub_person.erase": _l("カードから個人の情報を消した")}


def exported(actor: Actor) -> dict[str, Any]:
    """Name, address, ways to sign in without their secrets, roles, and small things kept for the desk."""
    if actor.user_id is None:
        return {}
    person, secret = accounts.user(actor.user_id), session().get(TotpSecret, actor.user_id)
    return {
        "account": [
            {
                **person.model_dump(mode="json", include={"email", "display_name", "locale", "created_at"}),
                "email_verified_at": person.email_verified_at and person.email_verified_at.isoformat(),
                "authenticator_since": _moment(secret.confirmed_at if secret else None),
                "recovery_codes_left": sum(code.used_at is None for code in _of(RecoveryCode, actor)),
            }
        ],
        "sign_ins": [
            {"created_at": row.created_at.isoformat(), "device": row.device_name, "revoked_at": _moment(row.revoked_at)}
            for row in _of(SignIn, actor)
        ],
        "passkeys": [
            row.model_dump(mode="json", include={"label", "created_at", "last_used_at"}) for row in _of(Passkey, actor)
        ],
        "roles": [
            {"role": str(row.role.label), "valid_from": row.valid_from.isoformat(), "valid_until": row.valid_until and row.valid_until.isoformat()}
            for row in _of(Membership, actor)
        ],
        "data_reads": [
            row.model_dump(mode="json", include={"at", "municipality_code", "role", "what"}) for row in _of(DataRead, actor)
        ],
        "taken_files": [
            row.model_dump(mode="json", include={"at", "municipality_code", "role", "what"}) for row in taken_queries.files_about(actor)
        ],
        "deadline_address_since": [row.created_at.isoformat() for row in _of(DeadlineFeed, actor)],
        "hub_cards": [row.model_dump(mode="json", exclude={"user_id", "is_demo"}) for row in _of(HubPerson, actor)],
    }  # fmt: skip


def _of(table: Any, actor: Actor) -> list[Any]:
    chosen = select(table).where(table.user_id == actor.user_id)
    return list(session().exec(chosen.order_by(col(table.id))))


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - every feature erases by the same call
    """Before the account closes: the public card of a hub's person ends, who was read and every sent link is forgotten."""
    service = system_actor("erasure")
    for card in session().exec(select(HubPerson).where(HubPerson.user_id == user_id)):
        if card.status is PersonStatus.ACTIVE:
            HUB_PERSON.apply(card, "end", by=service)
        card.shown_name = card.about = card.next_plan = card.office_days = card.office_hours = ""
        card.user_id = None
        trail.record(card, "hub_person.erase", by=service)
    session().execute(update(DataRead).where(col(DataRead.user_id) == user_id).values(user_id=None))
    taken.erase(user_id)
    session().execute(delete(OneTimeLink).where(col(OneTimeLink.user_id) == user_id))
