"""The screens of a proposal in their order, and their words."""

from typing import Any

from webapp.core.i18n import lazy as _l

SCREENS = ("body", "story", "plan", "money", "period", "promises", "gifts", "confirm")
#: those on which a town may ask for a correction
WRITTEN = SCREENS[:-1]
LABELS: dict[str, Any] = {
    "body": _l("団体の確認"),
    "story": _l("何を、なぜ"),
    "plan": _l("進め方と人"),
    "money": _l("お金"),
    "period": _l("期間"),
    "promises": _l("約束"),
    "gifts": _l("返礼品"),
    "confirm": _l("確かめて送る"),
}
HEADINGS: dict[str, Any] = {
    "body": _l("どんな団体ですか"),
    "story": _l("何を、なぜするのですか"),
    "plan": _l("だれが、どんな順に進めますか"),
    "money": _l("いくら集め、何に使いますか"),
    "period": _l("いつからいつまで集めますか"),
    "promises": _l("届かなかったとき、超えたときはどうしますか"),
    "gifts": _l("返礼品はありますか"),
    "confirm": _l("内容を確かめて、まちに送ってください"),
}
LEADS: dict[str, Any] = {
    "body": _l(
        "まちが確かめる5つの条件です。文で説明するか、書類を出してください。人は人数だけを書き、名前は書きません。"
    ),
    "story": _l("寄附する人が、最初に読むところです。"),
    "plan": _l("途中の予定は公開され、その日までに報告することになります。"),
    "money": _l("使いみちの合計と目標額を、1円まで合わせます。"),
    "period": _l("年度末より前に終え、まちの予算の手続きに間に合わせます。"),
    "promises": _l("ふるさと納税の寄附は、目標に届かなくても返金せずに使います。だから、支払いの前に約束します。"),
    "gifts": _l(
        "ないのが基本です。つけるときは、法律の決まりを確かめます。ポイントや金券のように換えられるものはつけられません。"
    ),
}
