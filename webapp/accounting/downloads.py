"""A town's books as sheets for its own accounting: sums by budget account, and every movement; nobody is named."""

from collections.abc import Iterator

from flask import Response
from sqlmodel import col, select

from webapp.accounting.budget import Accounts
from webapp.accounting.models import AccountingLine
from webapp.accounting.months import Month
from webapp.accounting.totals import totals_of
from webapp.core.clock import fiscal_year, in_tokyo
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.payments.models import LedgerEntry, LedgerTransaction
from webapp.payments.words import account_words, kind_words
from webapp.pledges.models import PaymentMethod, Pledge
from webapp.projects.models import Project


def as_file(text: str, name: str) -> Response:
    """A sheet to keep; caches do not."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(text, mimetype="text/csv", headers=headers)


def sum_head() -> list[str]:
    """What the columns of `sum_rows` are."""
    return [
        _("年度"),
        _("月"),
        _("予算科目の番号"),
        _("予算科目"),
        _("取り組み"),
        _("支払い方法"),
        _("件数"),
        _("調定額（寄附の総額）"),
        _("過誤納還付など"),
        _("差引"),
    ]


def sum_rows(month: Month) -> Iterator[list[object]]:
    """Donations of a month by budget account, project and way of paying; gross, as 地方自治法210条 asks."""
    year, totals = fiscal_year(month.first_day), totals_of(month)
    accounts, titles = Accounts(month.municipality_code, year), titles_of({key[0] for key in totals.lines})
    for (project_id, method), line in sorted(totals.lines.items()):
        account = accounts.of(project_id)
        yield [
            year,
            month.name,
            account.code if account else "",
            account.name if account else _("未設定"),
            titles.get(project_id, project_id),
            PaymentMethod(method).label if method else "",
            line.count,
            line.given_yen,
            line.returned_yen,
            line.net_yen,
        ]


def movement_head() -> list[str]:
    """What the columns of `movement_rows` are."""
    return [
        _("日時"),
        _("種類"),
        _("借方"),
        _("貸方"),
        _("金額"),
        _("取り組み"),
        _("支払い方法"),
        _("申出の番号"),
        _("仕訳の番号"),
        _("取り消す仕訳"),
    ]


def movement_rows(month: Month) -> Iterator[list[object]]:
    """Every movement of a month, oldest first, with both its sides."""
    chosen = (
        select(LedgerTransaction, LedgerEntry, Pledge.method, Pledge.project_id)
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == LedgerTransaction.id)
        .outerjoin(AccountingLine, col(AccountingLine.transaction_id) == LedgerTransaction.id)
        .outerjoin(Pledge, col(Pledge.id) == LedgerTransaction.pledge_id)
        .where(*month.condition())
        .order_by(col(LedgerTransaction.occurred_at), col(LedgerTransaction.id), col(LedgerEntry.amount).desc())
    )
    lines = list(session().exec(chosen))
    titles = titles_of({project_id for _t, _e, _m, project_id in lines if project_id})
    for (movement, to, method, project_id), (_t, source, _m, _p) in zip(lines[::2], lines[1::2], strict=True):
        yield [
            f"{in_tokyo(movement.occurred_at):%Y-%m-%d %H:%M:%S}",
            kind_words(movement.kind),
            account_words(to.account),
            account_words(source.account),
            to.amount,
            titles.get(project_id or "", ""),
            PaymentMethod(method).label if method else "",
            movement.pledge_id,
            movement.key,
            movement.reverses,
        ]


def titles_of(project_ids: set[str]) -> dict[str, str]:
    """Titles by id."""
    return dict(session().exec(select(Project.id, Project.title).where(col(Project.id).in_(project_ids))).all())
