"""The form with which a giver becomes a doer."""

from wtforms import BooleanField

from webapp.core.forms import Form, Required
from webapp.core.i18n import lazy as _l


class JoinForm(Form):
    """What was written for the receipt is used for something else only with a yes."""

    agrees = BooleanField(_l("寄附のときに書いた氏名・住所を、登録の申請の下書きに使います"), [Required()])
