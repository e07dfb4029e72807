"""Own listings taken along as a sheet; what is not public leaves with a trace."""

from flask import Blueprint, Response

from webapp.core import sheets, trail
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.listings.desk_views.blueprint import MAKERS
from webapp.listings.desk_views.drafts import places_of
from webapp.listings.exporting import queries
from webapp.listings.exporting.forms import ExportForm
from webapp.listings.exporting.tables import own_rows
from webapp.listings.forms import place_choices, read_place
from webapp.listings.models import ListingKind
from webapp.listings.sheets import template
from webapp.listings.sheets.downloads import TEMPLATES, as_download
from webapp.listings.sheets.queries import numbers_of

blueprint = Blueprint("listing_exports", __name__, url_prefix="/desk/exports")
trail.ACTION_LABELS |= {"listing.export": _l("掲載を表で取り出した")}


@blueprint.post("")
@allow(*MAKERS)
def own() -> Response:
    """The sheet; who took it along is written down."""
    actor, form = current_actor(), ExportForm()
    form.place.choices = place_choices(places_of(actor))
    if not form.validate():
        raise RuleBroken(_("取り出す種類とまちを選んでください。"))
    kind = ListingKind(form.kind.data)
    code, corporation_id = read_place(form.place.data)
    listings = queries.own(actor, kind, code, corporation_id)
    rows = own_rows(kind, listings, numbers_of([listing.id for listing in listings]))
    words = f"{kind.value}: {len(rows)}"
    trail.record_about("listing_export", corporation_id or code, "listing.export", code, by=actor, reason=words)
    return as_download(
        _body(kind, rows, form.form.data), f"掲載-{kind.label}.{_ending(form.form.data)}", TEMPLATES[form.form.data]
    )


def _body(kind: ListingKind, rows: list[list[str]], form: str) -> bytes:
    if form == "xlsx":
        return template.as_workbook(kind, rows)
    text = sheets.as_csv(template.headings_of(kind), rows)
    if form != "sjis":
        return text.encode()
    try:
        return text.removeprefix(sheets.MARK).encode("cp932")
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        words = _("Shift_JISでは書けない文字（%(sign)s）があります。ExcelかUTF-8で取り出してください。", sign=sign)
        raise RuleBroken(words) from error


def _ending(form: str) -> str:
    return "xlsx" if form == "xlsx" else "csv"
