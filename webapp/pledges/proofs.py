"""What pages of pledges show of receipts: `receipts`, the layer above, is handed in at start-up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webapp.core.services import services
from webapp.pledges.models import Pledge


@dataclass(frozen=True)
class Proof:
    """The newest receipt of a pledge."""

    receipt_id: str
    number: str
    is_void: bool = False


ProofsOf = Callable[[Sequence[Pledge]], dict[str, Proof]]
#: under this name the running app keeps the function that finds receipts
KEY = "proofs_of_pledges"


def proofs_of(pledges: Sequence[Pledge]) -> dict[str, Proof]:
    """By pledge; a pledge that was never paid is not in it."""
    found: ProofsOf | None = services().extras.get(KEY)
    return found(pledges) if found else {}
