"""Letters to donors about their receipts."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, Letter, queue
from webapp.core.templating import show_date
from webapp.pledges.guests import addressee_of, draft_kind, page_of
from webapp.pledges.models import Pledge
from webapp.receipts.models import Receipt


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
            (_("受領日"), show_date(new.received_on)),
            (_("新しい番号"), new.shown_number),
        ],
        page_of(pledge),
        _("受領証明書を見る"),
    )
