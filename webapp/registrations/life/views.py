"""The registered person's screens: renew, let it run out, say that one moved."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.registrations import queries as registrations
from webapp.registrations.facts import content_of, lines_of
from webapp.registrations.life import queries, renewing, standing
from webapp.registrations.life.forms import MovingForm, QuestionForm, RenewalForm
from webapp.registrations.life.models import Departure, MovingStatus, RenewalStatus
from webapp.registrations.models import Registration
from webapp.residents import actions as residents
from webapp.residents.models import Resident
from webapp.residents.queries import profile_of
from webapp.residents.snapshot import GIVEN_TO_TOWNS, facts_of, snapshot_of

blueprint = Blueprint("registration_life", __name__, url_prefix="/my/registrations")


@blueprint.get("/<registration_id>/renewal")
@allow(Role.RESIDENT)
def renewal(registration_id: str) -> ResponseReturnValue:
    """What the town knows, and whether it is still so."""
    registration = registrations.registration_for(current_actor(), registration_id)
    return _show_renewal(registration, RenewalForm())


@blueprint.post("/<registration_id>/renewal")
@allow(Role.RESIDENT)
def confirm(registration_id: str) -> ResponseReturnValue:
    """Say that it is."""
    registration = registrations.registration_for(current_actor(), registration_id, to_change=True)
    form = RenewalForm()
    if not form.validate():
        return _show_renewal(registration, form), 422
    done = renewing.confirm(registration, _profile(), note=form.changes, by=current_actor())
    if done.status is RenewalStatus.RENEWED:
        flash(_("登録を更新しました。新しい登録証が使えます。"), "success")
    else:
        flash(_("更新の確認を受け付けました。市町村が内容を見てから更新します。"), "success")
    return _back(registration)


@blueprint.post("/<registration_id>/renewal/stop")
@allow(Role.RESIDENT)
def stop(registration_id: str) -> ResponseReturnValue:
    """Let it run out."""
    registration = registrations.registration_for(current_actor(), registration_id, to_change=True)
    renewing.stop(registration, by=current_actor())
    flash(_("更新しないことにしました。期限までは今のまま使えます。期限までなら、考えを変えられます。"), "success")
    return _back(registration)


@blueprint.get("/<registration_id>/moving")
@allow(Role.RESIDENT)
def moving(registration_id: str) -> ResponseReturnValue:
    """Ask what became of the stay."""
    registration = registrations.registration_for(current_actor(), registration_id)
    return _show_moving(registration, _moving_form(registration))


@blueprint.post("/<registration_id>/moving")
@allow(Role.RESIDENT)
def tell_moving(registration_id: str) -> ResponseReturnValue:
    """End the registration, or say that nothing has changed."""
    registration = registrations.registration_for(current_actor(), registration_id, to_change=True)
    form = _moving_form(registration)
    if not form.validate():
        return _show_moving(registration, form), 422
    if form.kind.data == MovingStatus.NOT_MOVED.value:
        standing.deny_moving(registration, by=current_actor())
        flash(_("わかりました。登録はそのまま続きます。プロフィールの「いまの住まい」を直してください。"), "success")
        return redirect(url_for("residents.step", step="home"), 303)
    standing.move_out(registration, _profile(), Departure(form.kind.data), by=current_actor())
    flash(_("届けを受け付け、登録を終えました。"), "success")
    return _back(registration)


def _moving_form(registration: Registration) -> MovingForm:
    question = queries.question_of(registration)
    is_asked = question is not None and question.status is MovingStatus.ASKED
    return QuestionForm() if is_asked else MovingForm()


def _profile() -> Resident:
    return residents.own_profile(by=current_actor())


def _show_moving(registration: Registration, form: MovingForm) -> str:
    return render_template(
        "registrations/life/moving.html",
        registration=registration,
        town=registrations.town_of(registration),
        form=form,
        may_tell=queries.standing_of(registration) is not None,
    )


def _show_renewal(registration: Registration, form: RenewalForm) -> str:
    resident = profile_of(current_actor()) or Resident(user_id=registration.user_id)
    steps = {fact.key: fact.step.value for fact in facts_of(snapshot_of(resident, GIVEN_TO_TOWNS))}
    lines = lines_of(content_of(registration, resident))
    return render_template(
        "registrations/life/renewal.html",
        registration=registration,
        town=registrations.town_of(registration),
        form=form,
        life=queries.standing_of(registration),
        given=[
            (
                line.label,
                line.value,
                url_for(
                    "residents.step", step=steps[line.key], back=url_for(".renewal", registration_id=registration.id)
                ),
            )
            for line in lines
            if line.key in steps and line.value
        ],
        facts=[(line.label, line.value) for line in lines if line.key not in steps and line.value],
        changes=renewing.differences(registration, resident),
    )


def _back(registration: Registration) -> ResponseReturnValue:
    return redirect(url_for("registrations.show", registration_id=registration.id), 303)
