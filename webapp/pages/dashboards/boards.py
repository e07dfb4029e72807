"""Which dashboards there are, and whose they are; work comes first."""

from webapp.core.actor import Actor
from webapp.core.errors import NotThere
from webapp.pages.dashboards import corporation, hub, operator, owner, partner, prefecture, resident, town
from webapp.pages.dashboards.panel import Board

#: in the order in which a person with several roles lands on them
BOARDS: tuple[Board, ...] = (
    town.BOARD,
    corporation.BOARD,
    hub.BOARD,
    operator.BOARD,
    prefecture.BOARD,
    partner.BOARD,
    resident.BOARD,
    owner.BOARD,
)


def boards_for(actor: Actor) -> list[Board]:
    """The actor's dashboards; who has no role yet has a resident's."""
    return [board for board in BOARDS if actor.has(*board.roles)] or [resident.BOARD]


def board_for(actor: Actor, key: str) -> Board:
    """One of them. Raises NotThere."""
    found = next((board for board in boards_for(actor) if board.key == key), None)
    if found is None:
        raise NotThere
    return found
