"""An application in words: what it says, what happened to it."""

from typing import Any

from webapp.banks.homes import queries
from webapp.banks.homes.checks import CONDITIONS, PAPERS
from webapp.banks.homes.models import BankHome, HomeStatus
from webapp.core.history import Told, told
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.core.money import show_yen
from webapp.core.trail import history_of
from webapp.listings.models import ConsentItem
from webapp.municipalities import queries as municipalities

Fact = tuple[Any, Any]
_S = HomeStatus
TONES = {
    _S.APPLIED: "info", _S.CORRECTION: "warning", _S.CHECKED: "info", _S.SURVEYING: "info", _S.SURVEYED: "info",
    _S.REGISTERED: "warning", _S.PUBLISHED: "success", _S.NEGOTIATING: "success", _S.CONTRACTED: "success",
    _S.DECLINED: "error",
}  # fmt: skip
#: status → what the owner waits for
NEXT = {
    _S.DRAFT: _l("書いている途中です。最後の画面から送ってください。"),
    _S.APPLIED: _l("まちが書類を確かめています。"),
    _S.CORRECTION: _l("まちから、直してほしいところの連絡があります。直して、もう一度送ってください。"),
    _S.CHECKED: _l("まちが、業者に家の調査を頼みます。"),
    _S.SURVEYING: _l("業者が家を調べます。家を開ける日の連絡があります。"),
    _S.SURVEYED: _l("まちが、登録するかを決めます。"),
    _S.REGISTERED: _l("登録が決まりました。まちが公開の準備をしています。"),
    _S.PUBLISHED: _l("公開しています。問合せはまちが受けます。"),
    _S.NEGOTIATING: _l("業者が仲立ちして、交渉が進んでいます。"),
    _S.CONTRACTED: _l("成約しました。"),
}


def next_step(home: BankHome) -> Any:
    """What the owner waits for or does next."""
    return NEXT.get(home.status, "")


def parts_of(home: BankHome, *, for_staff: bool = False) -> list[tuple[str, Any, list[Fact]]]:
    """(screen, words, facts) of everything that was written."""
    return [
        ("home", _("家のこと"), _home(home)),
        ("owner", _("所有者のこと"), _owner(home, for_staff=for_staff)),
        ("conditions", _("条件"), [(_("確かめたこと"), joined(CONDITIONS[c] for c in home.conditions if c in CONDITIONS))]),
        ("papers", _("書類"), _papers(home)),
        ("consent", _("公開の同意"), [(_("公開し、使ってよい内容"), joined(ConsentItem(i).label for i in home.consent_items))]),
    ]  # fmt: skip


def _home(home: BankHome) -> list[Fact]:
    town, written = municipalities.by_code(home.municipality_code), home.facts
    return [
        (_("家のあるまち"), town.full_name),
        (_("くわしい所在地"), home.private_address),
        (_("公開する所在地（字まで）"), home.public_address),
        (_("どうしたいか"), home.deal.label if home.deal else ""),
        (_("売りたい価格"), show_yen(home.price) if home.price is not None else ""),
        (_("家賃（月）"), show_yen(home.monthly_cost) if home.monthly_cost is not None else ""),
        (_("構造"), written.get("structure")),
        (_("間取り"), written.get("layout")),
        (_("建物の広さ（㎡）"), written.get("floor_area")),
        (_("建てられた年（西暦）"), written.get("built_year")),
        (_("空き家になった時期"), written.get("vacant_since")),
        (_("家のようす"), written.get("note")),
    ]


def _owner(home: BankHome, *, for_staff: bool) -> list[Fact]:
    if for_staff and queries.is_hidden(home):
        return [(_("お名前"), queries.shown_owner(home)), (_("連絡"), _("ふたまちの画面とメールで届きます"))]
    return [
        (_("お名前"), home.owner_name),
        (_("フリガナ"), home.owner_kana),
        (_("ご住所"), home.owner_address),
        (_("メールアドレス"), home.owner_email),
        (_("電話番号"), home.owner_phone),
        (_("家を管理して、開けてくれる人"), home.keeper),
    ]


def _papers(home: BankHome) -> list[Fact]:
    given = {document.key: document.file_name for document in queries.documents_of(home)}
    return [(paper.label, given.get(paper.key, "")) for paper in PAPERS]


def timeline(home: BankHome) -> list[Told]:
    """What happened, newest first; single papers and saved screens are left out."""
    quiet = {"bank_home.revise", "bank_home.add_document", "bank_home.remove_document"}
    return told(entry for entry in history_of(home) if entry.action not in quiet)
