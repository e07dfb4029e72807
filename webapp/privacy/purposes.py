"""What the service stores about a person, grouped as people speak of it: why, who sees it, on what ground, how long."""

from dataclasses import dataclass
from typing import Any, Final

from webapp.core.i18n import lazy as _l

_CONTRACT = _l("サービスを使うために必要です（利用の申込み）。")
_CONSENT = _l("あなたの同意です。いつでも取り消せます。")
_TOWN = _l("市町村の事務に必要です（個人情報の保護に関する法律 第61条）。")
_UNTIL_LEAVING = _l("プロフィールを消すか、退会するまで。")
_YOU = _l("あなただけ。")


@dataclass(frozen=True)
class Purpose:
    """One group: its words, the parts of the export that hold it, and where it is seen, corrected and erased.

    `parts` are names in what features lend (`privacy.everything`); `see` and `mend` are views.
    """

    key: str
    title: Any
    parts: tuple[str, ...]
    why: Any
    who: Any
    ground: Any
    kept: Any
    see: str = ""
    mend: str = ""


PURPOSES: Final[tuple[Purpose, ...]] = (
    Purpose(
        "account", _l("アカウント"), ("account", "sign_ins", "passkeys", "roles", "data_reads", "taken_files"),
        _l("サインインし、お知らせを届けるためです。"), _l("あなたと、仕組みを動かす運営者。"), _CONTRACT,
        _l("退会するまで。サインインの記録は、終わってから30日。"), "accounts.settings", "accounts.profile",
    ),
    Purpose(
        "profile", _l("プロフィール"), ("profile",),
        _l("合うまちや仕事をさがし、申請書に写すためです。"),
        _l("あなただけ。申請したまちには、写しを渡します。同意した相手は、名前を伏せて見ます。"), _CONSENT,
        _UNTIL_LEAVING, "residents.profile", "residents.profile",
    ),
    Purpose(
        "consents", _l("同意の記録"), ("consents",),
        _l("何に同意したかを、あとで確かめられるようにするためです。"), _l("あなたと、同意した相手のまち。"),
        _l("同意を証明するためです（法第69条）。"), _l("退会のあとも、名前のない形で残ります。"), "privacy.consent_list", "privacy.consent_list",
    ),
    Purpose(
        "registrations", _l("登録と申請"),
        ("registrations", "premium_requests", "renewals", "disclosures", "prefecture_registrations"),
        _l("ふるさと住民の登録を、まちが審査し、続けるためです。"),
        _l("申請したまちの担当者だけ。県には、同意したときだけ伝わります。"), _TOWN,
        _l("登録が終わり、プロフィールを消すまで。決まった日と結果は、名前のない形で残ります。"),
        "registrations.mine", "registrations.mine",
    ),
    Purpose(
        "identity", _l("本人確認"), ("identity_checks",),
        _l("登録する人が本人であることを、一度で確かめるためです。"), _l("あなたと、申請したまちの担当者（結果だけ）。"), _CONSENT,
        _l("期限が来るか、プロフィールを消すまで。番号は保存しません。"), "identity.index", "identity.index",
    ),
    Purpose(
        "certificates", _l("証明書と特典"), ("certificates", "benefits_used", "benefit_passes"),
        _l("登録していることを、あなたが示せるようにするためです。"),
        _l("まちの担当者。証明書を見せた相手には、書いてあることだけ。特典の店には、使えるかどうかだけ。"), _TOWN,
        _l("プロフィールを消すまで。番号と有効かどうかは残ります。"), "certificates.mine",
    ),
    Purpose(
        "letters", _l("お知らせとメール"), ("letters", "notices", "notice_choices"),
        _l("手続きの知らせを届け、あとで読み返せるようにするためです。"), _YOU, _CONTRACT,
        _l("決まった日数だけ（メールの控えは、ふつう90日）。"), "notices.index", "notices.choices",
    ),
    Purpose(
        "messages", _l("相談・質問・申し出"),
        ("threads", "questions", "reports", "places_that_take_no_messages"),
        _l("たずねたことに、まちや法人が答えるためです。"),
        _l("あなたと、たずねた相手。返事がないときは、まちの担当者も。"), _CONTRACT, _UNTIL_LEAVING, "threads.index",
    ),
    Purpose(
        "bookings", _l("予約・応募・活動"), ("bookings", "calendar_address_since", "participations", "activities"),
        _l("席や人数を用意し、参加を証明するためです。"), _l("予約や応募を受けた相手と、活動を証明する人。"), _CONTRACT,
        _UNTIL_LEAVING, "bookings.mine", "participations.mine",
    ),
    Purpose(
        "communities", _l("コミュニティと集まり"), ("communities", "gatherings", "ideas"),
        _l("集まりの人数を知り、仲間と連絡するためです。"), _l("主催者。名前を出すと決めたときは、仲間も。"), _CONSENT, _UNTIL_LEAVING,
    ),
    Purpose(
        "matching", _l("おすすめとお声かけ"),
        (
            "match_answers", "match_log", "place_suggestions", "saved_searches", "scouts", "blocked_senders",
        ),
        _l("あなたに合うものを選び、並べ方を良くするためです。"),
        _l("あなただけ。お声かけを受けたときは、その相手に連絡先が伝わります。"), _CONSENT, _UNTIL_LEAVING,
        "matches.index", "privacy.consent_list",
    ),
    Purpose(
        "homes", _l("空き家バンクと自分の家"), ("bank_homes", "bank_users", "home_consents"),
        _l("家を貸したい人・借りたい人を、まちがつなぐためです。"), _l("空き家バンクを運営するまちと、任された仲介者。"), _CONSENT,
        _UNTIL_LEAVING, "banks.mine", "listings.my_consents",
    ),
    Purpose(
        "donations", _l("寄附と受領証明書"),
        (
            "pledges", "pledge_drafts", "payments", "receipts", "onestop", "onestop_elsewhere", "onestop_choices",
            "project_support",
        ),
        _l("寄附を受け取り、税の控除に使う書類を出すためです。"),
        _l("寄附先のまちの担当者と、決済会社。名前を公開するのは、あなたが選んだときだけ。"),
        _l("法律と、まちの帳簿のためです（地方税法 第37条の2）。"),
        _l("受け取った年の翌年から、まちが決めた年数。退会のあとも残ります。"), "pledges.mine", "receipts_years.index",
    ),
    Purpose(
        "projects", _l("取り組みへの参加"),
        (
            "projects_begun", "project_notes", "project_reports", "project_expenses", "project_questions",
            "project_updates",
        ),
        _l("取り組みを提案し、報告し、質問に答えるためです。"), _l("まちの担当者。公開した文章は、だれでも。"), _CONTRACT,
        _l("書いた人の名前は、プロフィールを消すまで。"), "proposals.mine",
    ),
    Purpose(
        "requests", _l("自分の情報についての請求"), ("privacy_requests",),
        _l("法律が決めた請求に、まちが期限までに答えるためです。"), _l("請求したまちの管理者だけ。"),
        _l("法律の決まりです（法第76条・第90条・第98条）。"), _UNTIL_LEAVING, "privacy_requests.index",
    ),
    Purpose(
        "work", _l("窓口や拠点での仕事"), ("designations", "hub_cards", "kept_filters", "deadline_address_since"),
        _l("職員や法人、ハブ人材として働くためです。"), _l("同じまちの職員。ハブ人材のカードは、だれでも。"), _CONTRACT,
        _l("役割が終わるか、退会するまで。"), "accounts.settings",
    ),
)  # fmt: skip


def purpose_of(part: str) -> Purpose | None:
    """Which group a part of the export belongs to; None for one that nobody has named yet."""
    return next((one for one in PURPOSES if part in one.parts), None)
