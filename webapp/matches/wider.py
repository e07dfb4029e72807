"""What a resident could change to see more, counted by asking again with other answers; and what fits but for one rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matching import Contribution, Match, Resident
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.money import show_yen
from webapp.listings.models import ListingKind
from webapp.matches.adapter import resident_of, seen_by
from webapp.matches.ranking import allowed, best, offers_of
from webapp.matches.suggestions import Seeker, Suggestion
from webapp.residents.models import Answers, StayDays, Step
from webapp.residents.models import Resident as Profile

RENT_STEP, PRICE_STEP, KM_STEP, DAYS_STEP = 10_000, 1_000_000, 50, 2
MOST_DAYS = 31
NEARLY = 1.2  # a budget or a distance may be passed by a fifth
SHORT_DAYS = 1
SHOWN_NEARLY = 6
WIDENED = frozenset({"budget", "rhythm"})


@dataclass(frozen=True)
class Change:
    """Another answer to one question of the profile: what it says, and which answers it sets."""

    key: str
    words: str
    step: Step
    answers: Answers


@dataclass(frozen=True)
class Gain:
    """What a change would bring."""

    change: Change
    more: int
    kinds: str


@dataclass(frozen=True)
class Nearly:
    """A listing that breaks exactly one rule, and by how much."""

    suggestion: Suggestion
    missing: str


@dataclass(frozen=True)
class Outlook:
    """How many listings fit now, of how many, and what would bring more."""

    fitting: int
    all: int
    gains: list[Gain]


def changes_for(profile: Profile) -> list[Change]:
    """The changes that make sense for these answers: a limit that is not set cannot be widened."""
    found = [_rent(profile), _price(profile), _distance(profile), _days(profile), _weekdays(profile)]
    return [change for change in (*found, _car(profile), _months(profile)) if change is not None]


def outlook(seeker: Seeker) -> Outlook:
    """Counted with every published listing: all hard rules, no ranking. The most helpful change first."""
    changes = changes_for(seeker.profile)
    others = [_with(seeker, change) for change in changes]
    mask = allowed(seeker.found, [seeker.me, *others])
    offers = offers_of(seeker.found)
    gains = []
    for change, fits in zip(changes, mask[1:], strict=True):
        new = [offer.kind for offer, is_new in zip(offers, fits & ~mask[0], strict=True) if is_new]
        gains.append(Gain(change, len(new), _kinds(new)))
    helpful = sorted((gain for gain in gains if gain.more), key=lambda gain: -gain.more)
    return Outlook(int(mask[0].sum()), len(offers), helpful)


def nearly(seeker: Seeker) -> list[Nearly]:
    """The best of what breaks one rule only: a budget or the distance by a fifth at most, the days by one."""
    me = seeker.me
    relaxed = [replace(me, **wider) for wider in (_budgets(me), _reach(me), _longer(me)) if wider]
    if not relaxed:
        return []
    mask = allowed(seeker.found, [me, *relaxed])
    offers = offers_of(seeker.found)
    is_near = mask[1:].any(axis=0) & ~mask[0]
    hidden = {answer.listing_id for answer in seeker.answers}
    near = {offer.id for offer, yes in zip(offers, is_near, strict=True) if yes and offer.id not in hidden}
    if not near:
        return []
    widest = replace(me, **_budgets(me), **_reach(me), **_longer(me))
    matches = best(seeker.found, widest, SHOWN_NEARLY, lambda offer: offer.id in near)
    told = seeker.told([replace(match, contributions=_still_true(match)) for match in matches])
    return [Nearly(one, _missing(seeker, one)) for one in told]


def _still_true(match: Match) -> tuple[Contribution, ...]:
    """Without what was only said of the widened answers."""
    return tuple(part for part in match.contributions if part.field not in WIDENED)


def _missing(seeker: Seeker, one: Suggestion) -> str:
    offer = seeker.found.offers[one.card.id]
    teller = seeker.teller({offer.municipality: one.card.place})
    refusals = seeker.found.matcher.why_not(seen_by(seeker.me, offer.kind), offer)
    return joined(teller.missing(refusal) for refusal in refusals)


def _with(seeker: Seeker, change: Change) -> Resident:
    """The resident with the other answers, made by the same adapter as always."""
    names = set(Profile.model_fields) - {"id"}
    other = Profile(**{**seeker.profile.model_dump(include=names), **change.answers})
    home = seeker.found.places.get(other.home_code or "")
    return resident_of(other, home, consents=seeker.me.consent)


def _budgets(me: Resident) -> dict[str, Any]:
    said = {"rent_budget": me.rent_budget, "purchase_budget": me.purchase_budget}
    return {name: int(amount * NEARLY) for name, amount in said.items() if amount is not None}


def _reach(me: Resident) -> dict[str, Any]:
    return {} if me.max_distance_km is None else {"max_distance_km": me.max_distance_km * NEARLY}


def _longer(me: Resident) -> dict[str, Any]:
    days = me.days_per_month
    return {} if days is None else {"days_per_month": min(days + SHORT_DAYS, MOST_DAYS)}


def _kinds(kinds: Sequence[str]) -> str:
    count = Counter(kinds)
    return joined(_("%(kind)s%(n)s件", kind=k.label, n=count[k.value]) for k in ListingKind if count[k.value])


def _rent(profile: Profile) -> Change | None:
    if profile.monthly_budget is None:
        return None
    amount = profile.monthly_budget + RENT_STEP
    words = _("毎月の予算を%(step)s上げて、%(amount)sにする", step=show_yen(RENT_STEP), amount=show_yen(amount))
    return Change("rent", words, Step.BUDGET, {"monthly_budget": amount})


def _price(profile: Profile) -> Change | None:
    if profile.purchase_budget is None:
        return None
    amount = profile.purchase_budget + PRICE_STEP
    words = _("家を買う予算を%(step)s上げて、%(amount)sにする", step=show_yen(PRICE_STEP), amount=show_yen(amount))
    return Change("price", words, Step.BUDGET, {"purchase_budget": amount})


def _distance(profile: Profile) -> Change | None:
    if profile.max_distance_km is None:
        return None
    km = profile.max_distance_km + KM_STEP
    words = _("距離を%(step)skm伸ばして、%(km)skmまでにする", step=KM_STEP, km=km)
    return Change("distance", words, Step.AREAS, {"max_distance_km": km})


def _days(profile: Profile) -> Change | None:
    if profile.days_per_month is None or profile.days_per_month >= MOST_DAYS:
        return None
    days = min(profile.days_per_month + DAYS_STEP, MOST_DAYS)
    words = _("滞在を月%(days)s日に増やす", days=days)
    return Change("days", words, Step.RHYTHM, {"days_per_month": days})


def _weekdays(profile: Profile) -> Change | None:
    if profile.stay_days is not StayDays.WEEKENDS:
        return None
    return Change("weekdays", _("平日にも行けるようにする"), Step.RHYTHM, {"stay_days": StayDays.ANY})


def _car(profile: Profile) -> Change | None:
    if profile.has_car is not False:
        return None
    return Change("car", _("現地で車を使えるようにする"), Step.RHYTHM, {"has_car": True})


def _months(profile: Profile) -> Change | None:
    if not profile.months:
        return None
    return Change("months", _("時期をしぼらず、一年を通して探す"), Step.RHYTHM, {"months": []})
