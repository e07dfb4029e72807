"""The form of the places of stay inside the municipality, up to three."""

from datetime import date
from typing import Any

from flask_babel import LazyString
from wtforms import Field, SelectField
from wtforms.validators import Optional, ValidationError

from webapp.core.forms import Chosen, DayField, NumberField, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.templating import show_month
from webapp.registrations.answers import MOST_BASES
from webapp.registrations.models import Base, BaseKind, Registration
from webapp.registrations.wizard.forms import ScreenForm
from webapp.residents.forms import ChecksField
from webapp.residents.models import Answers, Resident

LONGEST_AREA = 100
_PARTS = ("kind", "area", "since", "nights", "months")


class BasesForm(ScreenForm):
    """Up to three places of stay; a place without a kind is none."""

    def answers(self) -> Answers:
        """The places in their order; call after validate()."""
        return {"bases": self.bases()}

    def bases(self) -> list[Base]:
        """The places that are filled in and in order."""
        return [base for n in range(1, MOST_BASES + 1) if (base := self._base(n)) is not None]

    def _base(self, n: int) -> Base | None:
        kind, area, since, nights, months = (self[f"{name}{n}"] for name in _PARTS)
        if not kind.data or kind.errors or area.errors or since.errors:
            return None
        return Base(
            kind=kind.data,
            area=area.data or "",
            since=since.data.isoformat() if since.data else "",
            nights=None if nights.errors else nights.data,
            months=[] if months.errors else months.data or [],
        )

    @classmethod
    def of(cls, registration: Registration, _resident: Resident) -> "BasesForm":
        """The form with the places known so far, or with what was sent."""
        known = {
            f"{name}{n}": value
            for n, base in enumerate(registration.bases, 1)
            for name, value in _typed(base).items()
        }  # fmt: skip
        return cls(data=known)

    @property
    def has_more(self) -> bool:
        """Whether more than the first place is filled in or in error."""
        later = [self[f"{name}{n}"] for name in _PARTS for n in range(2, MOST_BASES + 1)]
        return any(field.data or field.errors for field in later)


def _typed(base: dict[str, Any]) -> dict[str, Any]:
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
        n = field.short_name[-1]
        if not field.data and any(form[f"{name}{n}"].data for name in _PARTS[1:]):
            raise ValidationError(_("この場所の種類を選んでください。"))


def _add_places() -> None:
    kinds = [("", _l("選んでください")), *BaseKind.choices()]
    months = [(n, LazyString(show_month, n)) for n in range(1, 13)]
    for n in range(1, MOST_BASES + 1):
        rule = Chosen() if n == 1 else KindGiven()
        fields = {
            "kind": SelectField(_l("種類"), [rule], choices=options(kinds)),
            "area": TextField(_l("だいたいの場所"), [AreaGiven()]),
            "since": DayField(_l("使いはじめた日（予定の日）"), [Optional()]),
            "nights": NumberField(_l("月に何泊くらいしますか"), [Optional()], high=31),
            "months": ChecksField(_l("使う時期"), [Optional()], coerce=int, choices=options(months)),
        }
        for name, field in fields.items():
            setattr(BasesForm, f"{name}{n}", field)


_add_places()
