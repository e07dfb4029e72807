"""What higher features show on a talk's page: the other ways in which the same person asked about the same home."""

from markupsafe import Markup

from webapp.banks.homes.models import BankHome
from webapp.core.actor import Actor
from webapp.core.services import services

#: under this name the running app keeps functions of the reader, the listing's id and the person, that draw a part
BESIDE_TALK = "beside_bank_talk"


def beside_talk(actor: Actor, home: BankHome, user_id: str | None) -> list[Markup]:
    """The parts that have something to show."""
    if home.listing_id is None or user_id is None:
        return []
    parts = (part(actor, home.listing_id, user_id) for part in services().extras.get(BESIDE_TALK, ()))
    return [part for part in parts if part]
