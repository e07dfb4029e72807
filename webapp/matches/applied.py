"""Applications and the places' answers go into the log that ranking learns from."""

from webapp.matches.events import Happening, write
from webapp.matches.models import EventKind
from webapp.participations.models import Participation
from webapp.participations.told import ACCEPTED, APPLIED, DECLINED

KINDS = {
    APPLIED: EventKind.APPLICATION,
    ACCEPTED: EventKind.PLACE_ACCEPTED,
    DECLINED: EventKind.PLACE_DECLINED,
}


def follow(row: Participation, answer: str) -> None:
    """One line; none for people who did not agree to it or ask for secrecy."""
    if row.user_id is not None:
        write([Happening(row.user_id, row.listing_id, KINDS[answer])])
