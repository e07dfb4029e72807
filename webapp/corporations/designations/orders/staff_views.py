"""The town's side of demands: issue one, read the answer, close it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import files
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.orders import actions, queries
from webapp.corporations.designations.orders.forms import ClosingForm, OrderForm
from webapp.corporations.designations.orders.models import OrderKind

blueprint = Blueprint("designation_orders_staff", __name__, url_prefix="/staff/designations")


@blueprint.route("/<designation_id>/demand/<any(report,improvement):kind>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def issue(designation_id: str, kind: str) -> ResponseReturnValue:
    """Demand a report or an improvement."""
    row, form = designations.review_for(current_actor(), designation_id), OrderForm()
    if not form.validate_on_submit():
        values = {"row": row, "name": designations.name_of(row), "kind": OrderKind(kind), "form": form}
        return render_template(
            "corporations/designations/staff/demand.html", **values
        ), 422 if form.is_submitted() else 200
    row = designations.review_for(current_actor(), designation_id, to_change=True)
    actions.issue(
        row, OrderKind(kind), text=form.text.data or "", due_on=form.due_on.data or today(), by=current_actor()
    )
    flash(_("法人に送りました。"), "success")
    return redirect(url_for("designations_staff.review", designation_id=row.id), 303)


@blueprint.route("/orders/<designation_order_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def close(designation_order_id: str) -> ResponseReturnValue:
    """Read the answer; close it."""
    order, form = (
        queries.order_for(current_actor(), designation_order_id, to_change=request.method == "POST"),
        ClosingForm(),
    )
    if not form.validate_on_submit():
        row = designations.by_id(order.designation_id)
        values = {"order": order, "row": row, "name": designations.name_of(row), "form": form}
        return render_template(
            "corporations/designations/staff/order.html", **values
        ), 422 if form.is_submitted() else 200
    actions.close(order, form.note.data or "", by=current_actor())
    flash(_("答えを確かめて、終えました。"), "success")
    return redirect(url_for("designations_staff.review", designation_id=order.designation_id), 303)


@blueprint.get("/orders/<designation_order_id>/file")
@allow(*TOWN_ROLES)
def download(designation_order_id: str) -> Response:
    """What was added to the answer."""
    order = queries.order_for(current_actor(), designation_order_id)
    if not order.file_key:
        raise NotThere
    return files.download(order.file_key, order.file_name)
