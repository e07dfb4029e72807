"""The towns' screens of a bank's numbers: statistics per town with a plot and a sheet, demand, shares of costs."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.banks import actions, demand, forms, queries, statistics
from webapp.banks.models import AkiyaBank
from webapp.core import sheets
from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import fiscal_year, today
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.plots import bar_chart
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("bank_figures", __name__, url_prefix="/staff/banks")


def _year(bank: AkiyaBank) -> int:
    typed, known = request.args.get("year", ""), statistics.years(bank)
    return int(typed) if typed.isdecimal() and int(typed) in known else known[0]


@blueprint.get("/<akiya_bank_id>/statistics")
@allow(*TOWN_ROLES)
def show(akiya_bank_id: str) -> str:
    """A year in numbers, town by town."""
    bank = queries.of_towns(current_actor(), akiya_bank_id)
    year = _year(bank)
    rows = statistics.lines(bank, year)
    bars = [(row.town, float(row.contracts)) for row in rows]
    return render_template(
        "banks/staff/statistics.html",
        bank=bank,
        year=year,
        years=statistics.years(bank),
        head=[str(words) for words in statistics.HEAD],
        rows=[statistics.cells(row) for row in [*rows, statistics.total(rows)]],
        plot=bar_chart(bars, title=_("まちごとの成約"), ident="bank-contracts", unit=_("件")),
    )


@blueprint.get("/<akiya_bank_id>/statistics.csv")
@allow(*TOWN_ROLES)
def sheet(akiya_bank_id: str) -> Response:
    """The same as a sheet."""
    bank = queries.of_towns(current_actor(), akiya_bank_id)
    year = _year(bank)
    rows = statistics.lines(bank, year)
    body = sheets.as_csv(statistics.HEAD, map(statistics.cells, [*rows, statistics.total(rows)]))
    headers = {"Content-Disposition": f'attachment; filename="bank-{year}.csv"'}
    return Response(body, mimetype="text/csv", headers=headers)


@blueprint.get("/<akiya_bank_id>/demand")
@allow(*TOWN_ROLES)
def wanted(akiya_bank_id: str) -> str:
    """What people look for."""
    bank = queries.of_towns(current_actor(), akiya_bank_id)
    return render_template(
        "banks/staff/demand.html", bank=bank, rows=demand.rows_of(bank), smallest=demand.SMALLEST_GROUP
    )


@blueprint.route("/<akiya_bank_id>/costs", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def costs(akiya_bank_id: str) -> ResponseReturnValue:
    """Each year's shares; the centre works them out."""
    actor = current_actor()
    bank = queries.of_towns(actor, akiya_bank_id)
    form = forms.CostForm(data={"fiscal_year": fiscal_year(today()), "equal": 20, "population": 50, "homes": 30})
    if form.is_submitted():
        bank = queries.run_by(actor, akiya_bank_id)
    if form.validate_on_submit():
        actions.share_cost(bank, form.fiscal_year.data, form.total.data, form.split, by=actor)
        flash(_("費用の分担を計算しました。"), "success")
        return redirect(url_for(".costs", akiya_bank_id=bank.id), 303)
    known = queries.costs_of(bank)
    codes = {line["municipality_code"] for cost in known for line in cost.lines}
    page = render_template(
        "banks/staff/costs.html",
        bank=bank,
        costs=known,
        towns=municipalities.by_codes(codes),
        form=form,
        runs=actor.may_act_for(bank.municipality_code),
    )
    return page, 422 if form.errors else 200
