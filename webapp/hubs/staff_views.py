"""The town's screens: parts of the town and who covers them, places, people, how much they have on their hands."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.hubs import actions, queries
from webapp.hubs.forms import HubForm, PersonForm, WardsForm
from webapp.hubs.models import HUB, HubPerson
from webapp.hubs.workload import loads
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("hubs_staff", __name__, url_prefix="/staff/hubs")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """Every town of the actor: its parts, gaps, places, people."""
    codes = set(current_actor().municipalities)
    towns = sorted(municipalities.by_codes(codes).values(), key=lambda town: town.code)
    people = queries.everybody_of(current_actor())
    return render_template(
        "hubs/staff/index.html",
        towns=[(town, queries.coverage(town.code), queries.hubs_in(town.code, with_closed=True)) for town in towns],
        loads={load.person.id: load for load in loads(people)},
        people=people,
        moves=lambda hub: [move for move in HUB.moves.values() if hub.status in move.sources],
    )


@blueprint.route("/<code>/wards", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def wards(code: str) -> ResponseReturnValue:
    """The parts of the town."""
    town = _own_town(code)
    form = WardsForm(data={"names": "\n".join(ward.name for ward in queries.wards(code))})
    form.code = code
    if form.validate_on_submit():
        actions.name_wards(code, form.lines, by=current_actor())
        flash(_("地区を決めました。"), "success")
        return redirect(url_for(".index"), 303)
    return _page(form, town, _("地区を決める"), _("地区ごとに、ハブ人材がいるかどうかを見られます。"))


@blueprint.route("/<code>/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new_hub(code: str) -> ResponseReturnValue:
    """A new place."""
    town, form = _own_town(code), _with_wards(HubForm(), code)
    if form.validate_on_submit():
        hub = actions.open_hub(code, _values(form), by=current_actor())
        flash(_("拠点をつくりました。だれでも見られます。"), "success")
        return redirect(url_for("hubs.show", hub_id=hub.id), 303)
    return _page(form, town, _("拠点をつくる"))


@blueprint.route("/hub/<hub_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def edit_hub(hub_id: str) -> ResponseReturnValue:
    """Change what is said about a place."""
    hub = queries.staff_hub_for(current_actor(), hub_id, to_change=request.method == "POST")
    form = _with_wards(HubForm(obj=hub), hub.municipality_code)
    if form.validate_on_submit():
        actions.revise_hub(hub, _values(form), by=current_actor())
        flash(_("拠点の内容を直しました。"), "success")
        return redirect(url_for(".index"), 303)
    return _page(form, municipalities.by_code(hub.municipality_code), _("拠点の内容を直す"))


@blueprint.post("/hub/<hub_id>/<any(rest, reopen, close):move>")
@allow(*TOWN_ROLES)
def move_hub(hub_id: str, move: str) -> ResponseReturnValue:
    """Rest, reopen, close."""
    hub = queries.staff_hub_for(current_actor(), hub_id, to_change=True)
    actions.move_hub(hub, move, by=current_actor(), reason=request.form.get("reason", "").strip()[:400])
    flash(_("「%(name)s」の状態を変えました。", name=hub.name), "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/<code>/people/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new_person(code: str) -> ResponseReturnValue:
    """Somebody begins."""
    town = _own_town(code)
    form = _with_choices(PersonForm(data={"starts_on": today(), "most_work": 20}), code)
    if form.validate_on_submit():
        person = actions.appoint(code, _values(form), by=current_actor())
        flash(_("ハブ人材を登録しました。任期の始まりの日から、だれでも見られます。"), "success")
        return redirect(url_for(".edit_person", hub_person_id=person.id), 303)
    return _page(form, town, _("ハブ人材を登録する"))


@blueprint.route("/people/<hub_person_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def edit_person(hub_person_id: str) -> ResponseReturnValue:
    """Change a card or a term."""
    person = queries.staff_person_for(current_actor(), hub_person_id, to_change=request.method == "POST")
    form = _with_choices(PersonForm(obj=person), person.municipality_code)
    if form.validate_on_submit():
        actions.revise_person(person, _values(form), by=current_actor())
        flash(_("ハブ人材の内容を直しました。"), "success")
        return redirect(url_for(".index"), 303)
    return _page(form, municipalities.by_code(person.municipality_code), _("ハブ人材の内容を直す"), person=person)


@blueprint.post("/people/<hub_person_id>/end")
@allow(*TOWN_ROLES)
def end_person(hub_person_id: str) -> ResponseReturnValue:
    """The term ends today."""
    person = queries.staff_person_for(current_actor(), hub_person_id, to_change=True)
    actions.end_term(person, by=current_actor())
    flash(_("%(name)sさんの任期を終えました。", name=person.shown_name), "success")
    return redirect(url_for(".index"), 303)


def _own_town(code: str) -> Any:
    if not current_actor().may_act_for(code):
        raise NotThere
    return municipalities.city(code)


def _with_wards(form: Any, code: str) -> Any:
    form.ward_id.choices = options([("", _("まち全体")), *((ward.id, ward.name) for ward in queries.wards(code))])
    return form


def _with_choices(form: PersonForm, code: str) -> PersonForm:
    form.code = code
    _with_wards(form, code)
    form.hub_id.choices = options([("", _("決まっていない")), *((hub.id, hub.name) for hub in queries.hubs_in(code))])
    people = accounts.staff_of(code, Role.HUB)
    form.user_id.choices = options([("", _("なし")), *((one.id, one.display_name) for one in people)])
    return form


def _values(form: Any) -> dict[str, Any]:
    values = {name: value for name, value in form.data.items() if name != "csrf_token"}
    return {name: (value or None) if name.endswith("_id") else value for name, value in values.items()}


def _page(form: Any, town: Any, title: str, lead: str = "", person: HubPerson | None = None) -> ResponseReturnValue:
    page = render_template("hubs/staff/edit.html", form=form, town=town, title=title, lead=lead, person=person)
    return page, 422 if form.errors else 200
