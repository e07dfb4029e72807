"""The answers that need more than a button: correction, refusal, sending back, ending."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.desk.reasons import picking
from webapp.desk.reasons.models import Answer
from webapp.registrations import deciding, queries
from webapp.registrations.answers import Screen
from webapp.registrations.desk import second_look
from webapp.registrations.desk.comparing import fields_by_place
from webapp.registrations.desk.forms import CorrectionForm, ReasonForm, RecallForm, RefuseForm, SendBackForm
from webapp.registrations.desk.views.blueprint import blueprint
from webapp.registrations.desk.views.review import done, must_have_seen, seen_of
from webapp.registrations.facts import lines_of
from webapp.registrations.models import Registration, RegistrationStatus


def _open(registration_id: str) -> Registration:
    return queries.review_for(current_actor(), registration_id, to_change=request.method == "POST")


@blueprint.route("/<registration_id>/correction", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def correction(registration_id: str) -> ResponseReturnValue:
    """What must be corrected, field by field."""
    registration = _open(registration_id)
    form = CorrectionForm(seen=seen_of(registration))
    form.offer(registration.municipality_code)
    if not form.validate_on_submit():
        _tell_given(registration, form)
        return _show(registration, "correction", form)
    must_have_seen(registration, form.seen.data)
    form.note_use(registration.municipality_code)
    deciding.ask_correction(registration, reason=form.words, comments=form.comments(), by=current_actor())
    return done(registration, _("直してほしいところを、申請した人に知らせました。"))


@blueprint.route("/<registration_id>/recall", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def recall(registration_id: str) -> ResponseReturnValue:
    """Why nothing needs to be corrected any more."""
    registration = _open(registration_id)
    form = RecallForm()
    if not form.validate_on_submit():
        return _show(registration, "recall", form)
    deciding.recall_correction(registration, reason=form.reason.data or "", by=current_actor())
    return done(registration, _("補正の依頼を取りやめ、申請した人に知らせました。"))


@blueprint.route("/<registration_id>/refuse", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def refuse(registration_id: str) -> ResponseReturnValue:
    """Why it is refused; a proposal where the town decides with four eyes."""
    registration = _open(registration_id)
    form = RefuseForm(seen=seen_of(registration))
    form.offer(registration.municipality_code)
    if not form.validate_on_submit():
        return _show(registration, "refuse", form)
    must_have_seen(registration, form.seen.data)
    form.note_use(registration.municipality_code)
    if registration.status is RegistrationStatus.SUBMITTED and second_look.is_asked(registration.municipality_code):
        second_look.propose(registration, "refuse", reason=form.reason, by=current_actor())
        return done(registration, _("登録を断る案を出しました。ほかの担当者が確かめます。"))
    deciding.refuse(registration, reason=form.reason, by=current_actor())
    return done(registration, _("登録できないことを、理由とともに申請した人に知らせました。"))


@blueprint.route("/<registration_id>/send-back", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def send_back(registration_id: str) -> ResponseReturnValue:
    """Why the proposal goes back to the review."""
    registration = _open(registration_id)
    form = SendBackForm()
    if not form.validate_on_submit():
        return _show(registration, "send_back", form)
    second_look.send_back(registration, reason=form.reason.data or "", by=current_actor())
    return done(registration, _("審査に戻しました。"))


@blueprint.route("/<registration_id>/end", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def end(registration_id: str) -> ResponseReturnValue:
    """Why a registration that stood ends."""
    registration = _open(registration_id)
    code, form = registration.municipality_code, ReasonForm()
    ready = picking.ready_for(code, Answer.END)
    if not picking.is_settled(form, "reason", ready):
        return _show(registration, "end", form, ready)
    picking.note(code, Answer.END, ready)
    deciding.end(registration, reason=form.reason.data or "", by=current_actor())
    return done(registration, _("登録を終え、本人に知らせました。"))


def _show(
    registration: Registration, answer: str, form: Any, ready: picking.Ready | None = None
) -> ResponseReturnValue:
    page = render_template(
        f"registrations/desk/answers/{answer}.html",
        registration=registration,
        town=queries.town_of(registration),
        form=form,
        places=_places(form) if answer == "correction" else [],
        ready=ready,
        needs_second=second_look.is_asked(registration.municipality_code),
        back_href=url_for("registrations_staff.review", registration_id=registration.id),
    )
    return page, picking.status()


def _places(form: Any) -> list[tuple[str, list[str], bool]]:
    """Screen by screen, what can be commented on; open where something was written."""
    return [
        (
            _("本人のこと") if place == str(Screen.YOU.label) else place,
            keys,
            any(form[f"about_{key}"].data or form[f"about_{key}"].errors for key in keys),
        )
        for place, keys in fields_by_place()
    ]


def _tell_given(registration: Registration, form: CorrectionForm) -> None:
    """Above each field for a comment, what was answered."""
    handovers = queries.handovers_of(registration)
    for line in lines_of(handovers[-1].content) if handovers else []:
        form[f"about_{line.key}"].description = _("いまの答え：%(answer)s", answer=line.value or _("（入力なし）"))
