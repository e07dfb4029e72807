"""The town's desk for receipts: find one, correct it, give it again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.core.web import asked_page
from webapp.receipts import actions, days, desk, queries
from webapp.receipts.forms import AgainForm, CorrectForm

blueprint = Blueprint("receipts_staff", __name__, url_prefix="/staff/receipts")
LATEST = 9999  # years have four digits


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """The receipts by year and state."""
    actor = current_actor()
    page = asked_page()
    state = request.args.get("state", "")
    chosen = {
        "year": min(max(request.args.get("year", 0, type=int), 0), LATEST) or "",
        "state": state if state in (desk.VALID, desk.VOID) else "",
        "q": request.args.get("q", "")[:20],
    }
    found = desk.desk_for(
        actor, year=int(chosen["year"] or 0), state=str(chosen["state"]), word=str(chosen["q"]), page=page
    )
    return render_template("receipts/desk.html", found=found, page=page, chosen=chosen, years=desk.years_in(actor))


@blueprint.get("/<receipt_id>")
@allow(*TOWN_ROLES)
def show(receipt_id: str) -> ResponseReturnValue:
    """One receipt with its history and what can be done with it."""
    return _page(receipt_id)


@blueprint.post("/<receipt_id>/correct")
@allow(*TOWN_ROLES)
def correct(receipt_id: str) -> ResponseReturnValue:
    """A new number with the right name and address; the old one is void."""
    receipt = queries.town_receipt_for(current_actor(), receipt_id)
    form = CorrectForm(prefix="correct")
    if not form.validate_on_submit():
        return _page(receipt_id, correct=form), 422
    made = actions.correct(
        receipt,
        donor_name=form.donor_name.data or "",
        donor_address=form.donor_address.data or "",
        reason=form.reason.data or "",
        by=current_actor(),
    )
    flash(_("新しい番号（%(number)s）で発行しました。寄附者にも知らせました。", number=made.shown_number), "success")
    return redirect(url_for(".show", receipt_id=made.id), 303)


@blueprint.post("/<receipt_id>/again")
@allow(*TOWN_ROLES)
def give_again(receipt_id: str) -> ResponseReturnValue:
    """The same number, marked as given again."""
    receipt = queries.town_receipt_for(current_actor(), receipt_id)
    form = AgainForm(prefix="again")
    if not form.validate_on_submit():
        return _page(receipt_id, again=form), 422
    actions.give_again(receipt, reason=form.reason.data or "", by=current_actor())
    flash(_("再発行しました。これからのPDFには「再発行」と入ります。"), "success")
    return redirect(url_for(".show", receipt_id=receipt.id), 303)


def _page(receipt_id: str, *, correct: CorrectForm | None = None, again: AgainForm | None = None) -> str:
    receipt = queries.town_receipt_for(current_actor(), receipt_id)
    standing = queries.standing(receipt)
    return render_template(
        "receipts/review.html",
        standing=standing,
        receipt=receipt,
        rule=days.rule_of(standing.pledge),
        chain=[each for each in queries.chain_of(standing.pledge) if each.id != receipt.id],
        correct=correct
        or CorrectForm(None, prefix="correct", donor_name=receipt.donor_name, donor_address=receipt.donor_address),
        again=again or AgainForm(None, prefix="again"),
        history=told(history_of(receipt)),
    )
