"""Forms of the dated decisions: a value of the scheme, a mayor's name."""

from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.core.clock import today
from webapp.core.forms import Chosen, DayField, Form, LimitOf, NumberField, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.templating import show_date
from webapp.municipalities.models import DatedSetting, Mayor
from webapp.municipalities.settings import Parameter

TITLES = ("市長", "町長", "村長", "区長")
#: between two mayors, or while one is ill, somebody signs in their stead (地方自治法152条)
DEPUTIES = tuple(f"{title}職務代理者" for title in TITLES)


class SettingForm(Form):
    """A value from a day on, with its reason; `form_for` adds the value's own field."""

    valid_from = DayField(_l("いつから"), [Required()], description=_l("きょう、またはそれより後の日を選びます。"))
    source = ParagraphField(
        _l("変える理由（根拠）"),
        [Required(), LimitOf(DatedSetting, "source")],
        description=_l("要綱の名前や、会議の日付など。あとから見た人が確かめられるように書いてください。"),
    )
    despite_later = BooleanField(_l("あとの日から決まっている値を残し、それまでの間だけ変えます"))
    later: list[date]

    def validate_valid_from(self, field: DayField) -> None:
        """Not in the past."""
        if field.data and field.data < today():
            raise ValidationError(_("過ぎた日からの変更はできません。きょう以降の日を選んでください。"))

    def validate_despite_later(self, field: BooleanField) -> None:
        """A later decision is minded, not overlooked."""
        days = [day for day in self.later if self.valid_from.data and day > self.valid_from.data]
        if days and not field.data:
            raise ValidationError(
                _("%(day)sからの値がすでに決まっています。確かめて、印を付けてください。", day=show_date(min(days)))
            )


def form_for(parameter: Parameter, later: list[date], **values: Any) -> SettingForm:
    """The form of one parameter, its value typed and bounded; `later` are the days of decisions to come."""
    label = _l("新しい値")
    if parameter.kind is list:
        value: Any = SeveralField(label, [Chosen()], choices=options(parameter.choices))
    elif parameter.is_text:
        value = ParagraphField(label, [Length(max=parameter.high), IsPossible(parameter)])
    elif parameter.choices:
        value = SelectField(label, [Chosen()], choices=options(parameter.choices))
    else:
        value = NumberField(label, [NumberGiven()], low=parameter.low, high=parameter.high)
    kind = type("OneSettingForm", (SettingForm,), {"value": value})
    form: SettingForm = kind(**values)
    form.later = later
    if parameter.kind is int:
        form["value"].unit = parameter.unit
    return form


class SeveralField(SelectMultipleField):
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class IsPossible:
    """What the parameter itself says of a text."""

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter

    def __call__(self, form: Any, field: Any) -> None:
        if refusal := self.parameter.refuses(field.data or ""):
            raise ValidationError(refusal)


class NumberGiven(Required):
    """A number was typed; nought is one."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data != 0:
            super().__call__(form, field)


class MayorForm(Form):
    """Who is mayor from a day on."""

    title = SelectField(
        _l("職名"),
        [Chosen()],
        choices=options((title, title) for title in (*TITLES, *DEPUTIES)),
        description=_l("首長が空席のときや、長く休むときは、職務代理者を入れます。"),
    )
    name = TextField(
        _l("名前"),
        [Required(), LimitOf(Mayor, "name")],
        description=_l("登録証や受領証に、このまま入ります。例：見本 太郎"),
    )
    since = DayField(_l("就任した日"), [Required()])
