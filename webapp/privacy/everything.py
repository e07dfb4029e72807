"""Everything that is stored about a person, as features lend it: what the centre counts and what a copy holds."""

from typing import Any

from webapp.accounts.queries import addresses_of, user
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.letters import Letter, letters_to
from webapp.core.services import services
from webapp.registrations import queries
from webapp.registrations.desk.entering import records_of
from webapp.registrations.facts import timeline
from webapp.registrations.guardians import queries as guardians
from webapp.registrations.models import Registration
from webapp.residents import queries as residents
from webapp.residents.snapshot import snapshot_of

#: how a town works on an application is not about the applicant; an undecided proposal is told when it is decided
_OF_THE_TOWN = {
    "search_text", "decided_by", "is_demo", "assigned_to", "proposed_by", "proposed_move", "proposed_reason",
    "entered_by", "status",
}  # fmt: skip
#: under this name the running app keeps what other features know of a person: functions of the actor
OWN_DATA = "own_data"
#: what says what the copy is, not who it is about
HEAD = ("format", "made_at")


def known_of(actor: Actor) -> dict[str, Any]:
    """By the name of its part: rows, or one thing, or None; ready for JSON."""
    resident = residents.profile_of(actor)
    others = [known(actor) for known in services().extras.get(OWN_DATA, ())]
    return {
        "format": "futamachi-my-data/1",
        "made_at": now().isoformat(),
        "profile": snapshot_of(resident) if resident else None,
        "consents": [row.model_dump(mode="json") for row in residents.consent_history(actor.user_id or "")],
        "letters": [_letter(row) for row in letters_to(addresses_of(user(actor.user_id)), actor.user_id)],
        "registrations": [_one(row, town.official_name) for row, town in queries.registrations_of(actor)],
        **{name: rows for part in others for name, rows in part.items()},
    }


def _letter(letter: Letter) -> dict[str, Any]:
    """A letter as it was read; its link may open the account and stays out."""
    kept = letter.model_dump(mode="json", include={"to_email", "to_name", "subject", "created_at", "sent_at"})
    return kept | {name: letter.content.get(name, []) for name in ("paragraphs", "facts")}


def _one(registration: Registration, town: str) -> dict[str, Any]:
    kept = registration.model_dump(mode="json", exclude=_OF_THE_TOWN)
    handed_in = [row.model_dump(mode="json") for row in queries.handovers_of(registration)]
    history = [
        {"at": event.at.isoformat(), "what": event.title, "by": event.by, "reason": event.reason}
        for event in timeline(registration, for_applicant=True)
    ]
    hidden = {"answer_hash", "withdraw_hash", "letters", "recorded_by"}
    asked = [row.model_dump(mode="json", exclude=hidden) for row in guardians.history_of(registration)]
    agreed = [row.model_dump(mode="json", exclude={"recorded_by"}) for row in records_of(registration)]
    return {
        **kept,
        "status": registration.status_for_applicant,
        "municipality": town,
        "handed_in": handed_in,
        "guardian": asked,
        "agreed_in_person": agreed,
        "history": history,
    }
