"""What an owner confirms and hands in, and what stands between an application and the bank's list."""

from dataclasses import dataclass
from typing import Any

from webapp.banks import queries as banks
from webapp.banks.homes import queries
from webapp.banks.homes.models import BankHome
from webapp.banks.models import BankStatus
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.listings.kinds.homes.address import why_too_fine
from webapp.listings.models import ConsentItem, Deal

STATEMENT_VERSION = "2026-11"
#: code → what the owner confirms (facts of joint banks: all owners, succession, state, brokers, tax, gangs)
CONDITIONS: dict[str, Any] = {
    "co_owners_agree": _l("共有者がいるときは、全員が登録に同意しています"),
    "inheritance_done": _l("相続の手続き（登記）が終わっています"),
    "can_be_kept": _l("掲載している間、家を管理できる人がいます"),
    "not_designated": _l("特定空家等（放置すると危ないとされた家）の指導や勧告を受けていません"),
    "no_broker": _l("不動産業者と専任の媒介契約を結んでおらず、賃貸・販売の商品にもなっていません"),
    "tax_paid": _l("市町村税の滞納がありません"),
    "no_gang": _l("所有者も家を使う人も、暴力団と関わりがありません"),
}


@dataclass(frozen=True)
class Paper:
    """One line of the checklist."""

    key: str
    label: Any
    help: Any = ""
    is_required: bool = True


PAPERS: tuple[Paper, ...] = (
    Paper("register", _l("登記事項証明書"), _l("家と土地のもの。3か月以内に発行されたもの")),
    Paper("map", _l("公図（土地の図）")),
    Paper("plan", _l("建物図面・間取り図"), _l("ないときは、手書きの間取りでかまいません"), is_required=False),
    Paper("photos", _l("外観と室内の写真"), _l("1つのPDFにまとめるか、代表の1枚を出してください")),
    Paper("identity", _l("本人確認書類"), _l("運転免許証など。マイナンバーは写さないでください")),
    Paper("consents", _l("共有者全員の同意書"), _l("共有の家のとき"), is_required=False),
    Paper("tax", _l("納税証明書"), _l("まちが確認できるときは要りません"), is_required=False),
)


def missing(home: BankHome) -> list[str]:
    """Every reason why it cannot be sent yet, each as a sentence; empty when it can."""
    found = [*_place(home), *_words(home)]
    if open_ones := [CONDITIONS[code] for code in CONDITIONS if code not in home.conditions]:
        found.append(_("確かめていない条件があります：%(names)s", names=joined(open_ones)))
    given = {document.key for document in queries.documents_of(home)}
    if papers := [paper.label for paper in PAPERS if paper.is_required and paper.key not in given]:
        found.append(_("まだ出していない書類があります：%(names)s", names=joined(papers)))
    if not {ConsentItem.BUILDING, ConsentItem.PUBLIC_ADDRESS} <= set(home.consent_items):
        found.append(_("建物の情報と所在地（字まで）を公開する同意が必要です。"))
    return found


def _place(home: BankHome) -> list[str]:
    bank, found = banks.by_id(home.bank_id), []
    if bank.status is not BankStatus.OPEN or banks.member_in(bank.id, home.municipality_code) is None:
        found.append(_("このバンクは、いまこのまちの家を受け付けていません。"))
    if sentence := wrong_town(home):
        found.append(sentence)
    if sentence := why_too_fine(home.public_address):
        found.append(sentence)
    return found


def wrong_town(home: BankHome) -> str:
    """An application goes to the town where the house stands: a sentence when the address names another member."""
    here = home.municipality_code
    for _member, town in banks.joined(banks.by_id(home.bank_id)):
        if town.code != here and town.name in home.private_address:
            return _("所在地に「%(town)s」とあります。家のあるまちとして、%(town)sを選んでください。", town=town.name)
    return ""


def _words(home: BankHome) -> list[str]:
    needs: list[tuple[Any, Any]] = [
        (_("売る・貸す"), home.deal),
        (_("売りたい価格"), home.price is not None or home.deal not in (Deal.SALE, Deal.BOTH)),
        (_("家賃（月）"), home.monthly_cost is not None or home.deal not in (Deal.RENT, Deal.BOTH)),
        (_("くわしい所在地"), home.private_address),
        (_("公開する所在地（字まで）"), home.public_address),
        (_("構造"), home.facts.get("structure")),
        (_("お名前"), home.owner_name),
        (_("ご住所"), home.owner_address),
        (_("電話番号"), home.owner_phone),
    ]
    names = [label for label, value in needs if not value]
    return [_("まだ書かれていない項目があります：%(names)s", names=joined(names))] if names else []
