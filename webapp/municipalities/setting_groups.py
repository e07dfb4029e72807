"""The settings of a town in the order of its work: which heading a parameter stands under."""

from typing import Any, Final

from webapp.core.i18n import lazy as _l
from webapp.municipalities.settings import PARAMETERS, Parameter

#: heading, then how the keys of its parameters begin
GROUPS: Final[tuple[tuple[Any, tuple[str, ...]], ...]] = (
    (_l("登録と更新"), ("registration_", "minimum_", "renewal_", "list_")),
    (_l("プレミアムと本人確認"), ("premium_", "identity_")),
    (_l("掲載と空き家"), ("listing_", "bank_", "consent_")),
    (_l("問い合わせとお声かけ"), ("inquiry_", "scout_", "report_", "emergency_")),
    (_l("支援法人とハブ人材"), ("designation_", "hub_")),
    (_l("取り組み"), ("project_",)),
    (_l("寄附"), ("pledge_", "gift_", "raising_", "transfer_", "konbini_", "onestop_", "donation_")),
    (_l("個人情報"), ("privacy_",)),
)


def grouped() -> list[tuple[Any, list[Parameter]]]:
    """Every parameter under its heading, each once; those of no heading stand last under "other"."""
    left = dict(PARAMETERS)
    found = [(heading, [left.pop(key) for key in list(left) if key.startswith(starts)]) for heading, starts in GROUPS]
    return [*found, (_l("そのほか"), list(left.values()))] if left else found
