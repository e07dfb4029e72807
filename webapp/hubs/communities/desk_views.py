"""The screens of those who look after communities: what waits, how far each has come."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.hubs.communities import actions, queries
from webapp.hubs.communities.forms import ReasonForm, StageForm
from webapp.hubs.communities.models import Stage

blueprint = Blueprint("communities_desk", __name__, url_prefix="/desk/communities")
KEEPERS = (Role.HUB, *TOWN_ROLES)


@blueprint.get("")
@allow(*KEEPERS)
def index() -> ResponseReturnValue:
    """Every community of the actor's towns."""
    found = queries.kept_for(current_actor())
    return render_template("hubs/communities/desk.html", communities=found, sizes=queries.sizes(found))


@blueprint.post("/<community_id>/approve")
@allow(*KEEPERS)
def approve(community_id: str) -> ResponseReturnValue:
    """Show it to everybody."""
    community = queries.kept_by(current_actor(), community_id, to_change=True)
    actions.approve(community, by=current_actor())
    flash(_("「%(name)s」を公開しました。", name=community.name), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<community_id>/revive")
@allow(*KEEPERS)
def revive(community_id: str) -> ResponseReturnValue:
    """It goes on."""
    community = queries.kept_by(current_actor(), community_id, to_change=True)
    actions.revive(community, by=current_actor())
    flash(_("「%(name)s」をもう一度公開しました。", name=community.name), "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/<community_id>/refuse", methods=["GET", "POST"])
@allow(*KEEPERS)
def refuse(community_id: str) -> ResponseReturnValue:
    """Do not show it."""
    community = queries.kept_by(current_actor(), community_id)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.refuse(community, reason=form.reason.data or "", by=current_actor())
        flash(_("公開しないことを伝えました。"), "success")
        return redirect(url_for(".index"), 303)
    return _page("hubs/communities/reason.html", form, community=community, title=_("公開しない"))


@blueprint.route("/<community_id>/stage", methods=["GET", "POST"])
@allow(*KEEPERS)
def stage(community_id: str) -> ResponseReturnValue:
    """How far it has come."""
    community = queries.kept_by(current_actor(), community_id)
    form = StageForm(data={"stage": community.stage.value})
    if form.validate_on_submit():
        actions.set_stage(community, Stage(form.stage.data), reason=form.reason.data or "", by=current_actor())
        flash(_("段階を見直しました。"), "success")
        return redirect(url_for(".index"), 303)
    return _page("hubs/communities/reason.html", form, community=community, title=_("段階を見直す"))


def _page(template: str, form: Any, **values: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **values), 422 if form.errors else 200
