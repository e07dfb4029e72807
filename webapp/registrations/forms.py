"""Forms of an application and of the town's answer to it."""

from typing import Any

from wtforms import BooleanField, Field, RadioField
from wtforms.validators import Optional, ValidationError

from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.registrations.facts import COMMENTABLE
from webapp.registrations.models import Registration

OWN_WORDS = "own"

#: sentences a town often needs; staff choose one, add to it, or write their own
REFUSAL_TEMPLATES: dict[str, Any] = {
    "inside": _l("住所が市町村の中にあるため、二地域居住の登録の対象になりません。"),
    "irregular": _l("定期的な滞在であることを確かめられませんでした。"),
    "no_base": _l("市町村の中に滞在する場所があることを確かめられませんでした。"),
    "no_answer": _l("お願いした補正（直すこと）へのお返事を、期限までに確かめられませんでした。"),
    "untrue": _l("申請の内容に、事実と違うところがありました。"),
}


class StartForm(Form):
    """Only a button."""


class WithdrawForm(Form):
    """Why the applicant takes it back, if they like to say."""

    reason = ParagraphField(
        _l("理由"), [Optional(), LimitOf(Registration, "decision_reason")], description=_l("書かなくてもかまいません。")
    )


class EraseForm(Form):
    """One tick against a slip of the finger."""

    is_sure = BooleanField(_l("消すと元に戻せないことがわかりました"), [Chosen()])


class ReasonForm(Form):
    """A decision that needs a reason."""

    reason = ParagraphField(
        _l("理由"),
        [Required(), LimitOf(Registration, "decision_reason")],
        description=_l("申請した人に、このまま届きます。何が、なぜ、どうすればよいかを書いてください。"),
    )


class CorrectionForm(ReasonForm):
    """The reason, and what must be corrected screen by screen (fields `about_…`, see COMMENTABLE)."""

    def comments(self) -> dict[str, str]:
        """Screen → what must be corrected, blanks left out."""
        return {key: self[f"about_{key}"].data for key in COMMENTABLE if self[f"about_{key}"].data}


for _key, _label in COMMENTABLE.items():
    setattr(CorrectionForm, f"about_{_key}", ParagraphField(_label, [Optional(), LimitOf(Registration, "purpose")]))


class RefuseForm(Form):
    """One of the usual sentences, own words, or both."""

    template = RadioField(
        _l("よくある理由"),
        [Chosen()],
        choices=options([*REFUSAL_TEMPLATES.items(), (OWN_WORDS, _l("上のどれでもない（下に書く）"))]),
    )
    words = ParagraphField(
        _l("くわしい理由"),
        [LimitOf(Registration, "purpose")],
        description=_l("申請した人に、このまま届きます。どうすればもう一度申請できるかも書いてください。"),
    )

    def validate_words(self, field: Field) -> None:
        """Own words are needed where no sentence was chosen."""
        if self.template.data == OWN_WORDS and not field.data:
            raise ValidationError(_("断る理由を書いてください。理由のない決定はできません。"))

    @property
    def reason(self) -> str:
        """What the applicant will read."""
        chosen = REFUSAL_TEMPLATES.get(self.template.data, "")
        return "\n".join(part for part in (str(chosen), self.words.data or "") if part)


class ApproveForm(Form):
    """Sent to the view that also issues the certificate."""

    reason = ParagraphField(
        _l("ひとこと"),
        [Optional(), LimitOf(Registration, "decision_reason")],
        description=_l("申請した人の画面にも出ます。書かなくてもかまいません。"),
    )
