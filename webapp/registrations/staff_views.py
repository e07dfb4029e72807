"""The town's screens: the queue, the review, and the answers a town can give."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.registrations import deciding, queries
from webapp.registrations.facts import COMMENTABLE, changes, handover_facts, timeline
from webapp.registrations.forms import ApproveForm, CorrectionForm, ReasonForm, RefuseForm
from webapp.registrations.models import PENDING, REGISTRATION, Registration, RegistrationStatus
from webapp.residents import queries as residents

blueprint = Blueprint("registrations_staff", __name__, url_prefix="/staff/registrations")
TONES = {
    RegistrationStatus.SUBMITTED: "info",
    RegistrationStatus.CORRECTION: "warning",
    RegistrationStatus.APPROVED: "success",
    RegistrationStatus.REFUSED: "error",
}
#: what the queue can show: address value → words, statuses
FILTERS: dict[str, tuple[Any, tuple[RegistrationStatus, ...]]] = {
    "open": (_l("これから対応するもの"), PENDING),
    "submitted": (RegistrationStatus.SUBMITTED.label, (RegistrationStatus.SUBMITTED,)),
    "correction": (RegistrationStatus.CORRECTION.label, (RegistrationStatus.CORRECTION,)),
    "approved": (RegistrationStatus.APPROVED.label, (RegistrationStatus.APPROVED,)),
    "closed": (
        _l("終わったもの"),
        (RegistrationStatus.REFUSED, RegistrationStatus.WITHDRAWN, RegistrationStatus.ENDED),
    ),
}


@blueprint.get("")
@allow(*TOWN_ROLES)
def queue() -> ResponseReturnValue:
    """The work, the nearest deadline first."""
    chosen = request.args.get("show", "open")
    chosen = chosen if chosen in FILTERS else "open"
    word = request.args.get("q", "")[:100]
    page = request.args.get("page", 1, type=int)
    found = queries.queue_for(current_actor(), statuses=FILTERS[chosen][1], word=word, page=page)
    names = municipalities.by_codes({row.municipality_code for row in found.rows})
    secret = residents.confidential_among({row.user_id for row in found.rows})
    return render_template(
        "registrations/queue.html",
        rows=[_line(row, names[row.municipality_code].name, row.user_id in secret) for row in found.rows],
        filters=[
            (key, label, sum(found.counts.get(status, 0) for status in statuses))
            for key, (label, statuses) in FILTERS.items()
        ],
        chosen=chosen,
        word=word,
        page=max(page, 1),
        pages=found.pages,
    )


def _line(row: Registration, town: str, asks_secrecy_now: bool) -> dict[str, Any]:
    """One row of the queue; who asked for secrecy is not named in a list."""
    is_secret = row.is_confidential or asks_secrecy_now
    return {
        "href": url_for(".review", registration_id=row.id),
        "title": _("秘匿希望の方") if is_secret else row.applicant_name or _("（消去済み）"),
        "who": f"{town}　{row.reference}",
        "status": row.status.label,
        "tone": TONES.get(row.status, "neutral"),
        "received": show_date(row.resubmitted_at or row.submitted_at),
        "due": show_date(row.due_on),
        "overdue": row.is_overdue,
        "value": row.id,
    }


@blueprint.get("/<registration_id>")
@allow(*TOWN_ROLES)
def review(registration_id: str) -> ResponseReturnValue:
    """One application with everything a decision needs."""
    actor = current_actor()
    registration = queries.review_for(actor, registration_id)
    handovers = queries.handovers_of(registration)
    is_own = registration.user_id == actor.user_id
    asked = [(COMMENTABLE[key], text) for key, text in registration.comments.items() if key in COMMENTABLE]
    return render_template(
        "registrations/review.html",
        registration=registration,
        town=queries.town_of(registration),
        tone=TONES.get(registration.status, "neutral"),
        facts=handover_facts(handovers[-1]) if handovers else [],
        changes=changes(handovers),
        asked=asked,
        events=timeline(registration, for_applicant=False),
        moves=set() if is_own else {move.name for move in REGISTRATION.open_moves(registration, by=actor)},
        is_own=is_own,
        is_secret=registration.is_confidential or bool(residents.confidential_among({registration.user_id})),
        minimum_days=municipalities.setting("minimum_days_per_month", registration.municipality_code),
        form=ApproveForm(),
        comments=[(label, text, "") for label, text in asked],
    )


@blueprint.post("/<registration_id>/approve")
@allow(*TOWN_ROLES)
def approve(registration_id: str) -> ResponseReturnValue:
    """Say yes; what follows from it, such as the certificate, is made in the same transaction."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    deciding.approve(registration, by=current_actor(), reason=request.form.get("reason", "")[:2000])
    return _done(registration, _("登録を認め、登録証を発行しました。本人にメールで知らせます。"))


@blueprint.get("/<registration_id>/correction")
@allow(*TOWN_ROLES)
def correction(registration_id: str) -> ResponseReturnValue:
    """What must be corrected."""
    return _show(queries.review_for(current_actor(), registration_id), "correction", CorrectionForm())


@blueprint.post("/<registration_id>/correction")
@allow(*TOWN_ROLES)
def ask_correction(registration_id: str) -> ResponseReturnValue:
    """Send it back."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = CorrectionForm()
    if not form.validate():
        return _show(registration, "correction", form), 422
    deciding.ask_correction(registration, reason=form.reason.data or "", comments=form.comments(), by=current_actor())
    return _done(registration, _("直してほしいところを、申請した人に知らせました。"))


@blueprint.get("/<registration_id>/refuse")
@allow(*TOWN_ROLES)
def refusal(registration_id: str) -> ResponseReturnValue:
    """Why it is refused."""
    return _show(queries.review_for(current_actor(), registration_id), "refuse", RefuseForm())


@blueprint.post("/<registration_id>/refuse")
@allow(*TOWN_ROLES)
def refuse(registration_id: str) -> ResponseReturnValue:
    """Say no."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = RefuseForm()
    if not form.validate():
        return _show(registration, "refuse", form), 422
    deciding.refuse(registration, reason=form.reason, by=current_actor())
    return _done(registration, _("登録できないことを、理由とともに申請した人に知らせました。"))


@blueprint.get("/<registration_id>/end")
@allow(*TOWN_ROLES)
def ending(registration_id: str) -> ResponseReturnValue:
    """Why the registration ends."""
    return _show(queries.review_for(current_actor(), registration_id), "end", ReasonForm())


@blueprint.post("/<registration_id>/end")
@allow(*TOWN_ROLES)
def end(registration_id: str) -> ResponseReturnValue:
    """End a registration that stood."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = ReasonForm()
    if not form.validate():
        return _show(registration, "end", form), 422
    deciding.end(registration, reason=form.reason.data or "", by=current_actor())
    return _done(registration, _("登録を終え、本人に知らせました。"))


def _show(registration: Registration, answer: str, form: Any) -> str:
    return render_template(
        f"registrations/answers/{answer}.html",
        registration=registration,
        town=queries.town_of(registration),
        form=form,
        keys=list(COMMENTABLE),
        back_href=url_for(".review", registration_id=registration.id),
    )


def _done(registration: Registration, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for(".review", registration_id=registration.id), 303)
