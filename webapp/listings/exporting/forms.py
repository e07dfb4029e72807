"""Which listings to take along, and as what."""

from wtforms import SelectField

from webapp.core.forms import Chosen, Form, options
from webapp.core.i18n import lazy as _l
from webapp.listings.models import ListingKind


class ExportForm(Form):
    """Own listings as a sheet."""

    kind = SelectField(_l("種類"), [Chosen()], choices=options(ListingKind.choices()), id="export-kind")
    place = SelectField(_l("どのまちの、だれの掲載"), [Chosen()], id="export-place")
    form = SelectField(
        _l("ファイルの形"),
        [Chosen()],
        choices=options([("xlsx", _l("Excel")), ("csv", _l("CSV（UTF-8）")), ("sjis", _l("CSV（Shift_JIS）"))]),
        id="export-form",
    )
