"""Giving money back at the town's desk: one person proposes with a reason, another looks and decides."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.queries import names_of
from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import RuleBroken
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.payments import desk, queries
from webapp.payments.models import PaymentRefund
from webapp.payments.refunds import actions
from webapp.payments.refunds.forms import DeclineForm, RefundForm
from webapp.payments.staff_views import page_of
from webapp.pledges.queries import hidden_among

blueprint = Blueprint("payment_refunds", __name__, url_prefix="/staff/refunds")


@blueprint.post("/of/<attempt_id>")
@allow(*TOWN_ROLES)
def propose(attempt_id: str) -> ResponseReturnValue:
    """Propose to give back part or all of a payment."""
    actor = current_actor()
    attempt, pledge = desk.attempt_at_desk(actor, attempt_id)
    form = RefundForm()
    if not form.validate():
        return page_of(pledge, form), 422
    try:
        row = actions.propose(attempt.id, amount=form.amount.data or 0, reason=form.reason.data or "", by=actor)
    except RuleBroken as broken:
        form.amount.errors = [broken.sentence]
        return page_of(pledge, form), 422
    flash(_("返金を提案しました。別の担当者が確認すると、決済会社に依頼します。"), "success")
    return redirect(url_for(".show", refund_id=row.id), 303)


@blueprint.get("/<refund_id>")
@allow(*TOWN_ROLES)
def show(refund_id: str) -> ResponseReturnValue:
    """One refund: why, how much, who looks next."""
    return _page(queries.refund_for(current_actor(), refund_id))


@blueprint.post("/<refund_id>/approve")
@allow(*TOWN_ROLES)
def approve(refund_id: str) -> ResponseReturnValue:
    """The second look: give it back."""
    row = queries.refund_for(current_actor(), refund_id)
    actions.approve(row, by=current_actor())
    flash(_("決済会社に返金を依頼します。結果は、この画面に出ます。"), "success")
    return redirect(url_for(".show", refund_id=row.id), 303)


@blueprint.post("/<refund_id>/decline")
@allow(*TOWN_ROLES)
def decline(refund_id: str) -> ResponseReturnValue:
    """The second look: do not."""
    row = queries.refund_for(current_actor(), refund_id)
    form = DeclineForm()
    if not form.validate():
        return _page(row, form), 422
    actions.decline(row, reason=form.reason.data or "", by=current_actor())
    flash(_("返金しないことにしました。"), "success")
    return redirect(url_for(".show", refund_id=row.id), 303)


def _page(row: PaymentRefund, form: DeclineForm | None = None) -> str:
    attempt, pledge = desk.attempt_at_desk(current_actor(), row.attempt_id)
    _pledge, project = desk.pledge_at_desk(current_actor(), pledge.id)
    return render_template(
        "payments/refund.html",
        row=row,
        attempt=attempt,
        pledge=pledge,
        project=project,
        donor=_("秘匿希望の方") if hidden_among([pledge]) else pledge.donor_name,
        proposer=names_of({row.asked_by}).get(row.asked_by, _("（退職）")) if row.asked_by else "",
        form=form or DeclineForm(formdata=None),
        is_mine=row.asked_by == current_actor().user_id,
        history=told(history_of(row)),
    )
