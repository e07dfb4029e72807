"""The applicant's screens around the application: choose a town, begin, follow, withdraw."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.municipalities import objections
from webapp.municipalities import queries as municipalities
from webapp.registrations import applying, progress, queries, rules
from webapp.registrations.facts import content_of, lines_of, timeline
from webapp.registrations.forms import WithdrawForm
from webapp.registrations.guardians import queries as guardians
from webapp.registrations.life.queries import standing_of
from webapp.registrations.models import EDITABLE, OPEN, Registration
from webapp.registrations.wizard.pages import comments_on
from webapp.residents import queries as residents
from webapp.residents.models import Resident

blueprint = Blueprint("registrations", __name__, url_prefix="/my/registrations")


@blueprint.get("")
@allow(Role.RESIDENT)
def mine() -> ResponseReturnValue:
    """The person's applications and registrations."""
    return render_template("registrations/mine.html", rows=queries.registrations_of(current_actor()))


@blueprint.get("/new")
@allow(Role.RESIDENT)
def choose() -> ResponseReturnValue:
    """The municipalities one can apply to."""
    resident = _resident()
    towns = [(p, town, town.code == resident.home_code) for p, town in municipalities.active_programmes()]
    return render_template("registrations/choose.html", towns=towns, resident=resident)


@blueprint.get("/new/<code>")
@allow(Role.RESIDENT)
def start(code: str) -> ResponseReturnValue:
    """What applying to this municipality means, and whether it is possible."""
    town, resident = municipalities.by_code(code), _resident()
    if municipalities.programme(code) is None:
        raise NotThere
    blank = Registration(user_id=resident.user_id, municipality_code=code)
    return render_template(
        "registrations/start.html",
        town=town,
        programme=municipalities.programme(code),
        form=ButtonForm(),
        obstacles=list(rules.broken(blank, resident, rules.BEFORE_START)),
        standing=queries.open_at(resident.user_id, code),
        minimum_days=municipalities.setting("minimum_days_per_month", code),
        review_days=municipalities.setting("registration_review_days", code),
    )


@blueprint.post("/new/<code>")
@allow(Role.RESIDENT)
def begin(code: str) -> ResponseReturnValue:
    """Make the draft."""
    if municipalities.programme(code) is None:
        raise NotThere
    registration = applying.start(_resident(), code, by=current_actor())
    return redirect(url_for("application.go_on", registration_id=registration.id), 303)


@blueprint.get("/<registration_id>")
@allow(Role.RESIDENT)
def show(registration_id: str) -> ResponseReturnValue:
    """Where an application stands, what happened, what comes next."""
    registration = queries.registration_for(current_actor(), registration_id)
    handovers = queries.handovers_of(registration)
    is_open = registration.status in EDITABLE
    return render_template(
        "registrations/show.html",
        registration=registration,
        town=queries.town_of(registration),
        lines=lines_of(
            content_of(registration, _resident()) if is_open else handovers[-1].content if handovers else {}
        ),
        is_open=is_open,
        missing=progress.missing(registration, _resident()) if is_open else [],
        events=timeline(registration, for_applicant=True),
        comments=comments_on(registration),
        guardian=guardians.latest(registration),
        life=standing_of(registration),
        objection=objections.about_registrations(registration.municipality_code),
        asking=objections.office(registration.municipality_code),
        may_withdraw=registration.status in OPEN,
    )


@blueprint.get("/<registration_id>/withdraw")
@allow(Role.RESIDENT)
def withdraw(registration_id: str) -> ResponseReturnValue:
    """Ask before taking back."""
    registration = queries.registration_for(current_actor(), registration_id)
    return _show_withdraw(registration, WithdrawForm())


@blueprint.post("/<registration_id>/withdraw")
@allow(Role.RESIDENT)
def take_back(registration_id: str) -> ResponseReturnValue:
    """Take it back."""
    registration = queries.registration_for(current_actor(), registration_id, to_change=True)
    form = WithdrawForm()
    if not form.validate():
        return _show_withdraw(registration, form), 422
    applying.withdraw(registration, by=current_actor(), reason=form.reason.data or "")
    flash(_("取り下げました。"), "success")
    return redirect(url_for(".show", registration_id=registration.id), 303)


def _show_withdraw(registration: Registration, form: WithdrawForm) -> str:
    town = queries.town_of(registration)
    return render_template("registrations/withdraw.html", registration=registration, town=town, form=form)


def _resident() -> Resident:
    actor = current_actor()
    return residents.profile_of(actor) or Resident(user_id=actor.user_id or "")
