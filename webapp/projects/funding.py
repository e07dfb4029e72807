"""What came in for a project: added up by `pledges`, the layer above, which is handed in at start-up."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.core.services import services


@dataclass(frozen=True)
class Funding:
    """What came in for one project: whole yen and the number of donors."""

    raised_yen: int = 0
    donors: int = 0


FundingOf = Callable[[list[str]], dict[str, Funding]]
#: under this name the running app keeps the function that adds up
KEY = "funding_of"


def funding_of(project_ids: list[str]) -> dict[str, Funding]:
    """Funding by project id, as the provider set at start-up adds it up."""
    provider: FundingOf | None = services().extras.get(KEY)
    found = provider(project_ids) if provider else {}
    return {project_id: found.get(project_id, Funding()) for project_id in project_ids}
