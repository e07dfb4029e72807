"""The form of what goes to whom."""

from wtforms import SelectField

from webapp.core.forms import Chosen, Form, ManyField, Required
from webapp.core.i18n import lazy as _l


class ShareForm(Form):
    """Which threads, and who takes them."""

    threads = ManyField(_l("割り振る問い合わせ"), [Chosen()])
    to = SelectField(_l("新しい担当"), [Required()])
