"""Other answers that a resident could give: each widens one limit of the profile."""

from dataclasses import dataclass

from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.residents.models import Answers, Resident, StayDays, Step

RENT_STEP, PRICE_STEP, KM_STEP, DAYS_STEP = 10_000, 1_000_000, 50, 2
MOST_DAYS = 31


@dataclass(frozen=True)
class Change:
    """Another answer to one question of the profile: what it says, and which answers it sets."""

    key: str
    words: str
    step: Step
    answers: Answers


def changes_for(profile: Resident) -> list[Change]:
    """The changes that make sense for these answers: a limit that is not set cannot be widened."""
    found = [_rent(profile), _price(profile), _distance(profile), _days(profile), _weekdays(profile)]
    return [change for change in (*found, _car(profile), _months(profile)) if change is not None]


def _rent(profile: Resident) -> Change | None:
    if profile.monthly_budget is None:
        return None
    amount = profile.monthly_budget + RENT_STEP
    words = _("毎月の予算を%(step)s上げて、%(amount)sにする", step=show_yen(RENT_STEP), amount=show_yen(amount))
    return Change("rent", words, Step.BUDGET, {"monthly_budget": amount})


def _price(profile: Resident) -> Change | None:
    if profile.purchase_budget is None:
        return None
    amount = profile.purchase_budget + PRICE_STEP
    words = _("家を買う予算を%(step)s上げて、%(amount)sにする", step=show_yen(PRICE_STEP), amount=show_yen(amount))
    return Change("price", words, Step.BUDGET, {"purchase_budget": amount})


def _distance(profile: Resident) -> Change | None:
    if profile.max_distance_km is None:
        return None
    km = profile.max_distance_km + KM_STEP
    words = _("距離を%(step)skm伸ばして、%(km)skmまでにする", step=KM_STEP, km=km)
    return Change("distance", words, Step.AREAS, {"max_distance_km": km})


def _days(profile: Resident) -> Change | None:
    if profile.days_per_month is None or profile.days_per_month >= MOST_DAYS:
        return None
    days = min(profile.days_per_month + DAYS_STEP, MOST_DAYS)
    words = _("滞在を月%(days)s日に増やす", days=days)
    return Change("days", words, Step.RHYTHM, {"days_per_month": days})


def _weekdays(profile: Resident) -> Change | None:
    if profile.stay_days is not StayDays.WEEKENDS:
        return None
    return Change("weekdays", _("平日にも行けるようにする"), Step.RHYTHM, {"stay_days": StayDays.ANY})


def _car(profile: Resident) -> Change | None:
    if profile.has_car is not False:
        return None
    return Change("car", _("現地で車を使えるようにする"), Step.RHYTHM, {"has_car": True})


def _months(profile: Resident) -> Change | None:
    if not profile.months:
        return None
    return Change("months", _("時期をしぼらず、一年を通して探す"), Step.RHYTHM, {"months": []})
