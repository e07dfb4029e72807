"""The numbers and rules of the schemes: each with its type, its default, its source, and since when it holds."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import measured


@dataclass(frozen=True)
class Parameter:
    """One number or rule that a municipality may set from a day on."""

    key: str
    kind: type
    default: Any
    label: Any
    help: Any
    source: Any
    low: int = 0
    high: int = 1_000_000
    unit: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()

    def shown(self, value: Any) -> Any:
        """A value in words, with its unit."""
        if self.choices:
            return dict(self.choices).get(value, value)
        return measured(f"{value:,}", self.unit) if self.kind is int else value

    def refuses(self, value: Any) -> str:
        """Why a value is not possible, as a sentence; empty for a good one."""
        if self.choices:
            return "" if value in dict(self.choices) else _("選択肢から選んでください。")
        if not isinstance(value, int) or not self.low <= value <= self.high:
            return _("%(low)sから%(high)sまでの数字で入力してください。", low=f"{self.low:,}", high=f"{self.high:,}")
        return ""


_NATIONAL = _l("総務省 ふるさと住民登録制度ガイドライン（2026年3月）の公表資料による既定値")
_LAW = _l("広域的地域活性化のための基盤整備に関する法律（平成19年法律第52号）")
_OURS = _l("ふたまちの既定値")
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
            "renewal_first_notice_days", int, 60, _l("更新の最初のお知らせ"),
            _l("登録の期限の何日前に、更新の確認をはじめて頼むかです。本人はこの日から更新できます。"), _OURS, 8, 180, _l("日前"),
        ),
        Parameter(
            "renewal_second_notice_days", int, 30, _l("更新の2回目のお知らせ"),
            _l("まだ確かめていない人に、もう一度頼む日です。"), _OURS, 2, 120, _l("日前"),
        ),
        Parameter(
            "renewal_last_notice_days", int, 7, _l("更新の3回目のお知らせ"),
            _l("期限の直前に頼む日です。期限の当日にも、最後のお知らせを送ります。"), _OURS, 1, 60, _l("日前"),
        ),
        Parameter(
            "renewal_mode", str, "unchanged", _l("更新のしかた"),
            _l("本人が「今も同じ」と確かめたあと、すぐに更新するか、担当者が見てから更新するかです。"), _OURS,
            choices=(
                ("auto", _l("すぐに更新する")),
                ("unchanged", _l("変わりがなければすぐに更新し、変わったときは担当者が見る")),
                ("review", _l("いつも担当者が見てから更新する")),
            ),
        ),
        Parameter(
            "renewal_grace_days", int, 30, _l("まちの確認を待つ日数"),
            _l("本人が期限までに確かめたのに担当者がまだ見ていないとき、登録を終わらせずに待つ日数です。"), _OURS, 0, 90, _l("日"),
        ),
        Parameter(
            "list_answer_days", int, 30, _l("名簿の人の返事を待つ日数"),
            _l("取り込んだ名簿の人に確認のメールを送ってから、返事がない行を消すまでの日数です。"), _OURS, 7, 90, _l("日"),
        ),
        Parameter(
            "list_reminder_days", int, 14, _l("名簿の人への再度のお願い"),
            _l("確認のメールを送ってから、返事のない人にもう一度だけ頼むまでの日数です。"), _OURS, 3, 60, _l("日"),
        ),
        Parameter(
            "minimum_days_per_month", int, 1, _l("滞在の最低日数（月あたり）"),
            _l("「定期的な滞在」とみなす月あたりの最低日数です。"), _LAW, 0, 31, _l("日"),
        ),
        Parameter(
            "registration_second_look", str, "no", _l("登録の決定の二人確認"),
            _l("登録を認める・断る決定を、一人で決めるか、もう一人が確かめてから決めるかです。"), _OURS,
            choices=(
                ("no", _l("一人で決める")), ("yes", _l("二人で確かめて決める")),
            ),
        ),
        Parameter(
            "designation_policy", str, "open", _l("支援法人の指定方針"),
            _l("二地域居住を支える法人（特定居住支援法人）を、どのように指定するかです。"), _LAW,
            choices=(
                ("open", _l("随時受け付ける")), ("invitation", _l("市町村から声をかける")), ("closed", _l("指定しない")),
            ),
        ),
        Parameter(
            "listing_review_days", int, 7, _l("掲載確認の目標日数"),
            _l("掲載の申請を受けてから公開するまでの目標です。"), _OURS, 1, 60, _l("日"),
        ),
        Parameter(
            "scout_reply_days", int, 14, _l("お声かけの返事を待つ日数"),
            _l("お声かけを送ってから、返事がなければ終わるまでの日数です。7日目に、1度だけお知らせします。"), _OURS, 7, 60, _l("日"),
        ),
        Parameter(
            "pledge_minimum_yen", int, 2000, _l("寄附の最低額"),
            _l("ふるさと納税の自己負担額と同じ2,000円が目安です。"), _l("総務省 ふるさと納税ポータルサイト"), 1, 1_000_000, _l("円"),
        ),
    )
}  # fmt: skip
