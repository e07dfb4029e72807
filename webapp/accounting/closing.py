"""Closing a month, one after the other, and opening the last one again."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounting.models import AccountingLine, AccountingMonth
from webapp.accounting.months import Month, first_open, last_closed, month_of
from webapp.accounting.states import MONTH
from webapp.accounting.totals import totals_of
from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_era_month
from webapp.payments.models import LedgerTransaction


def close(month: Month, *, by: Actor) -> AccountingMonth:
    """Take in every movement up to the month's end that no closed month holds, and keep the sums.

    Raises RuleBroken while the month runs, and when an earlier one is open.
    """
    if not by.may_act_for(month.municipality_code):
        raise NotThere
    if not month.is_over:
        raise RuleBroken(_("まだ終わっていない月は締められません。翌月の1日から締められます。"))
    if month.is_before_all:
        raise RuleBroken(_("帳簿が始まる前の月です。締める必要はありません。"))
    expected = first_open(month.municipality_code)
    if expected is not None and month.first_day > expected:
        raise RuleBroken(
            _("前の月から順に締めてください。次に締めるのは%(month)sです。", month=show_era_month(expected))
        )
    row = month.row or _new(month)
    MONTH.apply(row, "close", by=by)
    totals = totals_of(Month(month.municipality_code, month.first_day, None, takes_late_ones=True))
    mine = (
        select(LedgerTransaction.id, sa.literal(row.id))
        .outerjoin(AccountingLine, col(AccountingLine.transaction_id) == LedgerTransaction.id)
        .where(*Month(month.municipality_code, month.first_day, None, takes_late_ones=True).condition())
    )
    lines = table_of(AccountingLine)
    session().execute(sa.insert(lines).from_select(["transaction_id", "month_id"], mine))
    row.totals, row.closed_at, row.closed_by = totals.as_data(), now(), by.user_id
    return row


def reopen(month: Month, *, reason: str, by: Actor) -> None:
    """Let go of what the newest closed month holds. Raises RuleBroken for an earlier one."""
    if not by.may_act_for(month.municipality_code) or month.row is None:
        raise NotThere
    if month.first_day != last_closed(month.municipality_code):
        raise RuleBroken(_("やり直せるのは、最後に締めた月だけです。"))
    MONTH.apply(month.row, "reopen", by=by, reason=reason)
    lines = table_of(AccountingLine)
    session().execute(sa.delete(lines).where(lines.c.month_id == month.row.id))
    month.row.totals, month.row.closed_at, month.row.closed_by = {}, None, None


def _new(month: Month) -> AccountingMonth:
    row = AccountingMonth(municipality_code=month.municipality_code, first_day=month.first_day)
    session().add(row)
    session().flush()
    return row


def month_for(actor: Actor, municipality_code: str, first_day: date | None) -> Month:
    """A month of the actor's own town. Raises NotThere."""
    if first_day is None or not actor.may_act_for(municipality_code):
        raise NotThere
    return month_of(municipality_code, first_day)
