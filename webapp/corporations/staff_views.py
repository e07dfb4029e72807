"""The town's side: take a corporation up, designate it, invite its first person."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.core import ratelimit
from webapp.core.actor import TOWN_ROLES
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import actions, queries
from webapp.corporations.forms import CorporationForm, DesignationForm, InvitationForm
from webapp.corporations.models import LegalForm
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("corporations_staff", __name__, url_prefix="/staff/corporations")
A_DAY = timedelta(days=1)
LETTERS_A_DAY, TO_ONE_ADDRESS = 30, 5
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> str:
    """Every designation of the town, and the way to a new one."""
    return render_template("corporations/staff/index.html", designations=queries.designated_by(current_actor()))


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
        legal_form = LegalForm(values.pop("legal_form"))
        number, name = values.pop("number"), values.pop("name")
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
    """Designate it for the town."""
    corporation = queries.by_id(corporation_id)
    form = DesignationForm()
    form.place.choices = _own_towns()
    if form.validate_on_submit() and form.designated_on.data:
        actions.designate(
            corporation,
            municipality_code=form.place.data,
            on=form.designated_on.data,
            tasks=form.tasks.data or [],
            by=current_actor(),
            number=form.number.data or "",
            area=form.area.data or "",
            notice_url=form.notice_url.data or "",
        )
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
