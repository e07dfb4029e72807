"""Whom to call when something happens during a stay: what the town says, and the numbers that hold everywhere."""

from dataclasses import dataclass
from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities

#: number, what for; 110 and 119 by law, the others as published by the police and by the consumer and fire agencies
EVERYWHERE: tuple[tuple[str, Any], ...] = (
    ("119", _l("火事・救急")),
    ("110", _l("事件・事故")),
    ("#7119", _l("救急車を呼ぶか迷うとき（一部の地域）")),
    ("#9110", _l("急がない警察への相談")),
    ("188", _l("契約や買い物のトラブル（消費者ホットライン）")),
)


@dataclass(frozen=True)
class Contact:
    """The town's own words, and its office by day; each may be empty."""

    words: str
    department: str
    phone: str


def contact_of(municipality_code: str) -> Contact:
    """Whom a town names for emergencies of people who stay there."""
    office = municipalities.programme(municipality_code)
    words = str(municipalities.setting("emergency_contact", municipality_code))
    return Contact(words, office.department if office else "", office.contact_phone if office else "")
