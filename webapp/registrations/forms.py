"""Forms of an application and of the town's answer to it."""

from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from webapp.core.forms import Chosen, DayField, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.registrations.facts import COMMENTABLE
from webapp.registrations.models import Base, BaseKind, Registration, StayFrequency

MOST_BASES = 3
LONGEST_AREA = 100
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


class BasesForm(Form):
    """Up to three places of stay; a place without a kind is none."""

    def bases(self) -> list[Base]:
        """The places that are filled in and in order; call after validate()."""
        return [base for n in range(1, MOST_BASES + 1) if (base := self._base(n)) is not None]

    def _base(self, n: int) -> Base | None:
        kind, area, since = (self[f"{name}{n}"] for name in ("kind", "area", "since"))
        if not kind.data or kind.errors or area.errors or since.errors:
            return None
        return Base(kind=kind.data, area=area.data or "", since=since.data.isoformat() if since.data else "")

    @classmethod
    def of(cls, registration: Registration) -> "BasesForm":
        """The form with the places known so far, or with what was sent."""
        known = {
            f"{name}{n}": value
            for n, base in enumerate(registration.bases, 1)
            for name, value in _typed(base).items()
        }  # fmt: skip
        return cls(data=known)


def _typed(base: dict[str, str]) -> dict[str, Any]:
    from datetime import date

    return {**base, "since": date.fromisoformat(base["since"]) if base["since"] else None}


class AreaGiven:
    """A place whose kind is decided says roughly where it is; a place without a kind says nothing."""

    def __call__(self, form: Any, field: Field) -> None:
        kind = form[f"kind{field.short_name[-1]}"].data
        if kind and kind != BaseKind.UNDECIDED and not field.data:
            raise ValidationError(_("だいたいの場所を入力してください。番地はいりません。例：奈良井地区"))
        if len(field.data or "") > LONGEST_AREA:
            raise ValidationError(_("場所は%(n)s字以内で入力してください。", n=LONGEST_AREA))


class KindGiven:
    """An area without a kind would be lost."""

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data and (form[f"area{field.short_name[-1]}"].data or "").strip():
            raise ValidationError(_("この場所の種類を選んでください。"))


def _add_places() -> None:
    kinds = [("", _l("選んでください")), *BaseKind.choices()]
    for n in range(1, MOST_BASES + 1):
        rule = Chosen() if n == 1 else KindGiven()
        setattr(BasesForm, f"kind{n}", SelectField(_l("種類"), [rule], choices=options(kinds)))
        setattr(BasesForm, f"area{n}", TextField(_l("だいたいの場所"), [AreaGiven()]))
        setattr(BasesForm, f"since{n}", DayField(_l("使いはじめた日（予定の日）"), [Optional()]))


_add_places()


class StayForm(Form):
    """How often, and what for."""

    stay_frequency = RadioField(_l("どのくらい滞在しますか"), [Chosen()], choices=options(StayFrequency.choices()))
    purpose = ParagraphField(
        _l("何のために滞在しますか"),
        [Optional(), LimitOf(Registration, "purpose")],
        description=_l("例：月に一度、畑と祭りの手伝いに通っています。"),
    )


class ConfirmForm(Form):
    """What the applicant declares and allows when handing in."""

    is_true = BooleanField(_l("申請に書いたことは、すべて本当です"), [Chosen()])
    may_hand_over = BooleanField(_l("この画面の内容の写しを、申請先の市町村に渡してよい"), [Chosen()])


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
