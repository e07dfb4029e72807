"""The numbers and rules of the schemes: each with its type, its default, its source, and since when it holds."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined, measured
from webapp.core.i18n import lazy as _l
from webapp.municipalities.legal_forms import LEGAL_FORMS


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
    choices: tuple[tuple[str, Any], ...] = ()  # of a `list`, several may be taken

    def shown(self, value: Any) -> Any:
        """A value in words, with its unit."""
        if self.kind is list:
            return joined(dict(self.choices).get(code, code) for code in value)
        if self.choices:
            return dict(self.choices).get(value, value)
        return measured(f"{value:,}", self.unit) if self.kind is int else value

    @property
    def is_text(self) -> bool:
        """Whether it is free text; `high` is then its longest."""
        return self.kind is str and not self.choices

    def is_web_address(self, value: str) -> bool:
        """Whether a text may stand as it is: one whose key ends with `_url` is an address or empty."""
        return not self.key.endswith("_url") or not value or value.startswith(("https://", "http://"))

    def refuses(self, value: Any) -> str:
        """Why a value is not possible, as a sentence; empty for a good one."""
        if self.kind is list:
            is_known = bool(value) and set(value) <= set(dict(self.choices))
            return "" if is_known else _("選択肢から一つ以上選んでください。")
        if self.is_text:
            return "" if self.is_web_address(value) else _("https:// から始まるアドレスを入力してください。")
        if self.choices:
            return "" if value in dict(self.choices) else _("選択肢から選んでください。")
        if not isinstance(value, int) or not self.low <= value <= self.high:
            return _("%(low)sから%(high)sまでの数字で入力してください。", low=f"{self.low:,}", high=f"{self.high:,}")
        return ""


_NATIONAL = _l("総務省 ふるさと住民登録制度ガイドライン（2026年3月）の公表資料による既定値")
_LAW = _l("広域的地域活性化のための基盤整備に関する法律（平成19年法律第52号）")
_OURS = _l("ふたまちの既定値")
_PRIVACY_LAW = _l("個人情報の保護に関する法律 第83条・第94条・第102条")
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
            "registration_objection", str, "", _l("決定に納得できないときの案内"),
            _l("登録を断る・終えるときの通知に入ります。条例にもとづく処分のときは、審査請求のしかたと期限を書いてください。"),
            _l("行政不服審査法 第82条"), 0, 300,
        ),
        Parameter(
            "hub_term_months", int, 36, _l("地域おこし協力隊の任期の上限"),
            _l("ハブ人材のうち、地域おこし協力隊の人の任期は、これより長くできません。"),
            _l("総務省 地域おこし協力隊推進要綱（おおむね1年以上3年以下）"), 1, 60, _l("か月"),
        ),
        Parameter(
            "hub_term_notice_days", int, 180, _l("任期の終わりのお知らせ"),
            _l("ハブ人材の任期が終わる何日前に、本人とまちに知らせるかです。"), _OURS, 1, 365, _l("日前"),
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
            "premium_activities", int, 3, _l("プレミアムに必要な担い手活動の回数"),
            _l("下の月数のあいだに、証明された活動がこの回数あることを条件にします。"), _NATIONAL, 0, 36, _l("回"),
        ),
        Parameter(
            "premium_activity_months", int, 12, _l("担い手活動を数える期間"),
            _l("申込みの日から、この月数だけさかのぼって数えます。"), _NATIONAL, 1, 36, _l("か月"),
        ),
        Parameter(
            "premium_valid_months", int, 12, _l("プレミアムの期間"),
            _l("この月数ごとに、条件を確かめ直して更新します。"), _NATIONAL, 1, 36, _l("か月"),
        ),
        Parameter(
            "premium_most_towns", int, 3, _l("プレミアムで登録できる市町村の数"),
            _l("1人がプレミアムで登録できる市町村の上限です。ほかのまちの分も数えます。"), _NATIONAL, 1, 20, _l("市町村"),
        ),
        Parameter(
            "premium_identity", str, "needed", _l("プレミアムの本人確認"),
            _l("マイナンバーカードか窓口での本人確認を条件にするかどうかです。マイナンバーは保存しません。"), _NATIONAL,
            choices=(("needed", _l("必要")), ("not_needed", _l("求めない"))),
        ),
        Parameter(
            "identity_valid_months", int, 60, _l("本人確認の有効期間"),
            _l("本人確認をした日から、この月数だけ有効です。お名前や生年月日が変わったときは、その日に終わります。"),
            _l("マイナンバーカードの電子証明書の有効期間（5年）に合わせた既定値"), 1, 120, _l("か月"),
        ),
        Parameter(
            "premium_review_days", int, 14, _l("プレミアムの審査の目標日数"),
            _l("申込みを受けてから結果を知らせるまでの目標です。"), _OURS, 1, 90, _l("日"),
        ),
        Parameter(
            "premium_notice_days", int, 90, _l("プレミアムの期限の知らせ"),
            _l("期限のこの日数前に、足りない条件と更新の申込みを本人に知らせます。"), _OURS, 30, 180, _l("日"),
        ),
        Parameter(
            "designation_policy", str, "open", _l("支援法人の指定方針"),
            _l("二地域居住を支える法人（特定居住支援法人）を、どのように指定するかです。"), _LAW,
            choices=(
                ("open", _l("随時受け付ける")), ("invitation", _l("市町村から声をかける")), ("closed", _l("指定しない")),
            ),
        ),
        Parameter(
            "designation_policy_reason", str, "", _l("支援法人の指定方針の理由"),
            _l("指定しない理由や、声をかける基準です。公開の画面に、このまま出ます。"), _OURS, 0, 300,
        ),
        Parameter(
            "designation_policy_url", str, "", _l("支援法人の指定方針のアドレス"),
            _l("方針を書いた、まちのウェブページのアドレスです。公開の画面から開けます。"), _OURS, 0, 300,
        ),
        Parameter(
            "designation_legal_forms", list, [form.code for form in LEGAL_FORMS.values() if form.since],
            _l("指定する法人の種類"), _l("法律が定める種類のうち、このまちが指定するものです。"), _LAW,
            choices=tuple((form.code, form.label) for form in LEGAL_FORMS.values() if form.since),
        ),
        Parameter(
            "designation_second_look", str, "no", _l("支援法人の決定の二人確認"),
            _l("指定する・指定しない決定を、一人で決めるか、もう一人が確かめてから決めるかです。"), _OURS,
            choices=(("no", _l("一人で決める")), ("yes", _l("二人で確かめて決める"))),
        ),
        Parameter(
            "designation_review_days", int, 30, _l("支援法人の審査の目標日数"),
            _l("申請を受けてから結果を知らせるまでの目標です。作業一覧の期限になります。"), _OURS, 1, 180, _l("日"),
        ),
        Parameter(
            "designation_bar_months", int, 12, _l("取消しのあと指定しない期間"),
            _l("指定を取り消された法人の申請を、取消しの日から受け付けない期間です。"),
            _l("白馬村・東御市などの公表している指定の基準"), 0, 60, _l("か月"),
        ),
        Parameter(
            "designation_report_months", int, 3, _l("支援法人の年度報告の期限"),
            _l("年度が終わってから、報告を受け付ける期間です。"), _OURS, 1, 12, _l("か月"),
        ),
        Parameter(
            "listing_review_days", int, 7, _l("掲載確認の目標日数"),
            _l("掲載の申請を受けてから公開するまでの目標です。"), _OURS, 1, 60, _l("日"),
        ),
        Parameter(
            "listing_confirm_days", int, 180, _l("まだ募集しているかを尋ねるまでの日数"),
            _l("最後に確かめた日からこの日数がたつと、掲載した人と所有者に尋ね、画面に「確認中」と出します。"), _OURS, 30, 365, _l("日"),
        ),
        Parameter(
            "listing_hide_days", int, 210, _l("返事のない掲載を非公開にするまでの日数"),
            _l("最後に確かめた日からこの日数がたっても返事がないとき、公開を止めます。"), _OURS, 45, 400, _l("日"),
        ),
        Parameter(
            "listing_contracted_days", int, 90, _l("「契約済」と見せておく日数"),
            _l("契約が決まってから、公開の画面に「契約済」と出しておく日数です。そのあとは統計にだけ残ります。"), _OURS, 0, 365, _l("日"),
        ),
        Parameter(
            "listing_archive_days", int, 365, _l("終わった掲載を保管に移すまでの日数"),
            _l("掲載を終えた・期限が過ぎたものを、掲載した人の一覧から保管に移すまでの日数です。"), _OURS, 30, 1825, _l("日"),
        ),
        Parameter(
            "bank_review_days", int, 30, _l("空き家バンクの審査の目標日数"),
            _l("所有者の申請を受けてから、登録するかを決めるまでの目標です。"), _OURS, 1, 180, _l("日"),
        ),
        Parameter(
            "bank_user_months", int, 24, _l("空き家バンクの利用登録の有効期間"),
            _l("利用登録の有効期間です。期限の前なら、本人が延ばせます。"), _OURS, 1, 60, _l("か月"),
        ),
        Parameter(
            "consent_deletion_days", int, 14, _l("同意がなくなったあとの削除の期限"),
            _l("家の情報を受け取っていた相手が、削除を知らせるまでの日数です。"), _OURS, 1, 60, _l("日"),
        ),
        Parameter(
            "consent_notice_days", int, 30, _l("所有者の同意の期限のお知らせ"),
            _l("同意の期限の何日前に、所有者と担当者に知らせるかです。"), _OURS, 7, 90, _l("日前"),
        ),
        Parameter(
            "scout_reply_days", int, 14, _l("お声かけの返事を待つ日数"),
            _l("お声かけを送ってから、返事がなければ終わるまでの日数です。7日目に、1度だけお知らせします。"), _OURS, 7, 60, _l("日"),
        ),
        Parameter(
            "inquiry_reply_days", int, 3, _l("問い合わせに返事をするまでの日数"),
            _l("問い合わせが届いてから返事をするまでの営業日の数です。たずねた人にも、この期限が見えます。"), _OURS, 1, 10, _l("営業日"),
        ),
        Parameter(
            "inquiry_escalation_days", int, 5, _l("返事のない問い合わせをまちに知らせるまでの日数"),
            _l("この営業日の数だけ返事がないとき、市町村の担当者に知らせ、たずねた人に次の手だてを伝えます。"), _OURS, 2, 20, _l("営業日"),
        ),
        Parameter(
            "report_answer_days", int, 10, _l("知らせや苦情に答えるまでの日数"),
            _l("掲載の問題の知らせや苦情を受けてから、まちの判断を伝えるまでの営業日の数です。"), _OURS, 1, 30, _l("営業日"),
        ),
        Parameter(
            "emergency_contact", str, "", _l("滞在中の緊急の連絡先"),
            _l("夜や休日にもつながる電話と、どんなときにかけるかです。滞在する人の画面に、このまま出ます。"), _OURS, 0, 200,
        ),
        Parameter(
            "project_review_days", int, 30, _l("取り組みの審査の目標日数"),
            _l("提案を受けてから、公開するかどうかを知らせるまでの目標です。"), _OURS, 1, 120, _l("日"),
        ),
        Parameter(
            "project_most_days", int, 90, _l("寄附の受付期間の上限"),
            _l("受付の初日から最終日までの日数は、これより長くできません。"), _OURS, 7, 365, _l("日"),
        ),
        Parameter(
            "project_cutoff_days", int, 30, _l("年度末までに残す日数"),
            _l("寄附を受けた年度のうちに予算の手続きを終えられるように、年度末（3月31日）の何日前までに受付を終えるかです。"), _OURS, 0, 120, _l("日前"),
        ),
        Parameter(
            "project_active_days", int, 90, _l("提案する団体に求める活動の長さ"),
            _l("コミュニティが活動を始めてから、この日数がたっていることを条件にします。"), _OURS, 0, 1095, _l("日"),
        ),
        Parameter(
            "project_local_people", int, 2, _l("提案する団体に求める、まちに関わる人の数"),
            _l("まちに住む・働く・学ぶ人が、この人数以上いることを条件にします。"),
            _l("新潟市 共創コミュニティの公表資料による既定値"), 1, 20, _l("人"),
        ),
        Parameter(
            "project_subsidy_rule", str, "less_cost", _l("取り組みが使える額の決め方"),
            _l("集まった寄附のうち、取り組みが使える額です。まちの上乗せと上限は、取り組みごとに決めます。"), _OURS,
            choices=(
                ("all", _l("寄附の全額（募集の経費は、まちが持つ）")), ("less_cost", _l("寄附から募集の経費を引いた額")),
            ),
        ),
        Parameter(
            "project_report_days", int, 30, _l("実績報告までの日数"),
            _l("取り組みが終わる日から、実績報告の期限までの日数です。"), _OURS, 7, 120, _l("日"),
        ),
        Parameter(
            "project_return_days", int, 30, _l("使い残しを返すまでの日数"),
            _l("額を確定した日から、使い残した額をまちに返す期限までの日数です。"), _OURS, 7, 120, _l("日"),
        ),
        Parameter(
            "gift_most_percent", int, 30, _l("返礼品の調達費の上限（寄附額に対する割合）"),
            _l("返礼品1つの調達にかかる費用は、寄附額のこの割合までです。"),
            _l("地方税法第37条の2・総務省告示（返礼割合3割以下）"), 0, 30, _l("%"),
        ),
        Parameter(
            "raising_most_percent", int, 50, _l("募集の経費の上限（寄附額に対する割合）"),
            _l("返礼品・送料・手数料・書類・人件費など、募集にかかる費用の合計は、寄附額のこの割合までです。"),
            _l("総務省告示（募集費用5割以下、令和5年10月からは事務費も含む）"), 0, 50, _l("%"),
        ),
        Parameter(
            "onestop_address", str, "", _l("ワンストップ特例の書類の送り先"),
            _l("郵便番号・住所・担当です。寄附した人が印刷する紙と、お知らせのメールに、このまま出ます。"), _OURS, 0, 200,
        ),
        Parameter(
            "pledge_minimum_yen", int, 2000, _l("寄附の最低額"),
            _l("ふるさと納税の自己負担額と同じ2,000円が目安です。"), _l("総務省 ふるさと納税ポータルサイト"), 1, 1_000_000, _l("円"),
        ),
        Parameter(
            "transfer_day", str, "credited", _l("銀行振込の受領日"),
            _l("銀行振込の寄附を受け取った日とする日です。受領証明書の番号と、控除を受ける年が決まります。"), _OURS,
            choices=(("credited", _l("口座に入った日")), ("sent", _l("振り込んだ日"))),
        ),
        Parameter(
            "privacy_answer_days", int, 30, _l("自分の情報についての請求に答える日数"),
            _l("開示・訂正・利用停止・消去の請求を受けてから、答えるまでの日数です。短くできます。"), _PRIVACY_LAW, 1, 30, _l("日"),
        ),
        Parameter(
            "privacy_extension_days", int, 30, _l("請求に答える期間の延長"),
            _l("正当な理由があるときに、延ばせる日数です。理由と新しい期限を、本人に知らせます。"), _PRIVACY_LAW, 1, 30, _l("日"),
        ),
        Parameter(
            "privacy_reader_names", str, "no", _l("閲覧の記録に担当者の名前を出すか"),
            _l("本人が見る「だれが見たか」に、まちの担当者の名前を出すかどうかです。まち名と立場は、いつも出ます。"), _OURS,
            choices=(("no", _l("出さない")), ("yes", _l("出す"))),
        ),
        Parameter(
            "donation_kept_years", int, 7, _l("寄附の記録を残す年数"),
            _l("退会した人の寄附の記録を、受け取った年の翌年から残す年数です。まちの文書の決まりに合わせます。"),
            _l("地方税法第17条の5（税額を直せる期間の最長7年）に合わせた既定値"), 5, 30, _l("年"),
        ),
        Parameter(
            "konbini_last_december_day", int, 28, _l("コンビニ払いを選べる12月の最終日"),
            _l("この日より後は、年内に払い終えられないことがあるため、コンビニ払いを選べなくします。"), _OURS, 1, 31, _l("日"),
        ),
    )
}  # fmt: skip
