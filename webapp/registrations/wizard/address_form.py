"""The form of the home address: in parts with the municipality's code, found by the postal code."""

import re
import unicodedata
from typing import Any

from wtforms import Field
from wtforms.validators import Optional, ValidationError

from webapp.core.forms import Required, TextField
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.municipalities.fields import MunicipalityField
from webapp.municipalities.postal import PostalTown, read_code, towns_of
from webapp.registrations.answers import Address
from webapp.registrations.models import Registration
from webapp.registrations.wizard.forms import AtMost, ScreenForm
from webapp.residents.models import Answers, Resident

LONGEST_PART = 100
#: the marks that people write between the numbers of an address
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s*[-‐‑–—−ー－]\s*(?=\d)")


def tidy_numbers(text: str) -> str:
    """１丁目２－３ → 1丁目2-3: half-width numbers and one kind of hyphen between them, the rest as it is."""
    return _BETWEEN_NUMBERS.sub("-", unicodedata.normalize("NFKC", text)).strip()


class HomeForm(ScreenForm):
    """Where the person's 住所 is."""

    postal_code = TextField(_l("郵便番号"), [Optional()], description=_l("例：100-0001"))
    home_code = MunicipalityField(_l("住所のある市区町村"), [Required()])
    area = TextField(_l("町名・字"), [Optional(), AtMost(LONGEST_PART)], description=_l("例：西新宿、大字宗賀"))
    rest = TextField(_l("番地"), [Required(), AtMost(LONGEST_PART)], description=_l("例：2丁目8-1"))
    building = TextField(_l("建物名・部屋番号"), [Optional(), AtMost(LONGEST_PART)])

    @classmethod
    def of(cls, registration: Registration, resident: Resident) -> "HomeForm":
        """With the parts known so far; the postal code as people write it."""
        address = registration.details.get("address") or {}
        code = address.get("postal_code") or ""
        shown = f"{code[:3]}-{code[3:]}" if code else ""
        return cls(data={**address, "postal_code": shown, "home_code": resident.home_code})

    def look_up(self) -> bool:
        """Fill the municipality and 町名 from the postal code; False with a sentence at the field when it is unknown."""
        try:
            towns = towns_of(read_code(self.postal_code.data or ""))
        except ValueError:
            self.postal_code.errors = [_("郵便番号は7桁の数字です。例：100-0001")]
            return False
        if not towns:
            self.postal_code.errors = [_("この郵便番号は見つかりません。市区町村と町名を直接入力してください。")]
            return False
        self._take(towns[0])
        return True

    def _take(self, town: PostalTown) -> None:
        self.home_code.data, self.home_code.typed = town.municipality.code, town.municipality.full_name
        self.home_code.process_errors, self.home_code.errors = [], []
        self.area.data = town.area
        self.area.raw_data = [town.area]

    def validate_postal_code(self, field: Field) -> None:
        """It belongs to the municipality; where none was typed it names it."""
        try:
            towns = towns_of(read_code(field.data))
        except ValueError:
            raise ValidationError(_("郵便番号は7桁の数字です。例：100-0001")) from None
        codes = {town.municipality.code for town in towns}
        if self.home_code.data and codes and self.home_code.data not in codes:
            names = joined(dict.fromkeys(town.municipality.full_name for town in towns))
            raise ValidationError(
                _("この郵便番号は%(towns)sのものです。郵便番号か市区町村を直してください。", towns=names)
            )

    def answers(self) -> Answers:
        """The profile's municipality, and the address in its parts; parts in error are left out until they are mended."""
        code = self.home_code.data if not self.home_code.errors else None
        given: dict[str, Any] = {"address": self._address(code or "")}
        return {**given, "home_code": code} if code else given

    def _address(self, code: str) -> Address:
        parts = {name: "" if self[name].errors else self[name].data or "" for name in ("area", "rest", "building")}
        postal = read_code(self.postal_code.data) if self.postal_code.data and not self.postal_code.errors else ""
        area, rest, building = (tidy_numbers(parts[name]) for name in ("area", "rest", "building"))
        place = municipalities.by_code(code).official_name if code else ""
        is_known = any(town.area == area for town in towns_of(postal)) if postal and area else False
        return Address(
            postal_code=postal,
            code=code,
            area=area,
            area_code=postal if is_known else "",
            rest=rest,
            building=building,
            typed=" ".join(part for part in (self.home_code.typed, *parts.values()) if part),
            joined=" ".join(part for part in (f"{place}{area}{rest}", building) if part),
        )
