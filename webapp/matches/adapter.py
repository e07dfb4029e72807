"""Rows → the profiles that `matching` ranks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from matching import Offer, Resident, Skill, Theme, Vocabulary
from webapp.core.themes import SKILLS, THEMES
from webapp.listings.models import Deal, ListingKind
from webapp.matches import known
from webapp.residents.models import RemoteWork, StayDays
from webapp.residents.models import Resident as Profile


def vocabulary() -> Vocabulary:
    """Our table of themes and skills as `matching` takes it."""
    return Vocabulary(
        tuple(Theme(theme.code, theme.words) for theme in THEMES),
        tuple(Skill(skill.code, skill.theme) for skill in SKILLS),
    )


Place = tuple[float | None, float | None]
"""Latitude and longitude in degrees, as far as they are known."""
NOWHERE: Place = (None, None)
Standings = Mapping[str, Mapping[str, float]]
"""By town and by what may matter, which share of the country's towns meets it less."""
NOTHING_KNOWN: Standings = {}
_RENTED = (Deal.RENT, Deal.TRIAL)


@dataclass(frozen=True, slots=True)
class Described(Resident):
    """A resident of whose words it is known which tell what they can do: `skills_text` is that part of `text`."""

    skills_text: str = ""


def resident_of(profile: Profile, home: Place | None, *, consents: bool) -> Described:
    """A profile with the place of its home municipality; blanks stay unsaid, sex and nationality are never asked.

    For jobs use `seen_by`, which leaves the family out.
    """
    latitude, longitude = home if home and None not in home else NOWHERE
    return Described(
        id=profile.user_id,
        home=profile.home_code,
        latitude=latitude,
        longitude=longitude,
        wished_areas=frozenset(profile.wished_areas),
        themes=frozenset(profile.themes),
        text=f"{profile.wishes}\n{profile.skills_note}".strip(),
        skills=frozenset(profile.skills),
        licences=frozenset(profile.licences),
        adults=(profile.adults or 1) if profile.family_comes else 1,
        children_ages=tuple(profile.children_ages) if profile.family_comes else (),
        days_per_month=profile.days_per_month,
        weekends_only=profile.stay_days is StayDays.WEEKENDS,
        rent_budget=profile.monthly_budget,
        purchase_budget=profile.purchase_budget,
        has_car=profile.has_car,
        remote_work=profile.remote_work in (RemoteWork.PARTLY, RemoteWork.FULLY),
        wanted_kinds=frozenset(profile.kinds),
        max_distance_km=profile.max_distance_km,
        facilities_needed=frozenset(profile.facilities),
        matters=frozenset(profile.matters),
        months_available=frozenset(profile.months),
        consent=consents and not profile.is_confidential,
        is_confidential=profile.is_confidential,
        skills_text=profile.skills_note.strip(),
    )


def as_worker(resident: Resident) -> Resident:
    """The same person without family: who comes along, and what the household needs nearby, is no matter of work.

    Words about wishes may tell of the family too, so of the words only those about skills are left.
    """
    words = resident.skills_text if isinstance(resident, Described) else ""
    family: dict[str, Any] = {"adults": 1, "children_ages": (), "household": "", "facilities_needed": frozenset()}
    return replace(resident, text=words, matters=frozenset(), **family)


def seen_by(resident: Resident, kind: str) -> Resident:
    """What an offer of this kind may be compared with: for jobs the law forbids to look at the family."""
    return as_worker(resident) if kind == ListingKind.JOB.value else resident


def offer_of(row: Any, places: Mapping[str, Place], taken: int = 0, standings: Standings = NOTHING_KNOWN) -> Offer:
    """A light row of a published listing; where it has no place of its own, that of its municipality counts.

    taken: how many of its places people hold. standings: by town, how it stands in what may matter of it. A home for sale costs no rent, one for rent no price, whatever else the row holds; both ways count where both are
    open. No row says how many people a home takes or which facilities a town lacks: both stay unknown and exclude nobody.
    """
    latitude, longitude = row.latitude, row.longitude
    if latitude is None or longitude is None:
        latitude, longitude = places.get(row.municipality_code, NOWHERE)
    is_job = row.kind is ListingKind.JOB
    return Offer(
        id=row.id,
        kind=row.kind.value,
        municipality=row.municipality_code,
        latitude=latitude,
        longitude=longitude,
        text=f"{row.title}\n{row.summary}\n{row.body}",
        themes=frozenset(row.themes),
        skills_wanted=frozenset(row.skills),
        monthly_cost=None if row.deal is Deal.SALE else row.monthly_cost,
        purchase_price=row.price if row.kind is ListingKind.HOME and row.deal not in _RENTED else None,
        min_days=row.min_days_per_month or 0,
        car_required=row.car_required,
        licences_required=frozenset(row.licences),
        family_ok=True if row.family_ok and not is_job else None,
        remote_ok=row.remote_ok,
        weekend_ok=known.weekend_ok(row.kind, row.details),
        capacity_left=None if row.capacity is None else max(0, row.capacity - taken),
        months=known.months(row.kind, row.details),
        facilities=None,
        town_standing=standings.get(row.municipality_code, {}),
    )
