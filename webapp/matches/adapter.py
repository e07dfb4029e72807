"""Rows → the profiles that `matching` ranks."""

from collections.abc import Mapping
from typing import Any

from matching import Offer, Resident, Skill, Theme, Vocabulary
from webapp.core.themes import SKILLS, THEMES
from webapp.municipalities.models import Municipality
from webapp.residents.models import RemoteWork, StayDays
from webapp.residents.models import Resident as Profile


def vocabulary() -> Vocabulary:
    """Our table of themes and skills as `matching` takes it."""
    return Vocabulary(
        tuple(Theme(theme.code, theme.words) for theme in THEMES),
        tuple(Skill(skill.code, skill.theme) for skill in SKILLS),
    )


def resident_of(profile: Profile, home: Municipality | None, *, consents: bool) -> Resident:
    """A profile with the place of its home municipality; blanks stay unsaid."""
    has_place = home is not None and home.latitude is not None and home.longitude is not None
    return Resident(
        id=profile.user_id,
        home=profile.home_code,
        latitude=home.latitude if home and has_place else None,
        longitude=home.longitude if home and has_place else None,
        wished_areas=frozenset(profile.wished_areas),
        themes=frozenset(profile.themes),
        text=f"{profile.wishes}\n{profile.skills_note}".strip(),
        skills=frozenset(profile.skills),
        licences=frozenset(profile.licences),
        adults=profile.adults or 1,
        children_ages=tuple(profile.children_ages) if profile.family_comes else (),
        days_per_month=profile.days_per_month,
        weekends_only=profile.stay_days is StayDays.WEEKENDS,
        rent_budget=profile.monthly_budget,
        purchase_budget=profile.purchase_budget,
        has_car=profile.has_car,
        remote_work=profile.remote_work in (RemoteWork.PARTLY, RemoteWork.FULLY),
        wanted_kinds=frozenset(profile.kinds),
        max_distance_km=profile.max_distance_km,
        facilities_needed=frozenset(),
        consent=consents,
    )


Place = tuple[float | None, float | None]


def offer_of(row: Any, places: Mapping[str, Place]) -> Offer:
    """A light row of a published listing; where it has no place of its own, that of its municipality counts."""
    latitude, longitude = row.latitude, row.longitude
    if latitude is None or longitude is None:
        latitude, longitude = places.get(row.municipality_code, (None, None))
    return Offer(
        id=row.id,
        kind=row.kind.value,
        municipality=row.municipality_code,
        latitude=latitude,
        longitude=longitude,
        text=f"{row.title}\n{row.summary}\n{row.body}",
        themes=frozenset(row.themes),
        skills_wanted=frozenset(row.skills),
        monthly_cost=row.monthly_cost,
        purchase_price=row.price if row.kind.value == "home" else None,
        min_days=row.min_days_per_month or 0,
        car_required=row.car_required,
        licences_required=frozenset(row.licences),
        family_ok=True if row.family_ok else None,
        remote_ok=row.remote_ok,
        capacity_left=row.capacity,
        facilities=None,
    )
