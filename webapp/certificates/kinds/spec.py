"""What a kind of certificate is made of; a module beside this one fills it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from webapp.core.clock import today
from webapp.municipalities import queries as municipalities


@dataclass(frozen=True)
class Draft:
    """What is to be certified, as its source says it now; plain values, so that no lower feature knows certificates."""

    municipality_code: str
    source_type: str
    source_id: str
    claims: dict[str, Any]
    valid_from: date
    valid_until: date
    user_id: str | None = None
    corporation_id: str | None = None
    registration_id: str | None = None
    designation_id: str | None = None
    approved_by: str | None = None
    is_confidential: bool = False
    is_demo: bool = False


@dataclass(frozen=True)
class KindSpec:
    """One kind of certificate: its words, what its holder may keep back, and where its facts come from.

    `claims` maps each claim to its words, in the order in which it is shown; `watched` are those whose change
    calls for a new certificate (a new mayor does not). `source_stands(certificate)` looks at the source itself.
    """

    code: str
    title: Any
    holder_label: Any
    number_mark: str
    claims: Mapping[str, Any]
    watched: tuple[str, ...]
    can: tuple[Any, ...]
    cannot: tuple[Any, ...]
    drafts_of: Callable[[Sequence[Any]], list[Draft]]
    source_stands: Callable[[Any], bool]
    qr_kind: int
    version: int = 1
    #: words for the values of a claim, where the value itself is a code
    values: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    #: where the source knows no end: a new certificate so many days before the old one's last
    renewed_before: int | None = None
    #: what the sheet says under the name; %(issuer)s is filled in
    sentence: str = "上記のとおりであることを証明します。"
    #: claims that say who it is about; blanked when the person's data is erased
    personal: tuple[str, ...] = ("holder_name",)

    @property
    def selective(self) -> tuple[str, ...]:
        """What the holder may keep back, claim by claim: everything, the number included."""
        return ("number", *self.claims)

    def shown(self, name: str, value: Any) -> Any:
        """A claim's value in words."""
        return self.values[name](value) if name in self.values else value


def mayor_title(code: str) -> str:
    """Who signs today, or nothing where no mayor is noted."""
    return municipalities.who_signs(code, today())
