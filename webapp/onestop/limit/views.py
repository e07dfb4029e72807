"""The estimator's pages, open to everybody; what is typed is reckoned with and forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.plots import stacked_bar
from webapp.onestop.limit import reckoning, reminding, tables
from webapp.onestop.limit.forms import NOTICE_PARTS, SALARY_PARTS, NoticeForm, SalaryForm
from webapp.onestop.limit.given import Given, given_in
from webapp.onestop.limit.rates import cap_in, special_share
from webapp.onestop.limit.reckoning import Parts, TaxPayer
from webapp.onestop.limit.salary import Estimate, estimate

blueprint = Blueprint("limit", __name__, url_prefix="/furusato/limit")


@dataclass(frozen=True)
class Found:
    """A result: who pays, and how it was estimated, if it was."""

    payer: TaxPayer
    estimate: Estimate | None = None


@blueprint.route("", methods=["GET", "POST"])
@allow(PUBLIC)
def salary() -> ResponseReturnValue:
    """From a salary and a family."""
    form = SalaryForm()

    def find() -> Found:
        found = estimate(form.household(), form.year.data)
        return Found(found.payer, found)

    return _page(form, SALARY_PARTS, find, way="salary")


@blueprint.route("/notice", methods=["GET", "POST"])
@allow(PUBLIC)
def notice() -> ResponseReturnValue:
    """From the tax notice."""
    form = NoticeForm()
    return _page(form, NOTICE_PARTS, lambda: Found(form.payer()), way="notice")


def _page(form: SalaryForm | NoticeForm, parts: Any, find: Callable[[], Found], *, way: str) -> ResponseReturnValue:
    is_good = form.validate_on_submit()
    year = form.year.data if is_good else today().year
    given = given_in(current_actor().user_id, year)
    result = _result(form, find(), given) if is_good else {"found": None}
    return (
        render_template(
            "onestop/limit.html",
            form=form,
            parts_of_form=parts,
            tables=tables.TABLES,
            way=way,
            given=given,
            year=year,
            **result,
        ),
        422 if form.is_submitted() and not is_good else 200,
    )


def _result(form: SalaryForm | NoticeForm, found: Found, given: Given) -> dict[str, Any]:
    whole = reckoning.limit(found.payer)
    elsewhere = max(given.elsewhere, form.elsewhere.data or 0)
    done = given.here + elsewhere
    reminding.remember(found.payer.year, whole, elsewhere) if form.remembers.data else reminding.forget()
    planned = done + (form.planned.data or 0)
    looked_at = planned if form.planned.data else whole
    parts = reckoning.parts(found.payer, looked_at, actual_rate=found.estimate.actual_rate if found.estimate else None)
    return {
        "found": found,
        "whole": whole,
        "shown": reckoning.shown(whole),
        "done": done,
        "left": reckoning.shown(reckoning.left(whole, done)),
        "planned": form.planned.data or 0,
        "is_over": bool(form.planned.data) and planned > whole,
        "parts": parts if whole else None,
        "onestop": reckoning.one_stop_parts(found.payer, looked_at) if whole else None,
        "chart": _chart(parts) if whole and looked_at else "",
        "share": percent(special_share(found.payer.rate)),
        "rate": percent(found.payer.rate),
        "cap": cap_in(found.payer.year),
        "table": found.estimate.table if found.estimate else None,
        "has_no_table": found.estimate is not None and tables.table_for(found.payer.year).year != found.payer.year,
    }


def percent(share: Decimal) -> str:
    """0.84895 → 「84.895%」."""
    return f"{(share * 100).normalize():f}%"


def _chart(parts: Parts) -> Any:
    rows = [
        (_("所得税が減る"), parts.income_tax),
        (_("住民税が減る（基本分）"), parts.basic),
        (_("住民税が減る（特例分）"), parts.special),
        (_("自分で負担する"), parts.burden),
    ]
    return stacked_bar(
        [(label, round(max(Decimal(0), yen))) for label, yen in rows],
        title=_("寄附のうち戻る額"),
        ident="limit-parts",
        unit=_("円"),
    )
