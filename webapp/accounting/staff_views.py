"""The town's books: a fiscal year at a glance, a month and its closing, budget accounts, differences."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounting import budget, closing, downloads, queries
from webapp.accounting.differences import actions as differences
from webapp.accounting.forms import BudgetForm, ReopenForm, ResolveForm
from webapp.accounting.months import Month, last_closed, read_month
from webapp.accounting.offline.sheets import projects_to_give
from webapp.accounting.states import DifferenceStatus
from webapp.accounting.totals import totals_of
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import fiscal_year, today
from webapp.core.database import current_scope
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.services import services
from webapp.core.sheets import as_csv
from webapp.core.templating import show_era_month
from webapp.core.trail import history_of
from webapp.payments.accounts.holding import account_for

blueprint = Blueprint("accounting", __name__, url_prefix="/staff/accounting")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """This fiscal year of the actor's town."""
    town = queries.town_for(current_actor(), None)
    return redirect(url_for(".year", code=town.code, number=fiscal_year(today())), 303)


@blueprint.get("/<code>/<int(min=2000, max=2199):number>")
@allow(*TOWN_ROLES)
def year(code: str, number: int) -> ResponseReturnValue:
    """Twelve months, what came in, what the provider kept, what reached the bank."""
    actor = current_actor()
    town = queries.town_for(actor, code)
    shown = queries.year_for(town, number)
    return render_template(
        "accounting/year.html",
        year=shown,
        years=queries.years_with_money(town),
        titles=downloads.titles_of(set(shown.lines)),
        accounts=budget.Accounts(town.code, number),
        open_differences=len(differences.differences_for(actor, status=DifferenceStatus.OPEN)),
    )


@blueprint.get("/<code>/<int(min=2000, max=2199):number>.csv")
@allow(*TOWN_ROLES)
def year_sheet(code: str, number: int) -> ResponseReturnValue:
    """Sums by budget account, month by month."""
    town = queries.town_for(current_actor(), code)
    rows = [row for month, _totals in queries.year_for(town, number).months for row in downloads.sum_rows(month)]
    return downloads.as_file(as_csv(downloads.sum_head(), rows), f"donations-{town.code}-{number}.csv")


def _month(code: str, month: str) -> Month:
    return closing.month_for(current_actor(), queries.town_for(current_actor(), code).code, read_month(month))


@blueprint.get("/<code>/months/<month>")
@allow(*TOWN_ROLES)
def month(code: str, month: str) -> ResponseReturnValue:
    """What one month holds, and closing it."""
    return _month_page(_month(code, month), ReopenForm(formdata=None))


def _month_page(found: Month, form: ReopenForm) -> str:
    totals = totals_of(found)
    return render_template(
        "accounting/month.html",
        month=found,
        totals=totals,
        rows=list(downloads.sum_rows(found)),
        is_last=found.first_day == last_closed(found.municipality_code),
        form=form,
        year=fiscal_year(found.first_day),
        history=told(history_of(found.row)) if found.row else [],
    )


@blueprint.post("/<code>/months/<month>/close")
@allow(*TOWN_ROLES)
def close(code: str, month: str) -> ResponseReturnValue:
    """It changes no more."""
    found = _month(code, month)
    closing.close(found, by=current_actor())
    flash(
        _("%(month)sを締めました。あとから届いた分は、次の月に入ります。", month=show_era_month(found.first_day)),
        "success",
    )
    return redirect(url_for(".month", code=code, month=month), 303)


@blueprint.post("/<code>/months/<month>/reopen")
@allow(Role.MUNICIPALITY_ADMIN)
def reopen(code: str, month: str) -> ResponseReturnValue:
    """The newest closed month, with a reason."""
    found, form = _month(code, month), ReopenForm()
    if not form.validate_on_submit():
        return _month_page(found, form), 422
    closing.reopen(found, reason=form.reason.data or "", by=current_actor())
    flash(_("締めをやり直せるようにしました。"), "success")
    return redirect(url_for(".month", code=code, month=month), 303)


@blueprint.get("/<code>/months/<month>/<any(sums, movements):sheet>.csv")
@allow(*TOWN_ROLES)
def month_sheet(code: str, month: str, sheet: str) -> ResponseReturnValue:
    """A month for the town's own accounting."""
    found = _month(code, month)
    if sheet == "sums":
        text = as_csv(downloads.sum_head(), downloads.sum_rows(found))
    else:
        text = as_csv(downloads.movement_head(), downloads.movement_rows(found))
    return downloads.as_file(text, f"donations-{sheet}-{code}-{found.name}.csv")


@blueprint.route("/<code>/<int(min=2000, max=2199):number>/budget", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def accounts(code: str, number: int) -> ResponseReturnValue:
    """予算科目 of a fiscal year."""
    actor = current_actor()
    town = queries.town_for(actor, code)
    projects = [each for each in projects_to_give(actor) if each.municipality_code == town.code]
    form = BudgetForm(project=request.args.get("project", ""))
    form.with_projects(projects)
    if form.validate_on_submit():
        budget.put(
            town.code,
            number,
            form.project.data or None,
            code=form.code.data or "",
            name=form.name.data or "",
            by=actor,
        )
        flash(_("予算科目を保存しました。"), "success")
        return redirect(url_for(".accounts", code=code, number=number), 303)
    rows = budget.accounts_of(town.code, number)
    page = render_template(
        "accounting/budget.html",
        form=form,
        rows=rows,
        town=town,
        number=number,
        titles=downloads.titles_of({row.project_id for row in rows if row.project_id}),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/differences")
@allow(*TOWN_ROLES)
def differing() -> ResponseReturnValue:
    """What does not agree with the provider."""
    actor = current_actor()
    town = queries.town_for(actor, None)
    return render_template(
        "accounting/differences.html",
        waiting=differences.differences_for(actor, status=DifferenceStatus.OPEN),
        settled=differences.differences_for(actor, status=DifferenceStatus.RESOLVED),
        run=differences.last_run(account_for(town.code)),
        town=town,
    )


@blueprint.post("/differences/compare")
@allow(*TOWN_ROLES)
def compare() -> ResponseReturnValue:
    """Ask the provider now."""
    account = account_for(queries.town_for(current_actor(), None).code)
    current_scope().commit()
    differences.run(services().database, account)
    flash(_("決済会社の記録と照合しました。"), "success")
    return redirect(url_for(".differing"), 303)


@blueprint.route("/differences/<difference_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def difference(difference_id: str) -> ResponseReturnValue:
    """One difference, and a person's word on it."""
    actor = current_actor()
    row = differences.difference_for(actor, difference_id)
    form = ResolveForm()
    if form.validate_on_submit():
        differences.resolve(row, reason=form.reason.data or "", by=actor)
        flash(_("確認を終えました。"), "success")
        return redirect(url_for(".differing"), 303)
    page = render_template("accounting/difference.html", row=row, form=form, history=told(history_of(row)))
    return page, 422 if form.errors else 200
