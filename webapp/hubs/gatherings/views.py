"""Gatherings as everybody sees them: what comes up, one of them, saying that one comes, writing on its board."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.core.actor import Actor
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.freshness import revisited
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.hubs.communities import queries as communities
from webapp.hubs.communities.models import Community
from webapp.hubs.gatherings import actions, queries
from webapp.hubs.gatherings.forms import ComingForm, IdeaForm
from webapp.hubs.gatherings.models import Gathering
from webapp.hubs.models import Hub
from webapp.hubs.naming import suggested
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("gatherings", __name__)


@blueprint.get("/municipalities/<code>/gatherings")
@allow(PUBLIC)
@revisited
def in_town(code: str) -> ResponseReturnValue:
    """What comes up in a town, and what was."""
    town = municipalities.city(code)
    if municipalities.running_programme(code) is None:
        raise NotThere
    actor = current_actor()
    return render_template(
        "hubs/gatherings/in_town.html",
        town=town,
        coming=queries.coming_up(code),
        past=queries.past(code),
        may_plan=actor.is_signed_in and (bool(queries.may_plan(actor, code)) or communities.keeps(actor, code)),
    )


@blueprint.get("/gatherings/<gathering_id>")
@allow(PUBLIC)
@revisited
def show(gathering_id: str) -> ResponseReturnValue:
    """One gathering."""
    return _show(queries.gathering(gathering_id))


@blueprint.post("/gatherings/<gathering_id>/coming")
@allow(SIGNED_IN)
def sign_up(gathering_id: str) -> ResponseReturnValue:
    """Say that one comes, or change what one said."""
    found, form = queries.gathering(gathering_id, to_change=True), ComingForm()
    if not form.validate_on_submit():
        return _show(found, coming=form)
    try:
        actions.sign_up(found, shown_name=form.shown_name.data or "", pitch=form.pitch.data or "", by=current_actor())
    except RuleBroken as refused:
        form.shown_name.errors = [refused.sentence]
        return _show(found, coming=form)
    flash(_("申し込みました。当日お待ちしています。"), "success")
    return redirect(url_for(".show", gathering_id=found.id), 303)


@blueprint.post("/gatherings/<gathering_id>/not-coming")
@allow(SIGNED_IN)
def call_off(gathering_id: str) -> ResponseReturnValue:
    """Not coming after all."""
    found = queries.gathering(gathering_id, to_change=True)
    mine = queries.own_coming(current_actor(), found)
    if mine is None:
        raise NotThere
    actions.call_off(mine, by=current_actor())
    flash(_("申し込みを取り消しました。"), "success")
    return redirect(url_for(".show", gathering_id=found.id), 303)


@blueprint.post("/gatherings/<gathering_id>/ideas")
@allow(SIGNED_IN)
def write_idea(gathering_id: str) -> ResponseReturnValue:
    """Put an idea on the board."""
    found, form = queries.gathering(gathering_id), IdeaForm()
    if not form.validate_on_submit():
        return _show(found, idea=form)
    values = {"next_step": form.next_step.data or "", "shown_name": form.author.data or ""}
    actions.write_idea(found, form.text.data or "", **values, by=current_actor())
    flash(_("アイデアをボードに出しました。"), "success")
    return redirect(url_for(".show", gathering_id=found.id), 303)


def _show(found: Gathering, coming: ComingForm | None = None, idea: IdeaForm | None = None) -> ResponseReturnValue:
    actor = current_actor()
    mine = queries.own_coming(actor, found)
    name = mine.shown_name if mine else suggested(actor)
    leads = queries.leads(actor, found)
    count, ideas = queries.count_of(found), queries.ideas_of(found, with_hidden=leads)
    page = render_template(
        "hubs/gatherings/show.html",
        gathering=found,
        town=municipalities.by_code(found.municipality_code),
        pitches=queries.public_pitches_of(found),
        count=count,
        is_full=found.capacity is not None and count >= found.capacity and mine is None,
        ideas=ideas,
        nameless=queries.nameless(ideas),
        mine=mine,
        leads=leads,
        coming=coming or ComingForm(data={"shown_name": name, "pitch": mine.pitch if mine else ""}),
        idea_form=idea or IdeaForm(data={"author": name}),
    )
    wrong: Any = coming or idea
    return page, 422 if wrong is not None else 200


def of_community(_actor: Actor, community: Community) -> Markup:
    """On a community's page: its next dates."""
    return _list(queries.coming_up(community.municipality_code, community_id=community.id))


def at_hub(hub: Hub) -> Markup:
    """On a hub's page: what takes place there."""
    return _list(queries.coming_up(hub.municipality_code, hub_id=hub.id))


def _list(found: list[Gathering]) -> Markup:
    if not found:
        return Markup("")
    return Markup(render_template("hubs/gatherings/_list.html", found=found))  # noqa: S704 - a template's own, escaped
