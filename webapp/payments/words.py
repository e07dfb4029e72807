"""The ledger's accounts and movements in words for people."""

from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

_KINDS: dict[str, Any] = {
    "paid": _l("寄附の支払い"),
    "fee": _l("決済手数料"),
    "refund": _l("返金"),
    "refund_back": _l("返金が戻った"),
    "disputed": _l("カード会社が引き出した"),
    "reinstated": _l("カード会社から戻った"),
    "dispute_fee": _l("申し出の手数料"),
    "lost": _l("支払いの取り消し"),
    "lost_back": _l("取り消しが戻った"),
    "payout": _l("まちの口座への振込"),
    "payout_back": _l("振込が戻った"),
}


def kind_words(kind: str) -> str:
    """What kind of movement it is; the plain name where a higher feature books its own."""
    return str(_KINDS.get(kind, kind))


def account_words(account: str) -> str:
    """Where money stands."""
    parts = account.split(":")
    if parts[0] == "psp":
        return {
            "clearing": _("決済会社の残高"),
            "fees": _("決済手数料"),
            "disputed": _("カード会社が保留中"),
        }.get(parts[-1], account)
    return {"muni": _("寄附金（取り組み）"), "bank": _("まちの口座")}.get(parts[0], account)
