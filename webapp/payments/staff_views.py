"""The town's desk of payments: what waits for a person, and the money of one pledge."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.database import current_scope
from webapp.core.errors import MissingSetup
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.services import services
from webapp.payments import actions, desk, syncing
from webapp.payments.forms import SettleForm
from webapp.payments.gateway import GatewayError
from webapp.payments.refunds.forms import RefundForm
from webapp.payments.words import account_words, kind_words
from webapp.pledges.models import Pledge

blueprint = Blueprint("payments_staff", __name__, url_prefix="/staff/payments")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """What waits for a person."""
    return render_template("payments/desk.html", waiting=desk.waiting_for(current_actor()))


@blueprint.get("/<pledge_id>")
@allow(*TOWN_ROLES)
def show(pledge_id: str) -> ResponseReturnValue:
    """Every payment for a pledge, what went back, what is disputed, what the books say."""
    pledge, _project = desk.pledge_at_desk(current_actor(), pledge_id)
    return page_of(pledge)


@blueprint.post("/ask/<attempt_id>")
@allow(*TOWN_ROLES)
def ask(attempt_id: str) -> ResponseReturnValue:
    """Ask the provider how a payment stands, now."""
    attempt, pledge = desk.attempt_at_desk(current_actor(), attempt_id)
    current_scope().commit()
    try:
        if attempt.provider_ref is None:
            syncing.check(services().database, attempt.id)
        else:
            syncing.sync(services().database, attempt.provider_ref, attempt.account)
        flash(_("決済会社に確かめました。"), "success")
    except (GatewayError, MissingSetup):
        flash(_("決済会社と連絡が取れませんでした。少し待ってから、もう一度お試しください。"), "error")
    return redirect(url_for(".show", pledge_id=pledge.id), 303)


@blueprint.post("/settle/<attempt_id>")
@allow(*TOWN_ROLES)
def settle(attempt_id: str) -> ResponseReturnValue:
    """Write down what became of a payment that does not fit; it leaves the list."""
    attempt, pledge = desk.attempt_at_desk(current_actor(), attempt_id)
    form = SettleForm()
    if not form.validate():
        return page_of(pledge, settling=form), 422
    actions.settle(attempt.id, reason=form.reason.data or "", by=current_actor())
    flash(_("記録しました。この支払いは、確認を待つ一覧から外れました。"), "success")
    return redirect(url_for(".show", pledge_id=pledge.id), 303)


def page_of(pledge: Pledge, form: RefundForm | None = None, *, settling: SettleForm | None = None) -> str:
    """The page of one pledge's money, with the forms as they were typed."""
    actor = current_actor()
    _pledge, project = desk.pledge_at_desk(actor, pledge.id)
    return render_template(
        "payments/money.html",
        pledge=pledge,
        project=project,
        payments=desk.payments_of(pledge),
        movements=desk.movements_of(pledge),
        account_words=account_words,
        kind_words=kind_words,
        form=form or RefundForm(formdata=None),
        settling=settling or SettleForm(formdata=None),
        me=actor.user_id,
    )
