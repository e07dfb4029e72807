"""The town's screens of premium: the queue, one request with what was found, granting, refusing, ending."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.activities.records.queries import attested
from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.forms import Form, LimitOf, ParagraphField, Required
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.registrations.premium import actions, queries, requirements
from webapp.registrations.premium.models import PREMIUM_REQUEST, PremiumRequest, PremiumStatus
from webapp.registrations.premium.queries import Asked
from webapp.registrations.premium.views import TONES
from webapp.residents import queries as residents

blueprint = Blueprint("premium_staff", __name__, url_prefix="/staff/premium")


class PremiumReasonForm(Form):
    """Why; the resident reads it."""

    reason = ParagraphField(_l("理由"), [Required(), LimitOf(PremiumRequest, "decision_reason")])


@blueprint.get("")
@allow(*TOWN_ROLES)
def queue() -> ResponseReturnValue:
    """Requests in one status, the nearest deadline first."""
    actor = current_actor()
    known = {status.value: status for status in PremiumStatus}
    chosen = known.get(request.args.get("show", ""), PremiumStatus.REQUESTED)
    asked = queries.queue_for(actor, chosen)
    secret = residents.confidential_among({one.request.user_id for one in asked})
    return render_template(
        "registrations/premium/queue.html",
        rows=[_line(one, one.request.user_id in secret) for one in asked],
        counts=queries.counts_for(actor),
        statuses=list(PremiumStatus),
        chosen=chosen,
    )


def _line(asked: Asked, is_secret: bool) -> dict[str, Any]:
    """One row; who asked for secrecy is not named in a list."""
    row, registration = asked.request, asked.registration
    hidden = is_secret or registration.is_confidential
    return {
        "href": url_for(".review", premium_request_id=row.id),
        "title": _("秘匿希望の方") if hidden else registration.applicant_name or _("（消去済み）"),
        "who": f"{registration.reference}　{_('更新') if row.is_renewal else _('はじめて')}",
        "status": row.status.label,
        "tone": TONES.get(row.status.value, "neutral"),
        "received": show_date(row.requested_at),
        "due": show_date(row.due_on),
        "overdue": row.is_overdue,
    }


@blueprint.get("/<premium_request_id>")
@allow(*TOWN_ROLES)
def review(premium_request_id: str) -> ResponseReturnValue:
    """What was found of each requirement, what the person did, and the ways to answer."""
    actor = current_actor()
    asked = queries.request_for(actor, premium_request_id)
    row, registration = asked.request, asked.registration
    day = today()
    return render_template(
        "registrations/premium/review.html",
        row=row,
        registration=registration,
        town=municipalities.by_code(row.municipality_code),
        tone=TONES.get(row.status.value, "neutral"),
        findings=requirements.findings(registration) if row.status is PremiumStatus.REQUESTED else row.found,
        activities=attested(row.user_id, row.municipality_code, requirements.counted_since(registration, day), day),
        moves={move.name for move in PREMIUM_REQUEST.open_moves(row, by=actor)}
        if row.user_id != actor.user_id
        else set(),
        is_own=row.user_id == actor.user_id,
        is_secret=registration.is_confidential or bool(residents.confidential_among({row.user_id})),
        form=Form(),
    )


@blueprint.post("/<premium_request_id>/grant")
@allow(*TOWN_ROLES)
def grant(premium_request_id: str) -> ResponseReturnValue:
    """Say yes."""
    asked = queries.request_for(current_actor(), premium_request_id, to_change=True)
    actions.grant(asked.request, asked.registration, by=current_actor())
    flash(_("プレミアムを認めました。登録証を新しくし、本人に知らせました。"), "success")
    return redirect(url_for(".review", premium_request_id=asked.request.id), 303)


@blueprint.route("/<premium_request_id>/<any(refuse,end):move>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def answer(premium_request_id: str, move: str) -> ResponseReturnValue:
    """Say no, or end it before its time, with the reason that the person reads."""
    is_post = request.method == "POST"
    asked = queries.request_for(current_actor(), premium_request_id, to_change=is_post)
    form = PremiumReasonForm()
    if form.validate_on_submit():
        act: Any = actions.refuse if move == "refuse" else actions.end
        act(asked.request, asked.registration, reason=form.reason.data or "", by=current_actor())
        flash(_("理由とともに、本人に知らせました。"), "success")
        return redirect(url_for(".review", premium_request_id=asked.request.id), 303)
    page = render_template("registrations/premium/answer.html", form=form, asked=asked, move=move)
    return page, 422 if form.errors else 200
