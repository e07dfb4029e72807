"""Keeping what a queue's address asks under a name."""

from wtforms import BooleanField, HiddenField

from webapp.core.forms import Form, LimitOf, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.desk.kept.models import KeptFilter


class KeepForm(Form):
    """A name for the present conditions; `query` is the address's own part."""

    place = HiddenField()
    query = HiddenField()
    name = TextField(_l("名前"), [Required(), LimitOf(KeptFilter, "name")])
    opens = BooleanField(_l("この一覧を開いたとき、はじめに使う"))
