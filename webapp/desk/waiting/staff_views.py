"""`/staff/waiting`: what will be done in some minutes, with the button that takes it back, and what was done."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.accounts import queries as accounts
from webapp.core.actor import TOWN_ROLES
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.services import settings
from webapp.core.templating import link
from webapp.desk.waiting import actions, queries
from webapp.desk.waiting.kinds import kind_of, things_of
from webapp.desk.waiting.models import WaitingMove, WaitingStatus

blueprint = Blueprint("waiting_moves", __name__, url_prefix="/staff/waiting")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> str:
    """The actor's town: what waits, what was settled."""
    actor = current_actor()
    waiting, settled = queries.waiting_for(actor), queries.settled_for(actor)
    return render_template(
        "desk/waiting.html",
        waiting=[(row, kind_of(row).label, row.made_by == actor.user_id, things_of(row)) for row in waiting],
        settled=[(row, kind_of(row).label, _href(row)) for row in settled],
        names=accounts.names_of({row.made_by for row in (*waiting, *settled)}),
        minutes=settings().undo_minutes,
    )


def _href(row: WaitingMove) -> str:
    href = kind_of(row).href
    return href(row) if href and row.result_id else ""


def after_asking(row: WaitingMove) -> Response:
    """Where whoever asked for a move goes: to the button that takes it back, or to what became of it."""
    if row.status is WaitingStatus.WAITING:
        flash(
            _(
                "%(n)s件を頼みました。%(minutes)s分の間は、元にもどせます。",
                n=row.count,
                minutes=settings().undo_minutes,
            ),
            "success",
        )
        return redirect(link("waiting_moves.index"), 303)
    return redirect(_href(row) or link("waiting_moves.index"), 303)


@blueprint.post("/<waiting_move_id>/take-back")
@allow(*TOWN_ROLES)
def take_back(waiting_move_id: str) -> ResponseReturnValue:
    """Nothing happens after all."""
    row = queries.own_move(current_actor(), waiting_move_id)
    if ButtonForm().validate():
        actions.take_back(row, by=current_actor())
        flash(_("元にもどしました。%(n)s件は、頼む前のままです。", n=row.count), "success")
    return redirect(url_for(".index"), 303)
