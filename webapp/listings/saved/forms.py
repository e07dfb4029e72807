"""The one form of a kept search."""

from wtforms import RadioField, StringField
from wtforms.validators import Length

from webapp.core.forms import Form, Required
from webapp.core.i18n import lazy as _l
from webapp.core.table import max_length_of
from webapp.listings.saved.models import Frequency, SavedSearch


class SavedSearchForm(Form):
    """Its name, and how often its owner wants to hear of it."""

    name = StringField(
        _l("名前"),
        [Required(_l("名前を入力してください。")), Length(max=max_length_of(SavedSearch, "name") or -1)],
    )
    frequency = RadioField(
        _l("新着のお知らせ"),
        [Required(_l("お知らせの間隔を選んでください。"))],
        choices=Frequency.choices,
        default=Frequency.DAILY.value,
    )
