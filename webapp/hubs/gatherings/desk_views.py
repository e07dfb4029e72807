"""The screens of those who run gatherings: planning, the running order, the clock for pitches, who came, the board."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.errors import NotThere
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.hubs import queries as hubs
from webapp.hubs.communities import queries as communities
from webapp.hubs.gatherings import actions, queries
from webapp.hubs.gatherings.forms import CameForm, GatheringForm, ReasonForm, known
from webapp.hubs.gatherings.models import Gathering
from webapp.hubs.naming import names_of
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("gatherings_desk", __name__, url_prefix="/desk/gatherings")


@blueprint.get("")
@allow(Role.HUB, *TOWN_ROLES)
def index() -> ResponseReturnValue:
    """Every gathering of the actor's towns."""
    actor = current_actor()
    codes = actor.municipalities | actor.organisations(Role.HUB)
    towns = sorted(municipalities.by_codes(set(codes)).values(), key=lambda town: town.code)
    return render_template("hubs/gatherings/desk.html", found=queries.led_by(actor), towns=towns)


@blueprint.route("/new/<code>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def plan(code: str) -> ResponseReturnValue:
    """Announce one: for a town, or for the communities that one organises."""
    chosen = queries.may_plan(current_actor(), code)
    if not chosen and not communities.keeps(current_actor(), code):
        raise NotThere
    form = _with_choices(GatheringForm(data={"pitch_seconds": 60}), code)
    if form.validate_on_submit():
        found = actions.plan(code, form.values(), by=current_actor())
        flash(_("集まりを公開しました。"), "success")
        return redirect(url_for("gatherings.show", gathering_id=found.id), 303)
    return _page("hubs/gatherings/edit.html", form, town=municipalities.by_code(code), gathering=None)


@blueprint.route("/<gathering_id>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def edit(gathering_id: str) -> ResponseReturnValue:
    """Change what was announced."""
    found = queries.led_for(current_actor(), gathering_id, to_change=request.method == "POST")
    form = _with_choices(GatheringForm(data=known(found)), found.municipality_code, found)
    if form.validate_on_submit():
        actions.revise(found, form.values(), by=current_actor())
        flash(_("集まりの内容を直しました。"), "success")
        return _back(found)
    town = municipalities.by_code(found.municipality_code)
    return _page("hubs/gatherings/edit.html", form, town=town, gathering=found)


@blueprint.route("/<gathering_id>/cancel", methods=["GET", "POST"])
@allow(SIGNED_IN)
def cancel(gathering_id: str) -> ResponseReturnValue:
    """It does not take place."""
    found = queries.led_for(current_actor(), gathering_id, to_change=request.method == "POST")
    form = ReasonForm()
    if form.validate_on_submit():
        actions.cancel(found, reason=form.reason.data or "", by=current_actor())
        flash(_("中止にして、申し込んだ人に知らせました。"), "success")
        return _back(found)
    return _page("hubs/gatherings/reason.html", form, gathering=found, title=_("集まりを中止する"))


@blueprint.route("/<gathering_id>/people", methods=["GET", "POST"])
@allow(SIGNED_IN)
def people(gathering_id: str) -> ResponseReturnValue:
    """Who said that they come, and who came."""
    found = queries.led_for(current_actor(), gathering_id, to_change=request.method == "POST")
    coming = queries.people_of(found)
    form = CameForm(data={"came": [row.id for row in coming if row.came_at]})
    form.came.choices = options(names_of(coming, current_actor()).items())
    if form.validate_on_submit():
        actions.note_came(found, set(form.came.data or []), by=current_actor())
        flash(_("来た人を記録しました。"), "success")
        return redirect(url_for(".people", gathering_id=found.id), 303)
    return _page("hubs/gatherings/people.html", form, gathering=found, coming=coming)


@blueprint.post("/<gathering_id>/hold")
@allow(SIGNED_IN)
def hold(gathering_id: str) -> ResponseReturnValue:
    """It took place."""
    found = queries.led_for(current_actor(), gathering_id, to_change=True)
    actions.hold(found, by=current_actor())
    flash(_("開いたと記録しました。"), "success")
    return _back(found)


@blueprint.get("/<gathering_id>/stage")
@allow(SIGNED_IN)
def stage(gathering_id: str) -> ResponseReturnValue:
    """The running order and the clock, for the screen in the room."""
    found = queries.led_for(current_actor(), gathering_id)
    pitches = queries.pitches_of(found)
    return render_template(
        "hubs/gatherings/stage.html", gathering=found, pitches=pitches, nameless=queries.nameless(pitches)
    )


@blueprint.post("/<gathering_id>/order/<coming_id>/<any(earlier, later):way>")
@allow(SIGNED_IN)
def order(gathering_id: str, coming_id: str, way: str) -> ResponseReturnValue:
    """One place earlier or later."""
    found = queries.led_for(current_actor(), gathering_id, to_change=True)
    actions.move_pitch(found, coming_id, earlier=way == "earlier", by=current_actor())
    return redirect(url_for(".stage", gathering_id=found.id), 303)


@blueprint.route("/ideas/<idea_id>/hide", methods=["GET", "POST"])
@allow(SIGNED_IN)
def hide_idea(idea_id: str) -> ResponseReturnValue:
    """Take something off the board."""
    idea, found = queries.idea_for(current_actor(), idea_id)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.hide_idea(idea, reason=form.reason.data or "", by=current_actor())
        flash(_("アイデアを隠しました。"), "success")
        return _back(found)
    return _page("hubs/gatherings/reason.html", form, gathering=found, title=_("アイデアを隠す"))


def _with_choices(form: GatheringForm, code: str, found: Gathering | None = None) -> GatheringForm:
    """What is chosen already can stay, even if it has ended since."""
    is_keeper = communities.keeps(current_actor(), code)
    chosen = [(community.id, community.name) for community in queries.may_plan(current_actor(), code)]
    places = [(hub.id, hub.name) for hub in hubs.hubs_in(code)]
    ended = queries.ended_of(found) if found is not None else {}
    for row_id, (name, is_hub) in ended.items():
        (places if is_hub else chosen).append((row_id, _("%(name)s（終わりました）", name=name)))
    form.community_id.choices = options([("", _("まちの集まり")), *chosen] if is_keeper else chosen)
    form.hub_id.choices = options([("", _("拠点のほか")), *places])
    return form


def _back(found: Gathering) -> ResponseReturnValue:
    return redirect(url_for("gatherings.show", gathering_id=found.id), 303)


def _page(template: str, form: Any, **values: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **values), 422 if form.errors else 200
