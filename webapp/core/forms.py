"""Forms: the shape of what people type, with sentences in their language and limits read from the tables."""

import unicodedata
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask_wtf import FlaskForm
from sqlmodel import SQLModel
from wtforms import DateField, Field, IntegerField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from webapp.core.codes import holds_my_number
from webapp.core.i18n import babel_locale
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.money import read_yen
from webapp.core.table import max_length_of


class Form(FlaskForm):  # type: ignore[misc]
    """Base of every form; `validate_on_submit()` first, then read `data` field by field."""

    class Meta:
        """Sentences that WTForms brings along are in the reader's language."""

        @property
        def locales(self) -> list[str]:
            """The language of the page being made."""
            return [babel_locale().language]

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Say at the input itself whether it is in error and which text explains it."""
            described = [f"{field.id}-hint"] if field.description else []
            if field.errors:
                render_kw.setdefault("aria-invalid", "true")
                described.append(f"{field.id}-error")
            if described:
                render_kw.setdefault("aria-describedby", " ".join(described))
            return super().render_field(field, render_kw)  # type: ignore[misc]


class ButtonForm(Form):
    """Only a button: it carries the token against forged requests."""


class Required(DataRequired):
    """The field must be filled; the sentence names it."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message)

    def __call__(self, form: Any, field: Field) -> None:
        if field.errors:
            raise StopValidation  # what was typed could not be read, and the field already says why
        try:
            super().__call__(form, field)
        except StopValidation:
            if not self.message:
                raise StopValidation(_("「%(field)s」を入力してください。", field=field.label.text)) from None
            raise


class Chosen(InputRequired):
    """One of the choices must be taken; the sentence names the field, unless it has words of its own."""

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data:
            field.errors = []
            raise StopValidation(str(self.message or _("「%(field)s」を選んでください。", field=field.label.text)))


class LimitOf(Length):
    """The limit a table's column declares, so that it is written once."""

    def __init__(self, table: type[SQLModel], name: str) -> None:
        limit = max_length_of(table, name)
        if limit is None:
            raise ValueError(f"{table.__name__}.{name} declares no max_length")
        super().__init__(max=limit)

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and len(field.data) > self.max:
            raise ValidationError(
                _(
                    "「%(field)s」は%(max)s字以内で入力してください（いまは%(now)s字です）。",
                    field=field.label.text,
                    max=self.max,
                    now=len(field.data),
                )
            )


def options(pairs: Iterable[tuple[Any, Any]]) -> list[Any]:
    """(value, label) pairs as the choices of a select, radio or checkbox field."""
    return [SelectChoice(value=str(value), label=label) for value, label in pairs]


#: marks that turn the direction of writing: a name could pose as another one with them
_DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy(text: str | None) -> str | None:
    """Without control characters and outer space; NFC, so that the same word is the same text."""
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or not (unicodedata.category(c) == "Cc" or c in _DIRECTION_MARKS))
    return unicodedata.normalize("NFC", kept).strip()


def one_line(text: str | None) -> str | None:
    """Tidied, with every line break and tab made a space: a browser sends none, but a header must never get one."""
    tidied = tidy(text)
    return tidied and tidied.replace("\n", " ").replace("\t", " ")


def _refuse_my_number(field: Field) -> None:
    """The law keeps the number out of a service like this one, so nothing of it may be stored: not even in a note."""
    if field.data and holds_my_number(str(field.data)):
        raise ValidationError(
            _(
                "マイナンバー（12桁の個人番号）と思われる数字が入っています。ふたまちでは、マイナンバーを預かりません。"
                "この数字を消してください。別の番号のときは、数字の間に文字を入れて区切ってください。"
            )
        )


class TextField(StringField):
    """One line of text, tidied; refuses what may be a My Number."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        """No My Number."""
        _refuse_my_number(self)

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=[one_line, *kwargs.pop("filters", [])], **kwargs)


class ParagraphField(TextAreaField):
    """Several lines of text, tidied; refuses what may be a My Number."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        """No My Number."""
        _refuse_my_number(self)

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=[tidy, *kwargs.pop("filters", [])], **kwargs)


class NumberField(IntegerField):
    """A whole number; full-width digits are fine; what was typed is kept when it is wrong."""

    widget = TextInput()
    unit = ""

    def __init__(
        self, label: Any = None, validators: Any = None, *, low: int = 0, high: int = 2_000_000_000, **kw: Any
    ):
        super().__init__(label, validators, **kw)
        self.low, self.high = low, high

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError with a sentence."""
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            self.data = None
            return
        try:
            self.data = read_yen(typed)
        except ValueError:
            self.data = None
            raise ValueError(_("数字で入力してください。例：12000")) from None

    def pre_validate(self, form: Any) -> None:
        """Hold the bounds."""
        if self.data is not None and not self.low <= self.data <= self.high:
            raise ValidationError(
                _("%(low)sから%(high)sまでの数字で入力してください。", low=f"{self.low:,}", high=f"{self.high:,}")
            )


class DayField(DateField):
    """A day of the calendar; what was typed is kept when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read an ISO day. Raises ValueError with a sentence."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = date.fromisoformat(valuelist[0].strip())
            except ValueError:
                raise ValueError(_("日付を「年-月-日」の形で入力してください。例：2026-04-01")) from None


class ClockField(TimeField):
    """A time of day; what was typed is kept when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read hours and minutes. Raises ValueError with a sentence."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = time.fromisoformat(valuelist[0].strip()).replace(tzinfo=None)
            except ValueError:
                raise ValueError(_("時刻を「時:分」の形で入力してください。例：09:30")) from None


class ManyField(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class YenField(NumberField):
    """An amount in whole yen."""

    unit = _l("円")


OptionalField = Optional
