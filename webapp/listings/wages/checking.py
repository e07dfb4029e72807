"""Whether a job pays the minimum wage: an hour's pay from the wage that is named, against the prefecture's table."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.templating import show_date
from webapp.listings.kinds import job
from webapp.listings.kinds.jobs.forms import Engagement, Pay
from webapp.listings.models import Listing, ListingKind
from webapp.listings.wages import queries
from webapp.listings.wages.models import MinimumWage

#: 最低賃金法施行規則2条1項: a wage by the day or month is divided by the hours agreed for it
_RULE = _l("最低賃金法施行規則2条")


class Verdict(Labelled):
    """What the check came to."""

    NOT_ASKED = "not_asked", _l("対象外")
    FINE = "fine", _l("最低賃金以上")
    BELOW = "below", _l("最低賃金より低い")
    UNKNOWN = "unknown", _l("未確認")
    CONFIRMED = "confirmed", _l("担当者が確認")


@dataclass(frozen=True)
class WageOutcome:
    """The verdict with a sentence that says how it came about."""

    verdict: Verdict
    sentence: str = ""

    @property
    def needs_clerk(self) -> bool:
        """Whether somebody has to look before the job may be shown."""
        return self.verdict is Verdict.UNKNOWN


def check(listing: Listing, on: date | None = None) -> WageOutcome:
    """The wage of a job against the minimum of a day (default: today). Only employment is asked."""
    if listing.kind is not ListingKind.JOB:
        return WageOutcome(Verdict.NOT_ASKED)
    details = job.Details.read(listing.details)
    if details.engagement is not Engagement.EMPLOYMENT or not details.wage:
        return WageOutcome(Verdict.NOT_ASKED)
    minimum = queries.minimum_in(listing.municipality_code, on or today())
    hourly = an_hour(details)
    if minimum is not None and hourly is not None:
        return _compared(hourly, minimum, details)
    for seen in queries.checks_of(listing):
        if seen.answers == answers_of(listing):
            day = show_date(seen.checked_at)
            return WageOutcome(Verdict.CONFIRMED, _("%(day)sに担当者が確かめました：%(note)s", day=day, note=seen.note))
    return WageOutcome(Verdict.UNKNOWN, _why_unknown(minimum, details))


def an_hour(details: job.Details) -> Fraction | None:
    """Yen an hour without the part for overtime (最低賃金法4条3項); None where the hours are not named."""
    paid = (details.wage or 0) - (details.fixed_overtime or 0)
    if details.pay is Pay.HOUR:
        return Fraction(paid)
    hours = {Pay.DAY: details.hours_per_day, Pay.MONTH: details.hours_per_month}.get(details.pay or Pay.PIECE)
    return Fraction(paid) / Fraction(str(hours)) if hours else None


def answers_of(listing: Listing) -> str:
    """All that a job says of its wage, as one text: a clerk's look holds as long as it stays the same."""
    names = ("pay", "wage", "fixed_overtime", "hours_per_day", "hours_per_month")
    return " ".join(f"{name}={listing.details.get(name, '')}" for name in names)


def _compared(hourly: Fraction, minimum: MinimumWage, details: job.Details) -> WageOutcome:
    values: dict[str, Any] = {
        "hourly": f"{float(hourly):,.1f}".removesuffix(".0"),
        "how": "" if details.pay is Pay.HOUR else _("（働く時間で割った額、%(rule)s）", rule=_RULE),
        "minimum": f"{minimum.yen_per_hour:,}",
        "day": show_date(minimum.valid_from),
        "source": minimum.source,
    }
    if hourly < minimum.yen_per_hour:
        sentence = _(
            "1時間あたり%(hourly)s円%(how)sで、最低賃金%(minimum)s円（%(day)sから、%(source)s）より低いため掲載できません。",
            **values,
        )
        return WageOutcome(Verdict.BELOW, sentence)
    sentence = _("1時間あたり%(hourly)s円%(how)s。最低賃金は%(minimum)s円（%(day)sから、%(source)s）です。", **values)
    return WageOutcome(Verdict.FINE, sentence)


def _why_unknown(minimum: MinimumWage | None, details: job.Details) -> str:
    if minimum is None:
        return _("この県の最低賃金の表がまだありません。市町村の担当者が確かめます。")
    if details.pay is Pay.PIECE:
        return _("1件あたりの賃金なので、自動では確かめられません。市町村の担当者が確かめます。")
    if details.pay is Pay.DAY:
        return _("日給なので「1日に働く時間」を書くと、すぐに確かめられます。")
    return _("月給なので「月に働く時間」を書くと、すぐに確かめられます。")
