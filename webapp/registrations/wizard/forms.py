"""The screens' forms: each knows how to read its answers from an application and how to give them back."""

from typing import Any, ClassVar

from wtforms import BooleanField, Field, RadioField
from wtforms.validators import Length, Optional, ValidationError

from webapp.core.forms import Chosen, DayField, Form, LimitOf, NumberField, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.registrations.answers import Tie
from webapp.registrations.models import Registration, StayFrequency
from webapp.registrations.progress import agrees
from webapp.residents.forms import ChecksField, IsKana, YesNoField
from webapp.residents.models import (
    ASKED_PER_APPLICATION,
    CONSENT_VERSION,
    Answers,
    ConsentPurpose,
    RemoteWork,
    Resident,
    StayDays,
)

LONGEST_NAME = 40
LONGEST_NOTE = 500
_PHONE_DIGITS = (10, 11)


class AtMost(LimitOf):
    """A limit that no column declares, with the sentence of those that do."""

    def __init__(self, limit: int) -> None:
        Length.__init__(self, max=limit)


class IsPhone:
    """A Japanese number, as people write it: half- or full-width, with or without hyphens."""

    def __call__(self, _form: Any, field: Field) -> None:
        digits = "".join(letter for letter in field.data or "" if letter.isdigit())
        allowed = set("0123456789０１２３４５６７８９-－ー()（） +")
        if not field.data:
            return
        if set(field.data) - allowed or len(digits) not in _PHONE_DIGITS:
            raise ValidationError(_("電話番号は、市外局番から数字で入力してください。例：0263-52-0280"))


class ScreenForm(Form):
    """One screen. `answers()` gives every field that is in order, so that a half-filled screen can be kept."""

    @classmethod
    def of(cls, registration: Registration, resident: Resident) -> "ScreenForm":
        """The form with what is known so far, or with what was sent."""
        return cls(data={**resident.model_dump(), **registration.details, **registration.model_dump()})

    def answers(self) -> Answers:
        """Answers by name; call after validate(). An answer that was not given is None, not an empty choice."""
        return {
            name: None if field.data == "" and isinstance(field, RadioField) else field.data
            for name, field in self._fields.items()
            if not field.errors and name != "csrf_token"
        }


class YouForm(ScreenForm):
    """Who applies, and how to reach them."""

    family_name = TextField(_l("姓"), [Required(), LimitOf(Resident, "family_name")])
    given_name = TextField(_l("名"), [Required(), LimitOf(Resident, "given_name")])
    family_kana = TextField(_l("姓のフリガナ"), [IsKana(), LimitOf(Resident, "family_kana")])
    given_kana = TextField(_l("名のフリガナ"), [IsKana(), LimitOf(Resident, "given_kana")])
    birth_date = DayField(_l("生年月日"), [Required()])
    former_family_name = TextField(_l("旧氏（旧姓）"), [Optional(), AtMost(LONGEST_NAME)])
    common_name = TextField(_l("通称"), [Optional(), AtMost(LONGEST_NAME * 2)])
    phone = TextField(_l("電話番号"), [Optional(), IsPhone()], render_kw={"autocomplete": "tel"})
    emergency_name = TextField(_l("緊急連絡先のお名前"), [Optional(), AtMost(LONGEST_NAME * 2)])
    emergency_relation = TextField(
        _l("あなたとの関係"), [Optional(), AtMost(LONGEST_NAME)], description=_l("例：母、友人")
    )
    emergency_phone = TextField(_l("緊急連絡先の電話番号"), [IsPhone()])
    is_confidential = BooleanField(_l("住所や名前を人に知られたくない事情がある（秘匿を希望する）"))

    def validate_emergency_phone(self, field: Field) -> None:
        """A number alone says nobody, a name alone reaches nobody."""
        if bool(field.data) != bool(self.emergency_name.data):
            raise ValidationError(_("緊急連絡先は、お名前と電話番号の両方を入力するか、両方を空にしてください。"))


class StayForm(ScreenForm):
    """How often, when, and what for."""

    stay_frequency = RadioField(_l("どのくらい滞在しますか"), [Chosen()], choices=options(StayFrequency.choices()))
    days_per_month = NumberField(_l("月に何日くらい滞在しますか"), [Required()], low=1, high=31)
    stay_days = RadioField(_l("滞在する曜日"), [Chosen()], choices=options(StayDays.choices()))
    purpose = ParagraphField(
        _l("何のために滞在しますか"),
        [Optional(), LimitOf(Registration, "purpose")],
        description=_l("例：月に一度、畑と祭りの手伝いに通っています。"),
    )
    remote_work = RadioField(_l("仕事はリモートでできますか"), [Optional()], choices=options(RemoteWork.choices()))
    has_car = YesNoField(_l("滞在先で使える車がありますか"))

    def answers(self) -> Answers:
        """Choices as the members they stand for."""
        given = super().answers()
        kinds = {"stay_frequency": StayFrequency, "stay_days": StayDays, "remote_work": RemoteWork}
        return {name: kinds[name](value) if name in kinds and value else value for name, value in given.items()}


class TiesForm(ScreenForm):
    """What ties the person to the municipality."""

    ties = ChecksField(_l("あてはまるものを選んでください"), [Optional()], choices=options(Tie.choices()))
    ties_note = ParagraphField(
        _l("くわしく"),
        [Optional(), AtMost(LONGEST_NOTE)],
        description=_l("例：祖父母の家が残っていて、年に数回、手入れに行っています。"),
    )


class ConsentsForm(ScreenForm):
    """One yes or no a purpose, for this application alone; nothing is ticked in advance."""

    @classmethod
    def of(cls, registration: Registration, _resident: Resident) -> "ConsentsForm":
        """With the ticks of this application that were to today's sentences."""
        return cls(data={p.value: agrees(registration, p) for p in ASKED_PER_APPLICATION})

    def answers(self) -> Answers:
        """Each choice with the version of its sentence."""
        chosen = {p: bool(self[p.value].data) for p in ASKED_PER_APPLICATION}
        return {
            "consents": {p.value: {"is_given": yes, "version": CONSENT_VERSION[p]} for p, yes in chosen.items()},
        }


class NeededForReview:
    """Without this one there is nothing to review."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: Any, field: Field) -> None:
        if not field.data:
            raise ValidationError(
                _("市町村が登録を審査するには、申請の写しが必要です。申請を続けるときは、ここを選んでください。")
            )


for _purpose in ASKED_PER_APPLICATION:
    _needed = [NeededForReview()] if _purpose is ConsentPurpose.APPLICATION else []
    setattr(ConsentsForm, _purpose.value, BooleanField(_purpose.label, _needed))


class ConfirmForm(Form):
    """What the applicant declares when handing in."""

    is_true = BooleanField(_l("申請に書いたことは、すべて本当です"), [Chosen()])
