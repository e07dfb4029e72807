"""The one form of a kept search."""

from wtforms import RadioField

from webapp.core.forms import Form, LimitOf, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.listings.saved.models import Frequency, SavedSearch


class SavedSearchForm(Form):
    """Its name, and how often its owner wants to hear of it."""

    name = TextField(_l("名前"), [Required(_l("名前を入力してください。")), LimitOf(SavedSearch, "name")])
    frequency = RadioField(
        _l("新着のお知らせ"),
        [Required(_l("お知らせの間隔を選んでください。"))],
        choices=Frequency.choices,
        default=Frequency.DAILY.value,
    )
