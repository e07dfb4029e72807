"""What a bank did in a fiscal year, town by town: numbers only, for its towns and for everybody."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, time
from statistics import median
from typing import Any

from sqlmodel import col, select

from webapp.banks import queries
from webapp.banks.homes.models import LISTED, BankHome
from webapp.banks.models import AkiyaBank
from webapp.banks.users.models import BankTalk
from webapp.core.clock import TOKYO, fiscal_year, in_tokyo, today
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.services import services

#: what lends how often listings were opened: ids, since when → counts
ViewsOf = Callable[[Collection[str], datetime], dict[str, int]]
#: under this name the running app keeps it
VIEWS = "views_of_listings"


@dataclass
class Line:
    """One town in one year; `listed` is of today, `answer_hours` the median until the first answer."""

    town: str
    registered: int = 0
    listed: int = 0
    views: int = 0
    questions: int = 0
    answer_hours: float | None = None
    viewings: int = 0
    handed: int = 0
    contracts: int = 0
    dual_contracts: int = 0


#: the words of each column, in the order of `Line`
HEAD: tuple[Any, ...] = (
    _l("市町村"), _l("登録"), _l("いま公開中"), _l("会員の閲覧"), _l("問合せ"), _l("答えまで（時間）"),
    _l("内見"), _l("引き継ぎ"), _l("成約"), _l("うち二地域居住者"),
)  # fmt: skip


def years(bank: AkiyaBank) -> list[int]:
    """The fiscal years that can be looked at, newest first."""
    last, first = fiscal_year(today()), fiscal_year(in_tokyo(bank.created_at).date())
    return list(range(last, min(first, last) - 1, -1))


def lines(bank: AkiyaBank, year: int) -> list[Line]:
    """Each town that takes part, in the order of members."""
    homes = list(session().exec(select(BankHome).where(BankHome.bank_id == bank.id)))
    talks = list(session().exec(select(BankTalk).where(BankTalk.bank_id == bank.id, _asked_since(year))))
    views = _views(homes, year)
    return [
        _line(
            town.name,
            [home for home in homes if home.municipality_code == town.code],
            [talk for talk in talks if talk.municipality_code == town.code],
            views,
            year,
        )
        for _member, town in queries.joined(bank)
    ]


def _asked_since(year: int) -> Any:
    return col(BankTalk.asked_at).between(_start(year), _start(year + 1))


def _start(year: int) -> datetime:
    return datetime.combine(date(year, 4, 1), time.min, TOKYO)


def _views(homes: list[BankHome], year: int) -> Counter[str]:
    ids = [home.listing_id for home in homes if home.listing_id]
    lent: Iterable[ViewsOf] = services().extras.get(VIEWS, ())
    found: Counter[str] = Counter()
    for part in lent:
        found.update(part(ids, _start(year)))
    return found


def _line(town: str, homes: list[BankHome], talks: list[BankTalk], views: Counter[str], year: int) -> Line:
    done = [home for home in homes if home.contracted_on and fiscal_year(home.contracted_on) == year]
    waits = [(t.first_answer_at - t.asked_at).total_seconds() / 3600 for t in talks if t.first_answer_at]
    return Line(
        town=town,
        registered=sum(1 for h in homes if h.registered_on and fiscal_year(h.registered_on) == year),
        listed=sum(1 for home in homes if home.status in LISTED),
        views=sum(views[home.listing_id] for home in homes if home.listing_id),
        questions=len(talks),
        answer_hours=round(median(waits), 1) if waits else None,
        viewings=sum(1 for talk in talks if talk.viewed),
        handed=sum(1 for talk in talks if talk.handed_at),
        contracts=len(done),
        dual_contracts=sum(1 for home in done if home.by_dual_resident),
    )


def total(rows: list[Line]) -> Line:
    """All towns together; the median of medians would mean nothing, so it is left out."""
    sums = {
        f.name: sum(getattr(row, f.name) for row in rows)
        for f in fields(Line)
        if f.name not in ("town", "answer_hours")
    }
    return Line(town=_("合計"), **sums)


def cells(row: Line) -> list[Any]:
    """As a row of a table or sheet."""
    return ["" if value is None else value for value in astuple(row)]
