"""Forms of the town's desk: answers with their reasons, a second look, deputies."""

from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from webapp.core.forms import Chosen, DayField, Form, LimitOf, ParagraphField, Required, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.desk.reasons.actions import note_use
from webapp.desk.reasons.models import Answer, ReasonTemplate
from webapp.desk.reasons.queries import shown_reasons
from webapp.registrations.facts import FIELDS
from webapp.registrations.models import Registration

OWN_WORDS = "own"
_NONE_OF_THEM = (OWN_WORDS, _l("上のどれでもない（下に書く）"))


class ReasonForm(Form):
    """A decision that needs a reason in one's own words."""

    reason = ParagraphField(
        _l("理由"),
        [Required(), LimitOf(Registration, "decision_reason")],
        description=_l("申請した人に、このまま届きます。何が、なぜ、どうすればよいかを書いてください。"),
    )


class RecallForm(Form):
    """Why a decision of the town's own is looked at again."""

    reason = ReasonField(
        _l("理由"),
        [Required(), LimitOf(Registration, "decision_reason")],
        description=_l("申請した人に、このまま届きます。何が、なぜ、どうすればよいかを書いてください。"),
        ready="second_no",
    )


class SendBackForm(Form):
    """Why a proposal goes back; colleagues read it."""

    reason = ReasonField(
        _l("戻す理由"),
        [Required(), LimitOf(Registration, "decision_reason")],
        description=_l("案を出した職員に届きます。"),
        ready="second_no",
    )


class _AnswerForm(Form):
    """One of the town's ready-made reasons, own words, or both; `seen` is the copy that the page showed."""

    answer: Answer
    seen = HiddenField()

    def offer(self, municipality_code: str) -> None:
        """Put in what the town has for this answer; call before validate()."""
        self.reasons = shown_reasons(municipality_code, self.answer)
        choices = [(key, f"{reason.title}：{reason.said}") for key, reason in self.reasons.items()]
        self["template"].choices = options([*choices, self.rest()])
        if self.is_submitted():
            return
        self["template"].data = self["template"].data or self.start()

    def note_use(self, municipality_code: str) -> None:
        """Count the sentence that was taken."""
        note_use(municipality_code, self.answer, self["template"].data, self.reasons)

    def rest(self) -> tuple[str, Any]:
        """What stands after the ready-made ones."""
        return _NONE_OF_THEM

    def start(self) -> str | None:
        """What is chosen at first."""
        return OWN_WORDS

    def joined(self, words: str) -> str:
        """What the applicant will read."""
        chosen = self.reasons.get(self["template"].data or "")
        return "\n".join(part for part in (chosen.words if chosen else "", words) if part)

    def _needs_words(self, field: Field, sentence: str) -> None:
        if not field.data and (self["template"].data or OWN_WORDS) == OWN_WORDS:
            raise ValidationError(sentence)


class ApproveForm(_AnswerForm):
    """A yes, with a word if one likes."""

    answer = Answer.APPROVE
    template = RadioField(_l("よく使うことば"), [Optional()], choices=[], validate_choice=True)
    reason = ParagraphField(
        _l("ひとこと"),
        [Optional(), LimitOf(Registration, "decision_reason")],
        description=_l("申請した人の画面にも出ます。書かなくてもかまいません。"),
    )

    def rest(self) -> tuple[str, Any]:
        """A yes needs no words."""
        return (OWN_WORDS, _l("使わない"))

    @property
    def words(self) -> str:
        """What the applicant will read, if anything."""
        return self.joined(self.reason.data or "")


class CorrectionForm(_AnswerForm):
    """The reason, and what must be corrected field by field (`about_…`, see FIELDS)."""

    answer = Answer.CORRECTION
    template = RadioField(_l("よくある理由"), [Optional()], choices=[], validate_choice=True)
    reason = ParagraphField(
        _l("理由"),
        [LimitOf(Registration, "purpose")],
        description=_l("申請した人に、このまま届きます。何が、なぜ、どうすればよいかを書いてください。"),
    )

    def validate_reason(self, field: Field) -> None:
        """Own words are needed where no sentence was chosen."""
        self._needs_words(field, _("「理由」を入力してください。"))

    @property
    def words(self) -> str:
        """What the applicant will read."""
        return self.joined(self.reason.data or "")

    def comments(self) -> dict[str, str]:
        """Field → what must be corrected, blanks left out."""
        return {key: self[f"about_{key}"].data for key in FIELDS if self[f"about_{key}"].data}


for _key, _label in FIELDS.items():
    setattr(CorrectionForm, f"about_{_key}", ParagraphField(_label, [Optional(), LimitOf(ReasonTemplate, "words")]))


class RefuseForm(_AnswerForm):
    """A no: its reason must be chosen or written."""

    answer = Answer.REFUSE
    template = RadioField(_l("よくある理由"), [Chosen()], choices=[])
    words = ParagraphField(
        _l("くわしい理由"),
        [LimitOf(Registration, "purpose")],
        description=_l("申請した人に、このまま届きます。どうすればもう一度申請できるかも書いてください。"),
    )

    def start(self) -> str | None:
        """Nobody is refused by a choice made in advance."""
        return None

    def validate_words(self, field: Field) -> None:
        """Own words are needed where no sentence was chosen."""
        if self.template.data == OWN_WORDS:
            self._needs_words(field, _("断る理由を書いてください。理由のない決定はできません。"))

    @property
    def reason(self) -> str:
        """What the applicant will read."""
        return self.joined(self.words.data or "")


class ConfirmForm(Form):
    """The second person's yes to what the page showed."""

    proposed = HiddenField()
    seen = HiddenField()


class AssignForm(Form):
    """Whose desk it goes to."""

    to = SelectField(_l("担当"), [Optional()], choices=[])


class DeputyForm(Form):
    """Who stands in for whom, and how long."""

    absent = SelectField(_l("休む人"), [Chosen()], choices=[])
    deputy = SelectField(_l("代理をする人"), [Chosen()], choices=[])
    valid_from = DayField(_l("はじまりの日"), [Required()])
    valid_until = DayField(_l("おわりの日"), [Required()])
