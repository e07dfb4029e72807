"""The numbers and rules of the schemes: each with its type, its default, its source, and since when it holds."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from webapp.core.i18n import lazy as _l


@dataclass(frozen=True)
class Parameter:
    """One number or rule that a municipality may set from a day on."""

    key: str
    kind: type
    default: Any
    label: Any
    help: Any
    source: str
    low: int = 0
    high: int = 1_000_000
    unit: Any = ""


_NATIONAL = "総務省 ふるさと住民登録制度ガイドライン（2026年3月）の公表資料による既定値"
_LAW = "広域的地域活性化のための基盤整備に関する法律（平成19年法律第52号）"
_OURS = "ふたまちの既定値"
#: the day from which the built-in defaults hold
SINCE: Final = date(2026, 4, 1)

PARAMETERS: Final = {
    p.key: p
    for p in (
        Parameter(
            "registration_review_days", int, 14, _l("登録審査の目標日数"),
            _l("申請を受けてから結果を知らせるまでの目標です。作業一覧の期限になります。"), _OURS, 1, 90, _l("日"),
        ),
        Parameter(
            "registration_valid_months", int, 12, _l("登録の有効期間"),
            _l("登録証の有効期間です。更新の手続きの基準になります。"), _NATIONAL, 1, 60, _l("か月"),
        ),
        Parameter(
            "minimum_days_per_month", int, 1, _l("滞在の最低日数（月あたり）"),
            _l("「定期的な滞在」とみなす月あたりの最低日数です。"), _LAW, 0, 31, _l("日"),
        ),
        Parameter(
            "designation_policy", str, "open", _l("支援法人の指定方針"),
            _l("open：随時受け付ける、invitation：市町村から声をかける、closed：指定しない。"), _LAW,
        ),
        Parameter(
            "listing_review_days", int, 7, _l("掲載確認の目標日数"),
            _l("掲載の申請を受けてから公開するまでの目標です。"), _OURS, 1, 60, _l("日"),
        ),
        Parameter(
            "pledge_minimum_yen", int, 2000, _l("寄附の最低額"),
            _l("ふるさと納税の自己負担額と同じ2,000円が目安です。"), "総務省 ふるさと納税ポータルサイト", 1, 1_000_000, _l("円"),
        ),
    )
}  # fmt: skip
