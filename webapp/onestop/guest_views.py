"""The same for donors without an account, behind the secret link of their letters."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Actor, system_actor
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.onestop import actions, counting, queries, years
from webapp.onestop.donations import donation
from webapp.onestop.forms import GuestApplyForm, MoveForm
from webapp.onestop.models import VoidCause
from webapp.onestop.pages import application_page, as_pdf, sheet_of
from webapp.onestop.paper.drawing import change_sheet
from webapp.pledges.queries import pledge_by_key

blueprint = Blueprint("guest_onestop", __name__, url_prefix="/donations/<key>/onestop")
#: who holds the link acts as the donor
BY_LINK: Actor = system_actor("donor_link")


@blueprint.get("")
@allow(PUBLIC)
def show(key: str) -> ResponseReturnValue:
    """Where the application stands; before there is one, the way to it."""
    row = queries.application_of(pledge_by_key(key))
    if row is None:
        return redirect(url_for(".apply", key=key), 303)
    return application_page(
        row,
        sheet=url_for(".sheet", key=key),
        again=url_for(".apply", key=key),
        withdraw=url_for(".withdraw", key=key),
        back=url_for("donations.show", key=key),
        move=url_for(".move", key=key),
        changes=[(each, url_for(".change", key=key, onestop_change_id=each.id)) for each in queries.changes_of([row])],
    )


@blueprint.route("/apply", methods=["GET", "POST"])
@allow(PUBLIC)
def apply(key: str) -> ResponseReturnValue:
    """The questions before a sheet is made."""
    given = donation(pledge_by_key(key))
    if given is None:
        raise NotThere
    actions.must_take(given)
    form = GuestApplyForm()
    if form.validate_on_submit():
        actions.apply(given, form.details(), by=BY_LINK)
        flash(_("申請書をつくりました。印刷して、まちに送ってください。"), "success")
        return redirect(url_for(".show", key=key), 303)
    page = render_template(
        "onestop/apply.html",
        form=form,
        given=given,
        person=actions.person_of(given),
        count=counting.count_of(given.pledge, given.received_on.year),
        most=years.MOST_TOWNS,
        deadline=years.deadline(given.received_on.year),
        back=url_for("donations.show", key=key),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/sheet.pdf")
@allow(PUBLIC)
def sheet(key: str) -> ResponseReturnValue:
    """The sheet to print."""
    row = queries.application_by_key(key)
    return as_pdf(sheet_of(row), f"onestop-{row.code}.pdf")


@blueprint.route("/move", methods=["GET", "POST"])
@allow(PUBLIC)
def move(key: str) -> ResponseReturnValue:
    """A new name or address."""
    row = queries.application_by_key(key)
    form = MoveForm(data={"name": row.name, "address": row.address})
    if form.validate_on_submit():
        actions.tell_move([row], form.move(), by=BY_LINK)
        flash(_("変更届をつくりました。印刷して、まちに送ってください。"), "success")
        return redirect(url_for(".show", key=key), 303)
    page = render_template(
        "onestop/move.html",
        form=form,
        year=row.year,
        deadline=years.deadline(row.year),
        back=url_for(".show", key=key),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/changes/<onestop_change_id>.pdf")
@allow(PUBLIC)
def change(key: str, onestop_change_id: str) -> ResponseReturnValue:
    """The notice of a move to print."""
    row = queries.application_by_key(key)
    notice = next((each for each in queries.changes_of([row]) if each.id == onestop_change_id), None)
    if notice is None:
        raise NotThere
    return as_pdf(change_sheet(row, notice), f"onestop-change-{row.code}.pdf")


@blueprint.post("/withdraw")
@allow(PUBLIC)
def withdraw(key: str) -> ResponseReturnValue:
    """Take it back."""
    row = actions.locked(queries.application_by_key(key))
    actions.void(row, VoidCause.WITHDRAWN, by=BY_LINK)
    flash(_("申請を取り下げました。"), "success")
    return redirect(url_for(".show", key=key), 303)
