"""The town's side: what waits, take a corporation up, record a designation made on paper, invite its first person."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.core import ratelimit
from webapp.core.actor import TOWN_ROLES
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import actions, queries
from webapp.corporations.designations import deciding, desk
from webapp.corporations.forms import CorporationForm, DesignationForm, InvitationForm
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("corporations_staff", __name__, url_prefix="/staff/corporations")
A_DAY = timedelta(days=1)
LETTERS_A_DAY, TO_ONE_ADDRESS = 30, 5
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> str:
    """What waits for the town, and every designation it made."""
    actor = current_actor()
    chosen = desk.chosen(request.args.get("show", ""))
    return render_template(
        "corporations/staff/index.html",
        rows=desk.rows(actor, chosen),
        filters=desk.filters(actor),
        chosen=chosen,
        reports=desk.late_reports(actor),
        towns=sorted(municipalities.by_codes(list(actor.municipalities)).values(), key=lambda town: town.code),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new() -> Answer:
    """Take a corporation up; a known number leads to the corporation."""
    form = CorporationForm()
    if form.validate_on_submit():
        known = queries.by_number(form.number.data or "")
        if known is not None:
            flash(_("この法人はすでに登録されています。続けて指定できます。"), "info")
            return _to_designation(known.id)
        values = {name: value or "" for name, value in form.data.items() if name != "csrf_token"}
        legal_form, number, name = values.pop("legal_form"), values.pop("number"), values.pop("name")
        values["seat"] = values["seat"] or values["address"]
        corporation = actions.add(number, name=name, legal_form=legal_form, by=current_actor(), further=values)
        return _to_designation(corporation.id)
    return render_template("corporations/staff/new.html", form=form), 422 if form.errors else 200


def _to_designation(corporation_id: str) -> Response:
    return redirect(url_for("corporations_staff.designate", corporation_id=corporation_id), 303)


def _own_towns() -> list[Any]:
    towns = municipalities.by_codes(list(current_actor().municipalities))
    return options([(town.code, town.full_name) for town in towns.values()])


@blueprint.route("/<corporation_id>/designate", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def designate(corporation_id: str) -> Answer:
    """Record that it was designated on paper."""
    corporation = queries.by_id(corporation_id)
    form = DesignationForm()
    form.place.choices = _own_towns()
    if form.validate_on_submit() and form.designated_on.data:
        terms = deciding.Terms(
            form.designated_on.data, form.tasks.data or [], form.area.data or "", form.number.data or ""
        )
        row = deciding.record(
            corporation,
            terms,
            municipality_code=form.place.data,
            by=current_actor(),
            notice_url=form.notice_url.data or "",
        )
        if not row.is_in_force:
            flash(_("案を作りました。別の担当者が確かめると、指定になります。"), "success")
            return redirect(url_for("designations_staff.review", designation_id=row.id), 303)
        flash(_("指定を記録しました。次に、法人の職員を招待してください。"), "success")
        return redirect(url_for("corporations_staff.invite", corporation_id=corporation.id), 303)
    page = render_template("corporations/staff/designate.html", form=form, corporation=corporation)
    return page, 422 if form.errors else 200


@blueprint.route("/<corporation_id>/invite", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def invite(corporation_id: str) -> Answer:
    """Invite a person to work for the corporation here."""
    corporation = queries.corporation_for(current_actor(), corporation_id)
    form = InvitationForm()
    form.place.choices = _own_towns()
    if form.validate_on_submit():
        ratelimit.hit("corporation-invitation", current_actor().user_id or "", limit=LETTERS_A_DAY, per=A_DAY)
        to = (form.email.data or "").strip().lower()
        ratelimit.hit("corporation-invitation-to", to, limit=TO_ONE_ADDRESS, per=A_DAY)
        actions.invite_first(
            corporation,
            municipality_code=form.place.data,
            email=form.email.data or "",
            name=form.name.data or "",
            by=current_actor(),
        )
        flash(_("招待の手紙を送りました。"), "success")
        return redirect(url_for("corporations_staff.index"), 303)
    page = render_template("corporations/staff/invite.html", form=form, corporation=corporation)
    return page, 422 if form.errors else 200
