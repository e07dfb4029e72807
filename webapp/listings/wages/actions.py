"""A clerk confirms a wage; a new table comes in, and jobs that now pay too little are hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import TOKYO, now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.jobs import enqueue
from webapp.listings import actions
from webapp.listings.models import Listing
from webapp.listings.wages import queries
from webapp.listings.wages.checking import Verdict, answers_of, check
from webapp.listings.wages.models import MinimumWage, WageCheck

RECHECK = "listings.recheck_wages"


@dataclass(frozen=True)
class WageRow:
    """One line of a table: from a day on, so many yen an hour."""

    prefecture_code: str
    valid_from: date
    yen_per_hour: int


def confirm(listing: Listing, *, by: Actor, note: str) -> WageCheck:
    """A clerk looked at what could not be checked by number. Raises RuleBroken where nothing is unknown."""
    if not check(listing).needs_clerk:
        raise RuleBroken(_("この仕事の賃金は、確かめる必要がありません。画面を開き直してください。"))
    seen = WageCheck(
        listing_id=listing.id,
        municipality_code=listing.municipality_code,
        answers=answers_of(listing),
        note=note,
        checked_by=by.user_id,
    )
    session().add(seen)
    trail.record(listing, "listing.confirm_wage", by=by, reason=note)
    session().flush()
    return seen


def take_over(rows: Iterable[WageRow], source: str) -> tuple[int, int]:
    """Keep a table; numbers of new and of changed lines. From its first day on, jobs are looked at again."""
    new = changed = 0
    for row in rows:
        chosen = select(MinimumWage).where(
            MinimumWage.prefecture_code == row.prefecture_code, MinimumWage.valid_from == row.valid_from
        )
        known = session().exec(chosen).first()
        if known is None:
            session().add(MinimumWage(**vars(row), source=source))
            new += 1
        elif (known.yen_per_hour, known.source) != (row.yen_per_hour, source):
            known.yen_per_hour, known.source, known.imported_at = row.yen_per_hour, source, now()
            changed += 1
        else:
            continue
        _plan_recheck(row)
    session().flush()
    return new, changed


def _plan_recheck(row: WageRow) -> None:
    first = datetime.combine(row.valid_from, time.min, TOKYO)
    key = f"{RECHECK}:{row.prefecture_code}:{row.valid_from.isoformat()}:{row.yen_per_hour}"
    enqueue(RECHECK, {"prefecture": row.prefecture_code}, key=key, run_at=max(first, now()))


def recheck(prefecture_code: str, *, by: Actor) -> int:
    """Hide every shown job that pays less than the minimum of today; how many."""
    hidden = 0
    for listing in queries.jobs_shown_in(prefecture_code):
        outcome = check(listing)
        if outcome.verdict is Verdict.BELOW:
            actions.pause(listing, by=by, reason=outcome.sentence)
            hidden += 1
    return hidden
