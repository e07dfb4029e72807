"""The hub person's own screen: the card that everybody sees, the work at hand, the end of the term."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.hubs import actions, queries
from webapp.hubs.forms import CardForm
from webapp.hubs.workload import loads
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("hubs_desk", __name__, url_prefix="/desk/hub")


@blueprint.get("")
@allow(Role.HUB)
def index() -> ResponseReturnValue:
    """The actor's cards."""
    cards = queries.own_cards_for(current_actor())
    towns = municipalities.by_codes({card.municipality_code for card in cards})
    return render_template("hubs/desk/index.html", loads=loads(cards), towns=towns, today=today())


@blueprint.route("/<hub_person_id>", methods=["GET", "POST"])
@allow(Role.HUB)
def edit(hub_person_id: str) -> ResponseReturnValue:
    """Write on one's own card; the term is the town's."""
    card = queries.own_card_for(current_actor(), hub_person_id)
    form = CardForm(obj=card)
    if form.validate_on_submit():
        values = {name: value for name, value in form.data.items() if name != "csrf_token"}
        actions.revise_person(card, values, by=current_actor())
        flash(_("カードを直しました。"), "success")
        return redirect(url_for("hubs_desk.index"), 303)
    return render_template("hubs/desk/edit.html", form=form), 422 if form.errors else 200
