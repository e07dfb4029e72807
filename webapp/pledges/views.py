"""The donor's pages: offer a pledge, look it over, follow it."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.errors import RuleBroken
from webapp.core.history import told
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.pledges import actions, agreement, queries
from webapp.pledges.forms import PledgeForm
from webapp.pledges.proofs import proofs_of
from webapp.projects import queries as projects

blueprint = Blueprint("pledges", __name__)
PLEDGES_AN_HOUR = 30


@blueprint.route("/projects/<project_id>/pledge", methods=["GET", "POST"])
@allow(SIGNED_IN)
def new(project_id: str) -> ResponseReturnValue:
    """How much, who, and the agreement."""
    actor = current_actor()
    project = projects.project_for(actor, project_id)
    town = municipalities.by_code(project.municipality_code)
    form = PledgeForm()
    if request.method == "GET":
        actions.must_take(project, actions.HIGHEST_YEN)
    elif form.validate():
        ratelimit.hit("pledge", actor.user_id or "", limit=PLEDGES_AN_HOUR, per=timedelta(hours=1))
        try:
            pledge = actions.offer(project, amount=form.amount.data or 0, donor=form.donor(), by=actor)
        except RuleBroken as broken:
            form.amount.errors = [*form.amount.errors, broken.sentence]
        else:
            return redirect(url_for("pledges.show", pledge_id=pledge.id), 303)
    page = render_template(
        "pledges/new.html",
        form=form,
        project=project,
        town=town,
        agreement=agreement.paragraphs(town.full_name, project.title),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/my/pledges")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """One's own pledges."""
    return render_template("pledges/mine.html", rows=queries.pledges_of(current_actor()))


@blueprint.get("/my/pledges/<pledge_id>")
@allow(SIGNED_IN)
def show(pledge_id: str) -> ResponseReturnValue:
    """One pledge: look it over and go to pay, or see where it stands."""
    pledge = queries.pledge_for(current_actor(), pledge_id)
    project = queries.project_of(pledge)
    return render_template(
        "pledges/show.html",
        pledge=pledge,
        project=project,
        town=municipalities.by_code(pledge.municipality_code),
        home=municipalities.by_code(pledge.home_code),
        proof=proofs_of([pledge]).get(pledge.id),
        history=told(history_of(pledge)),
    )
