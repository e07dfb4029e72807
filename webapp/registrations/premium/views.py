"""The resident's screen of premium: the checklist, asking, taking back, what was."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.forms import Form
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.registrations import queries as registrations
from webapp.registrations.models import STANDING, Registration, Tier
from webapp.registrations.prefectures import queries as prefectures
from webapp.registrations.premium import actions, queries, requirements

blueprint = Blueprint("premium", __name__, url_prefix="/my/premium")
TONES = {"requested": "info", "granted": "success", "refused": "error"}


@blueprint.route("/<registration_id>", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def show(registration_id: str) -> ResponseReturnValue:
    """What premium asks for, what is missing, and the request once nothing is."""
    is_post = request.method == "POST"
    registration = registrations.registration_for(current_actor(), registration_id, to_change=is_post)
    if registration.status not in STANDING:
        raise NotThere
    form = Form()
    if form.validate_on_submit():
        actions.request(registration, by=current_actor())
        flash(_("プレミアムを申し込みました。市町村が確かめて、メールでお知らせします。"), "success")
        return redirect(url_for(".show", registration_id=registration.id), 303)
    return render_template("registrations/premium/show.html", form=form, **_facts(registration))


def _facts(registration: Registration) -> dict[str, object]:
    findings, first, day = requirements.findings(registration), actions.opens_on(registration), today()
    place = municipalities.by_code(registration.municipality_code)
    return {
        "registration": registration,
        "town": place,
        "findings": findings,
        "missing": sum(not finding.is_met for finding in findings),
        "is_premium": registration.tier is Tier.PREMIUM,
        "opens_on": first,
        "is_open": first is None or day >= first,
        "waiting": queries.waiting_of(registration),
        "history": queries.history_of(registration),
        "tones": TONES,
        "prefecture": prefectures.standing_with(registration.user_id, place.prefecture_code),
        "done": requirements.activities_counted(registration, day),
        "needed": int(municipalities.setting("premium_activities", place.code)),
        "months": int(municipalities.setting("premium_activity_months", place.code)),
    }


@blueprint.post("/requests/<premium_request_id>/withdraw")
@allow(Role.RESIDENT)
def withdraw(premium_request_id: str) -> ResponseReturnValue:
    """Take it back."""
    asked = queries.own_request_for(current_actor(), premium_request_id)
    actions.withdraw(asked.request, by=current_actor())
    flash(_("申込みを取り下げました。"), "success")
    return redirect(url_for(".show", registration_id=asked.registration.id), 303)
