"""What came in for a project: added up by `pledges`, the layer above, which is handed in at start-up."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Funding:
    """What came in for one project: whole yen and the number of donors."""

    raised_yen: int = 0
    donors: int = 0


FundingOf = Callable[[list[str]], dict[str, Funding]]
#: under this name the running app keeps the function that adds up
KEY = "funding_of"
