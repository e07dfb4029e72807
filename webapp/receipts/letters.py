"""Letters to donors about their receipts."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, Letter, queue
from webapp.core.templating import show_era
from webapp.pledges.guests import addressee_of, draft_kind, page_of
from webapp.pledges.models import Pledge
from webapp.receipts.models import Receipt, VoidReason


def replaced(pledge: Pledge, old: Receipt, new: Receipt) -> Letter:
    """There is a new receipt, and the old one must not be used."""
    return queue(addressee_of(pledge), _replaced, pledge=pledge, old=old, new=new)


def _replaced(pledge: Pledge, old: Receipt, new: Receipt) -> Draft:
    return draft_kind(pledge)(
        _("受領証明書を新しくしました（%(number)s）", number=new.shown_number),
        [
            _("寄附金受領証明書の内容を直し、新しい番号で発行しました。"),
            _(
                "前の番号（%(number)s）の受領証明書は無効です。確定申告などには、新しい番号のものを使ってください。",
                number=old.shown_number,
            ),
        ],
        [
            (_("金額"), _("%(amount)s円", amount=f"{new.amount:,}")),
            (_("受領日"), show_era(new.received_on)),
            (_("新しい番号"), new.shown_number),
        ],
        page_of(pledge),
        _("受領証明書を見る"),
    )


def voided(pledge: Pledge, old: Receipt, reason: VoidReason) -> Letter:
    """Nothing is left to prove: the receipt must not be used, and no new one comes."""
    return queue(addressee_of(pledge), _voided, pledge=pledge, old=old, reason=reason)


def _voided(pledge: Pledge, old: Receipt, reason: VoidReason) -> Draft:
    why = (
        _("カード会社が支払いを取り消したため、寄附はなかったことになりました。")
        if reason is VoidReason.CHARGED_BACK
        else _("寄附を全額返したため、寄附はなかったことになりました。")
    )
    return draft_kind(pledge)(
        _("受領証明書が無効になりました（%(number)s）", number=old.shown_number),
        [
            why,
            _("この受領証明書は、確定申告などに使わないでください。もう使ったときは、税務署にたずねてください。"),
        ],
        [
            (_("金額"), _("%(amount)s円", amount=f"{old.amount:,}")),
            (_("受領日"), show_era(old.received_on)),
            (_("無効になった番号"), old.shown_number),
        ],
        page_of(pledge),
        _("寄附の画面を見る"),
    )
