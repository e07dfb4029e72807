"""What became of one row of a file: accepted, perhaps with doubts, or refused; each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled


class RefusalReason(Labelled):
    """Why a row cannot become a listing."""

    COLUMNS = "columns", _l("項目の数が見出しと合いません。カンマや引用符を確かめてください。")
    NO_NUMBER = "no_number", _l("物件番号がありません。")
    NUMBER_TWICE = "number_twice", _l("同じ物件番号が、このファイルの上の行にもあります。")
    CATEGORY = "category", _l("物件種別が分かりません。売買・賃貸と、居住用・土地・事業用の組み合わせが要ります。")
    PREFECTURE = "prefecture", _l("都道府県の名前が見つかりません。")
    MUNICIPALITY = "municipality", _l("その都道府県に、この名前の市区町村が見つかりません。")
    NO_NAME = "no_name", _l("名前がありません。")
    OTHER_TOWN = "other_town", _l("ほかの市区町村の行です。")
    NO_DAY = "no_day", _l("始まる日を読み取れません。")
    UNUSABLE = "unusable", _l("値が長すぎるか、形が合いません。")


class DoubtReason(Labelled):
    """What a person should look at; the row was taken all the same, in the way the sentence says."""

    ZERO = "zero", _l("0と書かれているため、不明としました。")
    NOT_A_NUMBER = "not_a_number", _l("数として読めないため、不明としました。")
    IMPOSSIBLE = "impossible", _l("ありえない値のため、不明としました。")
    UNLIKELY = "unlikely", _l("ふつうではない値です。そのまま取り込みました。")
    NEW_WORD = "new_word", _l("決められた言葉ではありません。そのまま取り込みました。")
    UNKNOWN_WORD = "unknown_word", _l("決められた言葉ではないため、不明としました。")
    CUT = "cut", _l("長すぎるため、途中までにしました。")
    MINUTES = "minutes", _l("駅までの値が小さすぎるため、メートルではなく徒歩の分と読みました。")
    METRES_OR_MINUTES = "metres_or_minutes", _l("駅までの値がメートルか分か分からないため、不明としました。")
    NOT_A_DATE = "not_a_date", _l("日付として読めないため、不明としました。")
    PLACEHOLDER_DATE = "placeholder_date", _l("空欄の代わりの日付と見られるため、不明としました。")
    FUTURE_DATE = "future_date", _l("建築の日付が未来のため、不明としました。")
    YEAR_OF_CHANGE = (
        "year_of_change",
        _l("1981年とだけ分かります。新旧の耐震基準の境目の年なので、旧基準として示します。"),
    )
    NO_ROOM_COUNT = "no_room_count", _l("間取りに部屋の数がないため、不明としました。")
    RATIOS = "ratios", _l("建ぺい率が100%を超えています。容積率と入れ違いかもしれないため、両方を不明としました。")
    PHONE = "phone", _l("電話番号は個人情報になりうるため、説明文から外しました。")
    MAIL = "mail", _l("メールアドレスは個人情報になりうるため、説明文から外しました。")
    LINK = "link", _l("ほかのサイトへのリンクがあります。開けるか確かめてください。")
    TEXT_AT_LIMIT = "text_at_limit", _l("説明文がちょうど100文字です。元の文が途中で切れているかもしれません。")
    OTHER_DISTRICT = "other_district", _l("郡または島の名前が今の名前と違います。市区町村名で見つけました。")
    NUMBER_MADE = "number_made", _l("番号がないため、名前と所在地から作りました。")
    OUTSIDE = "outside", _l("緯度・経度が日本の外のため、まちの中心にしました。")
    END_BEFORE_START = "end_before_start", _l("終わりの日が始まりの日より前のため、始まりの日にしました。")
    UNKNOWN_WARD = "unknown_ward", _l("この区は今はありません。市で取り込みました。")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at: the column as published, why, and the value as published."""

    reason: DoubtReason
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that becomes a listing. `row_no` is the line a spreadsheet shows: the heading is 1."""

    row_no: int
    record: Any
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that does not, with everything it said."""

    row_no: int
    reason: RefusalReason
    raw: Mapping[str, str]


Outcome = Accepted | Refused
