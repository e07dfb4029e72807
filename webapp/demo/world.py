"""The demo's fixed points: its towns, its people, and where its parts find each other."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webapp.accounts.models import User

PASSWORD = "futamachi-demo-2026"  # noqa: S105 - printed on purpose; demo only
TOWNS = {
    "202151": "塩尻市",
    "372081": "三豊市",
    "382035": "宇和島市",
    "152242": "佐渡市",
    "212172": "飛騨市",
}
#: the town whose staff have demo accounts
MAIN_TOWN = "202151"
PREFECTURE = "200000"


@dataclass
class World:
    """Handles that a later part of the seed needs from an earlier one."""

    users: "dict[str, User]" = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
