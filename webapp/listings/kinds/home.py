"""A home: a vacant house, a flat, a trial house – with what its owner must have agreed to."""

from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined, measured
from webapp.core.i18n import lazy as _l
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words, unanswered, year_words
from webapp.listings.kinds.homes.address import why_too_fine
from webapp.listings.kinds.homes.building import (
    Building,
    PropertyType,
    Quake,
    Repair,
    is_of_old_code,
    quake_of,
    too_new_a_standard,
)
from webapp.listings.kinds.homes.fittings import Fittings
from webapp.listings.kinds.homes.hazards import Hazards, notes, without_source
from webapp.listings.kinds.homes.honest import Honest
from webapp.listings.kinds.homes.land import Land
from webapp.listings.kinds.homes.position import Position, is_asked, still_open
from webapp.listings.kinds.homes.surroundings import Surroundings
from webapp.listings.kinds.homes.terms import Tenure, Terms
from webapp.listings.kinds.kind import Kind, Section, Use
from webapp.listings.models import Deal, ListingKind

__all__ = ["KIND", "Details", "PropertyType", "Quake", "Repair", "Tenure"]
PRICE_STEPS = (0, 500_000, 1_000_000, 3_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000)
RENT_STEPS = (0, 20_000, 30_000, 50_000, 80_000, 100_000, 150_000)


class Details(Honest, Hazards, Surroundings, Land, Fittings, Building, Terms, Position):
    """What is known about the building, its land and its surroundings."""


def deciding(row: Any, details: Details) -> list[Fact]:
    """Price or rent, size, year."""
    return [money(row), size(details), age(details)]


def money(row: Any) -> Fact:
    """What it costs; an unknown amount is said, not left out."""
    if row.deal is Deal.SALE or (row.monthly_cost is None and row.price is not None):
        return _("価格"), price_words(row.price) or _("相談")
    label = _("お試しの料金") if row.deal is Deal.TRIAL else _("家賃")
    rent = (
        _("月%(amount)s", amount=price_words(row.monthly_cost)) if row.monthly_cost else price_words(row.monthly_cost)
    )
    return label, rent or _("相談")


def size(details: Details) -> Fact:
    """Rooms and floor area."""
    parts = [details.layout, measured(f"{details.floor_area:,g}", "㎡") if details.floor_area else ""]
    return _("広さ"), joined(parts)


def age(details: Details) -> Fact:
    """Year of building."""
    return _("建築"), year_words(details.built_year) if details.built_year else ""


def also_missing(row: Any, details: Details) -> list[Ask]:
    """A home that is sold needs a price, one that is let a rent; a stay under a permit needs its number."""
    needs_price = row.deal is Deal.SALE and row.price is None
    needs_rent = row.deal in (Deal.RENT, Deal.TRIAL) and row.monthly_cost is None
    return [
        *([KIND.columns["price"]] if needs_price else []),
        *([KIND.columns["monthly_cost"]] if needs_rent else []),
        *(unanswered(details, ("permit_number",)) if details.tenure is Tenure.INN else []),
        *still_open(details),
        *(unanswered(details, ("quake",)) if is_of_old_code(details) is None else []),
    ]


def objections(_row: Any, details: Details) -> list[str]:
    """What contradicts itself, or says something that nobody can look up."""
    return [*too_new_a_standard(details), *without_source(details)]


def derived(_row: Any, details: Details) -> dict[str, Any]:
    """The earthquake standard follows from the year."""
    return {"quake": quake_of(details)}


def besides(_row: Any, details: Details) -> dict[str, Any]:
    """What the maps of hazards say."""
    return {"hazards": notes(details), "hazard_more": details.hazard}


def applies(_row: Any, details: Details, name: str) -> bool:
    """Where its 字 lies is asked only of a home that is shown there."""
    return is_asked(details, name)


#: shown by the page in their own table
_HAZARD_NAMES = tuple(Hazards.asks())
KIND = Kind(
    ListingKind.HOME,
    Details,
    _l("空き家、貸家、お試し住宅など、泊まる・住む場所"),
    {
        "deal": Ask(_l("売る・貸す"), must=True, facet=FacetKind.CHOICE),
        "price": Ask(_l("売りたい価格"), unit=_l("円"), facet=FacetKind.AT_MOST, steps=PRICE_STEPS),
        "monthly_cost": Ask(_l("家賃（月）"), unit=_l("円"), facet=FacetKind.AT_MOST, steps=RENT_STEPS),
        "public_address": Ask(
            _l("所在地（字まで）"),
            hint=_l("番地は入れません。公開されます。"),
            must=True,
            max_length=120,
            check=why_too_fine,
        ),
        "private_address": Ask(
            _l("くわしい所在地"),
            hint=_l("番地まで。担当者だけが見ます。公開されません。"),
            is_public=False,
            max_length=200,
        ),
    },
    deciding,
    also_missing,
    needs_consent=True,
    sections=(
        Section(
            "terms",
            _l("場所と条件"),
            ("deal", "price", "monthly_cost", "public_address", "private_address", *Position.asks(), *Terms.asks()),
        ),
        Section("building", _l("建物"), tuple(Building.asks())),
        Section("fittings", _l("設備"), tuple(Fittings.asks())),
        Section("land", _l("土地"), tuple(Land.asks())),
        Section("around", _l("まわりと交通"), tuple(Surroundings.asks())),
        Section(
            "hazards",
            _l("災害の想定"),
            tuple(Hazards.asks()),
            lead=_l(
                "国や県の地図で確かめ、出典と日付を添えてください。確かめていないものは、そのまま「未確認」と出ます。"
            ),
        ),
        Section(
            "honest",
            _l("住む前に知っておくこと"),
            tuple(Honest.asks()),
            lead=_l("合わない人もいることを先に書くと、見学のあとの行き違いが減ります。"),
            is_honest=True,
        ),
    ),
    applies=applies,
    objections=objections,
    derived=derived,
    drawn_apart=_HAZARD_NAMES,
    bookable=(Use.VIEWING, Use.STAY),
    besides=besides,
    shows_services=True,
    quick=("price", "monthly_cost"),
    also_found_by="空き家 住宅 家",
)
