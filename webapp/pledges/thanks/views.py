"""The way from a donation into the town, and the letters a donor wants."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.pledges import queries
from webapp.pledges.thanks import joining
from webapp.pledges.thanks.forms import JoinForm
from webapp.projects.supporters import actions as supporters
from webapp.projects.supporters.queries import by_id

blueprint = Blueprint("thanks", __name__, url_prefix="/my/pledges")


@blueprint.route("/<pledge_id>/join", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def join(pledge_id: str) -> ResponseReturnValue:
    """What is known already, what it is used for, and one button that begins a registration with it."""
    actor = current_actor()
    pledge = queries.pledge_for(actor, pledge_id)
    standing = joining.standing(pledge, actor)
    if standing is not None:
        return redirect(url_for("registrations.show", registration_id=standing.id), 303)
    if not joining.may_begin(pledge, actor):
        raise NotThere
    project, form = queries.project_of(pledge), JoinForm()
    if form.validate_on_submit():
        draft = joining.begin(pledge, project.title, by=actor)
        flash(_("寄附の内容から、わかっているところを入れておきました。続きを書いてください。"), "success")
        return redirect(url_for("application.go_on", registration_id=draft.id), 303)
    page = render_template(
        "pledges/thanks/join.html",
        pledge=pledge,
        project=project,
        form=form,
        town=municipalities.by_code(pledge.municipality_code),
        home=municipalities.by_code(pledge.home_code),
        names=joining.names_of(pledge),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<pledge_id>/letters")
@allow(SIGNED_IN)
def letters(pledge_id: str) -> ResponseReturnValue:
    """Letters from the project: no more, or again."""
    pledge = queries.pledge_for(current_actor(), pledge_id)
    supporter = by_id(pledge.id)
    if supporter is None:
        raise NotThere
    if request.form.get("again"):
        supporters.resume_letters(supporter, by=current_actor())
        flash(_("取り組みの近況を、またメールでお届けします。"), "success")
    else:
        supporters.stop_letters(supporter, by=current_actor())
        flash(_("取り組みの近況のメールを止めました。受領証明書など、手続きのメールは届きます。"), "success")
    return redirect(url_for("pledges.show", pledge_id=pledge.id), 303)
