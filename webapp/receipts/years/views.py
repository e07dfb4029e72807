"""The donor's years: a list, each with its donations, as a table and as a sheet."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.receipts.years import files, official, queries

blueprint = Blueprint("receipts_years", __name__, url_prefix="/my/receipts")


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Every year in which one gave."""
    return render_template("receipts/years.html", years=queries.years_of(current_actor()))


@blueprint.get("/years/<int(min=2000, max=2199):year>")
@allow(SIGNED_IN)
def show(year: int) -> ResponseReturnValue:
    """One year for the tax return."""
    found = queries.year_of(current_actor(), year)
    return render_template("receipts/year.html", year=found, may_be_official=official.may_be_made())


@blueprint.get("/years/<int(min=2000, max=2199):year>/summary.pdf")
@allow(SIGNED_IN)
def pdf(year: int) -> ResponseReturnValue:
    """The sheet to be printed."""
    found = queries.year_of(current_actor(), year)
    return _file(files.as_sheet(found, found.lines[-1].receipt.donor_name), "application/pdf", f"kifu-{year}.pdf")


@blueprint.get("/years/<int(min=2000, max=2199):year>/summary.csv")
@allow(SIGNED_IN)
def table(year: int) -> ResponseReturnValue:
    """The table for a spreadsheet."""
    return _file(files.as_table(queries.year_of(current_actor(), year)), "text/csv", f"kifu-{year}.csv")


@blueprint.get("/years/<int(min=2000, max=2199):year>/certificate.xml")
@allow(SIGNED_IN)
def xml(year: int) -> ResponseReturnValue:
    """The official form, where the operator may make it."""
    made = official.as_xml(queries.year_of(current_actor(), year))
    return _file(made, "application/xml", f"kifukin-{year}.xml")


def _file(body: str | bytes, mimetype: str, name: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
