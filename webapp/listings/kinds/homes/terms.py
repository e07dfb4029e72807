"""On what terms a home is had: tenure, deposit, animals, subsidies, who mediates, what the owner has settled."""

import re
from typing import Annotated

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind
from webapp.listings.kinds.homes.answers import Flag, Number, Text

#: 宅地建物取引業の免許: an authority, how often renewed, a number
_LICENCE = re.compile(r"(大臣|知事).{0,4}[（(]\s*[0-9０-９]+\s*[)）].{0,3}第?\s*[0-9０-９]+\s*号")


class Tenure(Labelled):
    """In which legal form a home is let."""

    ORDINARY = "ordinary", _l("普通の賃貸借（更新できる）")
    FIXED = "fixed", _l("定期の賃貸借（期間で終わる）")
    SUBLEASE = "sublease", _l("転貸（サブリース）")
    FREE_USE = "free_use", _l("使用貸借（無償で借りる）")
    INN = "inn", _l("旅館業・民泊の許可による滞在")


def why_no_licence(text: str) -> str:
    """A broker is named with the number under which it may be one."""
    if _LICENCE.search(text):
        return ""
    return _("宅建業者は、商号と免許番号を書いてください。例：山里不動産 長野県知事(3)第1234号")


def why_no_address(text: str) -> str:
    """What is seen elsewhere is named by a whole address."""
    is_one = text.startswith("https://") and "." in text and not any(sign.isspace() for sign in text)
    return "" if is_one else _("https:// から始まるアドレスを1つ書いてください。")


class Terms(ask.Details):
    """What is agreed besides the amount."""

    negotiable: Annotated[Flag, Ask(_l("価格の相談ができる"))] = None
    common_fee: Annotated[Number, Ask(_l("共益費（月）"), unit=_l("円"))] = None
    deposit: Annotated[Text, Ask(_l("敷金・礼金"), hint=_l("例：敷金1か月、礼金なし"))] = None
    tenure: Annotated[Tenure | None, Ask(_l("借り方"))] = None
    stay_limit: Annotated[Text, Ask(_l("使える期間"), hint=_l("例：1週間から30日まで"), max_length=100)] = None
    permit_number: Annotated[Text, Ask(_l("許可番号"), hint=_l("旅館業・民泊のとき"), max_length=60)] = None
    pets_ok: Annotated[Flag, Ask(_l("ペットと暮らせる"), facet=FacetKind.FLAG)] = None
    subsidy: Annotated[Text, Ask(_l("使える補助金"), hint=_l("例：改修費の2分の1（上限100万円）"))] = None
    broker: Annotated[
        Text,
        Ask(_l("仲介する宅建業者"), hint=_l("商号と免許番号。いないときは空欄"), max_length=120, check=why_no_licence),
    ] = None
    video: Annotated[
        Text,
        Ask(_l("動画・360度の写真"), hint=_l("見られるページのアドレス。例：https://…"), check=why_no_address),
    ] = None
    mortgage: Annotated[Text, Ask(_l("抵当権など"), hint=_l("例：なし"), max_length=100, is_public=False)] = None
    co_owners_agree: Annotated[
        Flag, Ask(_l("共有者全員が同意し、相続の登記も済んでいる"), must=True, is_public=False)
    ] = None
    tax_paid: Annotated[Flag, Ask(_l("固定資産税の滞納がない"), is_public=False)] = None
    no_gangs: Annotated[Flag, Ask(_l("所有者が暴力団員などでないことを確かめた"), is_public=False)] = None
