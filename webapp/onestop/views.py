"""The donor's own pages: the year at a glance, applying, the sheet to print, moving, donations elsewhere."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.onestop import actions, counting, queries, telling, years
from webapp.onestop.donations import donation, donations_of
from webapp.onestop.forms import ApplyForm, ElsewhereForm, MoveForm
from webapp.onestop.models import VoidCause
from webapp.onestop.pages import TONES, application_page, as_pdf, sheet_of
from webapp.onestop.paper.drawing import change_sheet
from webapp.pledges.queries import pledge_for
from webapp.registrations import prefilling
from webapp.residents import queries as residents

blueprint = Blueprint("onestop", __name__, url_prefix="/my/onestop")
EARLIEST = 2015  # the year in which the exception began; addresses name no earlier one


def asked_year() -> int:
    """The year that the address names, else the one in hand."""
    return possible(request.args.get("year", type=int) or years.year_in_hand())


def possible(year: int) -> int:
    """The year, if donations of it can have been made. Raises NotThere."""
    if not EARLIEST <= year <= today().year:
        raise NotThere
    return year


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """One year: the clock, the counter of five, each donation with its next step, donations elsewhere."""
    return _year_page(asked_year(), ElsewhereForm())


@blueprint.post("/<int(min=2015, max=2199):year>/elsewhere")
@allow(SIGNED_IN)
def tell_elsewhere(year: int) -> ResponseReturnValue:
    """Note a donation made on another site."""
    form = ElsewhereForm()
    if not form.validate():
        return _year_page(possible(year), form), 422
    telling.tell_elsewhere(
        possible(year),
        form.town_code.data or "",
        form.amount.data or 0,
        uses_onestop=form.uses_onestop.data,
        by=current_actor(),
    )
    flash(_("ほかの寄附を書き加えました。"), "success")
    return redirect(url_for(".index", year=year, _anchor="elsewhere"), 303)


def _year_page(year: int, form: ElsewhereForm) -> str:
    actor = current_actor()
    told = queries.elsewhere_of(actor.user_id, year)
    given = donations_of(actor.user_id, year)
    count = counting.count_for(actor.user_id or "", year)
    applications = [each.application for each in given if each.application]
    choice = queries.choice_of(actor.user_id, year)
    return render_template(
        "onestop/index.html",
        year=year,
        form=form,
        given=given,
        open_ones=sum(each.may_apply for each in given),
        told=told,
        tones=TONES,
        count=count,
        most=years.MOST_TOWNS,
        towns=municipalities.by_codes(
            {*count.towns, *(row.town_code for row in told), *(row.municipality_code for row in applications)}
        ),
        deadline=years.deadline(year),
        days_left=(years.deadline(year) - today()).days,
        counted=[row for row in applications if row.is_counted],
        changes=queries.changes_of(applications),
        files_return=choice is not None and choice.files_return,
        other_year=year - 1 if year == today().year else today().year,
    )


@blueprint.post("/elsewhere/<onestop_elsewhere_id>/remove")
@allow(SIGNED_IN)
def forget_elsewhere(onestop_elsewhere_id: str) -> ResponseReturnValue:
    """Take it off the list."""
    row = queries.elsewhere_for(current_actor(), onestop_elsewhere_id)
    telling.forget_elsewhere(row)
    flash(_("一覧から消しました。"), "success")
    return redirect(url_for(".index", year=row.year, _anchor="elsewhere"), 303)


@blueprint.route("/apply/<pledge_id>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def apply(pledge_id: str) -> ResponseReturnValue:
    """The questions before a sheet is made."""
    given = donation(pledge_for(current_actor(), pledge_id))
    if given is None:
        raise NotThere
    actions.must_take(given)
    form = ApplyForm(data=_known())
    if form.validate_on_submit():
        row = actions.apply(given, form.details(), by=current_actor())
        flash(_("申請書をつくりました。印刷して、まちに送ってください。"), "success")
        return redirect(url_for(".show", onestop_application_id=row.id), 303)
    count = counting.count_of(given.pledge, given.received_on.year)
    page = render_template(
        "onestop/apply.html",
        form=form,
        given=given,
        person=actions.person_of(given),
        count=count,
        most=years.MOST_TOWNS,
        deadline=years.deadline(given.received_on.year),
        back=url_for(".index", year=given.received_on.year),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<int(min=2015, max=2199):year>/apply", methods=["GET", "POST"])
@allow(SIGNED_IN)
def apply_all(year: int) -> ResponseReturnValue:
    """The questions once for every donation of the year that has no application."""
    actor = current_actor()
    given = [each for each in donations_of(actor.user_id, year) if each.may_apply]
    if not given:
        raise NotThere
    form = ApplyForm(data=_known())
    if form.validate_on_submit():
        made = actions.apply_all(given, form.details(), by=actor)
        flash(_("申請書を%(n)s枚つくりました。1枚ずつ印刷して、それぞれのまちに送ってください。", n=made), "success")
        return redirect(url_for(".index", year=year, _anchor="donations"), 303)
    page = render_template(
        "onestop/apply_all.html",
        form=form,
        given=given,
        year=year,
        deadline=years.deadline(year),
        back=url_for(".index", year=year),
    )
    return page, 422 if form.errors else 200


def _known() -> dict[str, Any]:
    """What the profile, an earlier sheet or an application to a town already says, so that nobody types it twice."""
    actor = current_actor()
    profile, last = residents.profile_of(actor), queries.newest(actor.user_id)
    applied = prefilling.last_filled(actor.user_id or "")
    phone = (last.phone if last else "") or (applied.details.get("phone", "") if applied else "")
    return {
        "kana": (profile.full_kana if profile else "") or (last.kana if last else ""),
        "birth_date": (profile.birth_date if profile else None) or (last.birth_date if last else None),
        "phone": phone,
    }


@blueprint.get("/<onestop_application_id>")
@allow(SIGNED_IN)
def show(onestop_application_id: str) -> ResponseReturnValue:
    """Where one application stands, and what comes next."""
    row = queries.application_for(current_actor(), onestop_application_id)
    return application_page(
        row,
        sheet=url_for(".sheet", onestop_application_id=row.id),
        again=url_for(".apply", pledge_id=row.pledge_id),
        withdraw=url_for(".withdraw", onestop_application_id=row.id),
        back=url_for(".index", year=row.year),
        move=url_for(".move", year=row.year),
        changes=[(each, url_for(".change", onestop_change_id=each.id)) for each in queries.changes_of([row])],
    )


@blueprint.get("/<onestop_application_id>/sheet.pdf")
@allow(SIGNED_IN)
def sheet(onestop_application_id: str) -> ResponseReturnValue:
    """The sheet to print."""
    row = queries.application_for(current_actor(), onestop_application_id)
    return as_pdf(sheet_of(row), f"onestop-{row.code}.pdf")


@blueprint.post("/<onestop_application_id>/withdraw")
@allow(SIGNED_IN)
def withdraw(onestop_application_id: str) -> ResponseReturnValue:
    """Take one back."""
    row = actions.locked(queries.application_for(current_actor(), onestop_application_id))
    actions.void(row, VoidCause.WITHDRAWN, by=current_actor())
    flash(_("申請を取り下げました。"), "success")
    return redirect(url_for(".show", onestop_application_id=row.id), 303)


@blueprint.route("/<int(min=2015, max=2199):year>/move", methods=["GET", "POST"])
@allow(SIGNED_IN)
def move(year: int) -> ResponseReturnValue:
    """A new name or address: one notice to each municipality that was applied to."""
    actor = current_actor()
    rows = queries.own(actor.user_id, year, only_counted=True)
    if not rows:
        raise NotThere
    form = MoveForm(data={"name": rows[0].name, "address": rows[0].address})
    if form.validate_on_submit():
        notices = actions.tell_move(rows, form.move(), by=actor)
        flash(_("変更届を%(n)s枚つくりました。印刷して、それぞれの市町村に送ってください。", n=len(notices)), "success")
        return redirect(url_for(".index", year=year, _anchor="changes"), 303)
    page = render_template(
        "onestop/move.html", form=form, year=year, deadline=years.deadline(year), back=url_for(".index", year=year)
    )
    return page, 422 if form.errors else 200


@blueprint.get("/changes/<onestop_change_id>/sheet.pdf")
@allow(SIGNED_IN)
def change(onestop_change_id: str) -> ResponseReturnValue:
    """The notice of a move to print."""
    notice = queries.change_for(current_actor(), onestop_change_id)
    row = queries.application_for(current_actor(), notice.application_id)
    return as_pdf(change_sheet(row, notice), f"onestop-change-{row.code}.pdf")


@blueprint.route("/<int(min=2015, max=2199):year>/tax-return", methods=["GET", "POST"])
@allow(SIGNED_IN)
def tax_return(year: int) -> ResponseReturnValue:
    """Say that the donations go into a tax return, with what that undoes."""
    actor = current_actor()
    if request.method == "POST":
        is_beyond = counting.count_for(actor.user_id or "", year).is_beyond
        cause = VoidCause.SIXTH_TOWN if is_beyond else VoidCause.TAX_RETURN
        ended = telling.choose_tax_return(possible(year), by=actor, cause=cause)
        flash(_("確定申告をすることにしました。無効になった申請は%(n)s件です。", n=ended), "success")
        return redirect(url_for(".index", year=year), 303)
    rows = queries.own(actor.user_id, year, only_counted=True)
    return render_template("onestop/tax_return.html", year=year, rows=rows, back=url_for(".index", year=year))


@blueprint.post("/<int(min=2015, max=2199):year>/onestop-after-all")
@allow(SIGNED_IN)
def onestop_after_all(year: int) -> ResponseReturnValue:
    """No tax return: applications can be made again."""
    telling.choose_onestop(possible(year), by=current_actor())
    flash(_("ワンストップ特例を使うことにしました。寄附1件ごとに申請してください。"), "success")
    return redirect(url_for(".index", year=year), 303)
