"""The corporation's side of demands: read one, answer it."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import BadFile, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import files
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.orders import actions, queries
from webapp.corporations.designations.orders.forms import AnswerForm

blueprint = Blueprint("designation_orders", __name__, url_prefix="/my/designations/orders")


@blueprint.route("/<designation_order_id>", methods=["GET", "POST"])
@allow(Role.CORPORATION)
def answer(designation_order_id: str) -> ResponseReturnValue:
    """What is demanded, and the answer."""
    order = queries.own_for(current_actor(), designation_order_id)
    form = AnswerForm(data={"answer": order.answer})
    if form.validate_on_submit():
        try:
            kept = files.keep(form.file.data) if form.file.data else None
        except BadFile as refused:
            form.file.errors = [refused.sentence]
        else:
            actions.answer(order, form.answer.data or "", upload=kept, by=current_actor())
            flash(_("答えを送りました。"), "success")
            return redirect(url_for("designations.show", designation_id=order.designation_id), 303)
    row = designations.by_id(order.designation_id)
    page = render_template(
        "corporations/designations/order.html", order=order, row=row, town=designations.town_of(row), form=form
    )
    return page, 422 if form.errors else 200


@blueprint.get("/<designation_order_id>/file")
@allow(Role.CORPORATION)
def download(designation_order_id: str) -> Response:
    """What was added to the answer."""
    order = queries.own_for(current_actor(), designation_order_id)
    if not order.file_key:
        raise NotThere
    return files.download(order.file_key, order.file_name)
