"""The dashboards: the first one a person has, another one by its tab, and the figures of a panel as a file."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.sheets import as_csv
from webapp.pages.dashboards.boards import board_for, boards_for
from webapp.pages.dashboards.panel import Board

blueprint = Blueprint("boards", __name__, url_prefix="/my")


@blueprint.get("/boards/<board>")
@allow(SIGNED_IN)
def show(board: str) -> ResponseReturnValue:
    """One of the actor's dashboards."""
    actor = current_actor()
    return page_of(actor, board_for(actor, board))


@blueprint.get("/boards/<board>/<panel>.csv")
@allow(SIGNED_IN)
def file(board: str, panel: str) -> ResponseReturnValue:
    """What one panel rests on."""
    actor = current_actor()
    chosen = board_for(actor, board)
    draw = chosen.panels.get(panel)
    found = draw(chosen.facts(actor)) if draw else None
    if found is None or not found.rows:
        raise NotThere
    name = f"{board}-{panel}-{today():%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(found.head, found.rows), mimetype="text/csv", headers=headers)


def first_page(actor: Actor) -> str:
    """The dashboard on which a person lands."""
    return page_of(actor, boards_for(actor)[0])


def page_of(actor: Actor, board: Board) -> str:
    """A dashboard as a page; panels that have nothing to say are left out."""
    facts = board.facts(actor)
    panels = [(key, panel) for key, draw in board.panels.items() if (panel := draw(facts)) is not None]
    return render_template(
        f"pages/dashboards/{'work' if board.is_work else 'own'}.html",
        board=board,
        tabs=[(one.label, url_for("boards.show", board=one.key), one is board) for one in boards_for(actor)],
        step=board.step(facts),
        panels=panels,
        ways=board.ways(facts) if board.ways else [],
    )
