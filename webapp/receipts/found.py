"""Receipts for the staff's search: by the whole number 「2026-000012」; of who asks for secrecy none."""

import re

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.money import show_yen
from webapp.core.templating import link
from webapp.desk.finding.groups import Group, Hit, Words, group
from webapp.pledges.models import Pledge
from webapp.pledges.queries import hidden_among
from webapp.receipts.models import Receipt

_NUMBER = re.compile(r"(20\d\d)-(\d{1,7})")


def find_for(actor: Actor, words: Words) -> Group | None:
    """Of the actor's own towns."""
    asked = _NUMBER.fullmatch("".join(words.parts))
    if not actor.municipalities or asked is None:
        return None
    chosen = (
        select(Receipt, Pledge)
        .join(Pledge, col(Pledge.id) == Receipt.pledge_id)
        .where(
            col(Receipt.municipality_code).in_(actor.municipalities),
            Receipt.year == int(asked[1]),
            Receipt.number == int(asked[2]),
        )
    )
    rows = list(session().exec(chosen))
    hidden = hidden_among([pledge for _receipt, pledge in rows])
    hits = [
        Hit(
            receipt.shown_number,
            link("receipts_staff.show", receipt_id=receipt.id),
            show_yen(receipt.amount),
            is_exact=True,
        )
        for receipt, pledge in rows
        if pledge.id not in hidden
    ]
    return group("receipts", _l("受領証明書"), hits, words)
