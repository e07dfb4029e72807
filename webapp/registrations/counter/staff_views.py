"""`/staff/identity/…`: whether an applicant's identity is shown, and noting that the town saw a document."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.identity import actions, queries
from webapp.registrations.counter.forms import CounterForm, WithdrawForm
from webapp.registrations.models import Registration
from webapp.registrations.queries import review_for
from webapp.residents.reads import noting
from webapp.residents.reads.models import What

blueprint = Blueprint("identity_staff", __name__, url_prefix="/staff/identity")


@blueprint.route("/<registration_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def check(registration_id: str) -> ResponseReturnValue:
    """The check that stands, and noting one at the counter. Names nobody: the review does."""
    row = review_for(current_actor(), registration_id)
    form = CounterForm(seen_on=today())
    if not form.validate_on_submit():
        return _page(row, form, WithdrawForm(formdata=None)), 422 if form.is_submitted() else 200
    actions.check_at_counter(
        row.user_id,
        row.municipality_code,
        document_kind=form.document_kind.data,
        seen_on=form.seen_on.data or today(),
        address_matches=form.address_matches.data,
        by=current_actor(),
    )
    flash(_("窓口での本人確認を記録しました。本人にメールで知らせます。"), "success")
    return redirect(url_for(".check", registration_id=row.id), 303)


@blueprint.post("/<registration_id>/withdraw")
@allow(*TOWN_ROLES)
def withdraw(registration_id: str) -> ResponseReturnValue:
    """Take back what this town noted by mistake."""
    row, form = review_for(current_actor(), registration_id), WithdrawForm()
    standing = queries.latest_check(row.user_id)
    if standing is None:
        raise NotThere
    if not form.validate():
        return _page(row, CounterForm(formdata=None, seen_on=today()), form), 422
    actions.withdraw(standing, reason=form.reason.data, by=current_actor())
    flash(_("本人確認を取り消しました。"), "success")
    return redirect(url_for(".check", registration_id=row.id), 303)


def _page(row: Registration, form: CounterForm, withdraw_form: WithdrawForm) -> str:
    noting.note([row.user_id], What.IDENTITY, place=row.municipality_code)
    latest = queries.latest_check(row.user_id)
    return render_template(
        "registrations/counter/check.html",
        registration=row,
        form=form,
        withdraw_form=withdraw_form,
        latest=latest,
        standing=queries.standing_check(row.user_id),
        may_withdraw=latest is not None and latest.municipality_code == row.municipality_code,
        is_own=current_actor().user_id == row.user_id,
    )
