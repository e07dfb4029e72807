"""Forms of a guardian's consent: whom to ask, what the guardian answers, what staff read from a sheet."""

from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from webapp.accounts.forms import AddressField
from webapp.core.forms import Chosen, DayField, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import lazy as _l
from webapp.registrations.guardians.models import GuardianConsent, GuardianRelation

_RELATIONS = options([("", _l("選んでください")), *GuardianRelation.choices()])


class AskForm(Form):
    """Where the letter goes."""

    email = AddressField(
        _l("保護者のメールアドレス"),
        description=_l("例：hanako@example.jp"),
        autocomplete="off",
    )


class GiveForm(Form):
    """The guardian's yes."""

    name = TextField(_l("お名前"), [Required(), LimitOf(GuardianConsent, "name")])
    relation = SelectField(_l("本人との関係"), [Chosen()], choices=_RELATIONS)
    is_guardian = BooleanField(_l("わたしは、本人の親権者または未成年後見人などです"), [Chosen()])
    agrees = BooleanField(_l("上に書かれたことを読み、申請と情報の使い方に同意します"), [Chosen()])

    def kind(self) -> GuardianRelation:
        """The relation as its member; call after validate()."""
        return GuardianRelation(self.relation.data)


class DeclineForm(Form):
    """The guardian's no."""

    word = ParagraphField(
        _l("理由"),
        [Optional(), LimitOf(GuardianConsent, "word")],
        description=_l("書かなくてもかまいません。書いたときは、本人の画面に出ます。"),
    )


class PaperForm(Form):
    """What stands on a signed sheet."""

    name = TextField(_l("保護者のお名前"), [Required(), LimitOf(GuardianConsent, "name")])
    relation = SelectField(_l("本人との関係"), [Chosen()], choices=_RELATIONS)
    signed_on = DayField(_l("署名の日"), [Required()])
    has_checked = BooleanField(_l("保護者ご本人であることを確かめました"), [Chosen()])

    def kind(self) -> GuardianRelation:
        """The relation as its member; call after validate()."""
        return GuardianRelation(self.relation.data)
