"""Who hears what people and places answer each other: higher features, lent at start-up."""

from webapp.core.services import services
from webapp.participations.models import Participation

#: functions (participation, answer); answer is one of the names below
ANSWERS = "participation_answers"
APPLIED, ACCEPTED, DECLINED = "applied", "accepted", "declined"


def tell(row: Participation, answer: str) -> None:
    """Inside the transaction that made it so."""
    for follow in services().extras.get(ANSWERS, ()):
        follow(row, answer)
