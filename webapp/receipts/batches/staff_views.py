"""The town's page for a whole year: order the sheets, watch how far they are, take them as archives."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES, Actor
from webapp.core.errors import NotThere
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.receipts import desk
from webapp.receipts.batches import actions, archives, queries
from webapp.receipts.batches.models import BatchStatus, ReceiptBatch

blueprint = Blueprint("receipt_batches", __name__, url_prefix="/staff/receipts/batches")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """What was ordered, and a form for each town."""
    actor = current_actor()
    return render_template(
        "receipts/batches.html",
        batches=queries.batches_of(actor),
        towns=municipalities.by_codes(set(actor.municipalities)),
        years=desk.years_in(actor),
    )


@blueprint.post("")
@allow(*TOWN_ROLES)
def order() -> ResponseReturnValue:
    """Have a year made."""
    if not ButtonForm().validate_on_submit():
        return redirect(url_for(".index"), 303)
    year = max(request.form.get("year", 0, type=int), 0)
    batch = actions.order(request.form.get("town", ""), year, by=current_actor())
    flash(_("PDFを作りはじめました。この画面を閉じても続きます。"), "success")
    return redirect(url_for(".show", receipt_batch_id=batch.id), 303)


@blueprint.get("/<receipt_batch_id>")
@allow(*TOWN_ROLES)
def show(receipt_batch_id: str) -> ResponseReturnValue:
    """How far it is."""
    batch = queries.batch_for(current_actor(), receipt_batch_id)
    return render_template(
        "receipts/batch.html",
        batch=batch,
        town=municipalities.by_code(batch.municipality_code),
        parts=range(1, queries.parts_of(batch) + 1),
        in_a_file=queries.IN_A_FILE,
        is_working=batch.status is BatchStatus.WORKING,
    )


@blueprint.post("/<receipt_batch_id>/<any(stop, on):move>")
@allow(*TOWN_ROLES)
def steer(receipt_batch_id: str, move: str) -> ResponseReturnValue:
    """Stop after the present part, or go on."""
    act: Callable[..., None] = {"stop": actions.stop, "on": actions.go_on}[move]
    batch = queries.batch_for(current_actor(), receipt_batch_id, to_change=True)
    if ButtonForm().validate_on_submit():
        act(batch, by=current_actor())
        flash(_("作成を止めました。") if move == "stop" else _("続きを作りはじめました。"), "success")
    return redirect(url_for(".show", receipt_batch_id=batch.id), 303)


@blueprint.post("/<receipt_batch_id>/part-<int:part>.zip")
@allow(*TOWN_ROLES)
def part(receipt_batch_id: str, part: int) -> ResponseReturnValue:
    """Up to 500 signed sheets; whose they are is written down before they leave."""
    batch = _finished_part(current_actor(), receipt_batch_id, part)
    files = actions.take(batch, part, by=current_actor())
    response = Response(stream_with_context(archives.stream(files)), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="receipts-{batch.year}-{part}.zip"'
    return response


def _finished_part(actor: Actor, batch_id: str, part: int) -> ReceiptBatch:
    batch = queries.batch_for(actor, batch_id)
    if not 1 <= part <= queries.parts_of(batch):
        raise NotThere
    return batch
