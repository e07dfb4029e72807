"""What projects ask of features above them; without an answer nothing stands in the way and nothing is known."""

from collections.abc import Callable

from webapp.core.services import services

#: how many payments may still arrive for projects that take no pledges any more, by project
AWAITED = "payments_awaited_for_projects"
#: what the payment provider took of a project's donations, whole yen, by project
FEES = "fees_of_projects"
#: how often each gift was taken, by gift
TAKEN = "gifts_taken"
#: functions of a municipality's code: why it cannot collect donations now, as a sentence; empty when it can
MAY_COLLECT = "may_municipality_collect"

Counts = Callable[[list[str]], dict[str, int]]


def awaited(project_id: str) -> int:
    """Payments that are under way for a project."""
    return _count(AWAITED, project_id)


def fees_yen(project_id: str) -> int:
    """What the provider took of a project's donations."""
    return _count(FEES, project_id)


def taken(gift_id: str) -> int:
    """How often a gift was promised."""
    return _count(TAKEN, gift_id)


def obstacles_to_collecting(municipality_code: str) -> list[str]:
    """Why a municipality cannot collect donations now: a sentence each."""
    checks: tuple[Callable[[str], str], ...] = services().extras.get(MAY_COLLECT, ())
    return [sentence for check in checks if (sentence := check(municipality_code))]


def _count(key: str, row_id: str) -> int:
    provider: Counts | None = services().extras.get(key)
    return provider([row_id]).get(row_id, 0) if provider else 0
