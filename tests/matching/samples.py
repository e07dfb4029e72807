"""Small worlds to match in: a vocabulary, one resident, one offer, a checkerboard, arbitrary people and places."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from matching import Offer, Resident, Skill, Theme, Vocabulary

VOCABULARY = Vocabulary(
    themes=(
        Theme("renovation", ("DIY", "古民家", "空き家再生", "リノベーション")),
        Theme("farming", ("田んぼ", "野菜", "農業体験")),
        Theme("music", ("音楽", "楽器", "バンド")),
        Theme("programming", ("プログラミング", "IT", "システム開発")),
        Theme("festivals", ("お祭り", "神楽", "伝統行事")),
    ),
    skills=(Skill("carpentry", "renovation"), Skill("software", "programming"), Skill("guitar", "music")),
)
TOKYO = {"home": "131041", "latitude": 35.694, "longitude": 139.7036}
RESIDENT = Resident(id="r", **TOKYO)
OFFER = Offer(id="o", kind="home", municipality="202100", latitude=35.9, longitude=138.2)


def make_resident(**changes: Any) -> Resident:
    """A resident of Shinjuku who said nothing else."""
    return replace(RESIDENT, **changes)


def make_offer(**changes: Any) -> Offer:
    """A home in Komagane without conditions."""
    return replace(OFFER, **changes)


def checkerboard() -> tuple[list[Resident], list[Offer]]:
    """Everyone wants one theme; every theme is offered three times, in other words than the residents use."""
    wishes = {
        "renovation": ("古民家を直して暮らしたいです。", "空き家再生の担い手を募集します。"),
        "farming": ("田んぼに入ってみたいです。", "農業体験の受け入れ農家です。"),
        "music": ("バンドの練習ができる所がいいです。", "音楽のまちづくりの仲間を探しています。"),
        "programming": ("システム開発の経験を役立てたいです。", "町のIT化を手伝ってください。"),
        "festivals": ("お祭りに加わりたいです。", "神楽の舞い手が足りません。"),
    }
    residents = [make_resident(id=f"r-{theme}", text=wish) for theme, (wish, _) in wishes.items()]
    offers = [
        make_offer(id=f"o-{theme}-{number}", text=call, municipality=f"20{place}{number}00")
        for place, (theme, (_, call)) in enumerate(wishes.items(), start=1)
        for number in range(3)
    ]
    return residents, offers


CODES = ["131041", "202100", "202011", "394017", "473812"]
THEMES = sorted(VOCABULARY.theme_columns)
SKILLS = sorted(VOCABULARY.skill_columns)
KINDS = ["home", "job", "event"]
LICENCES = ["car", "nurse"]
FACILITIES = ["school", "hospital"]
WORDS = [
    "古民家が好きです。",
    "お祭りは苦手です。",
    "IT企業で働いていた。",
    "野菜を作りたい",
    "海",
    "",
    "DIY!?",
    "楽器\n神楽",
]


def some(values: list[str]) -> st.SearchStrategy[frozenset[str]]:
    """Any part of the values."""
    return st.frozensets(st.sampled_from(values))


def maybe(low: int, high: int) -> st.SearchStrategy[int | None]:
    """A number or nothing said."""
    return st.none() | st.integers(low, high)


PLACES = st.sampled_from([(None, None), (35.694, 139.7036), (35.9, 138.2), (33.0, 133.0), (26.2, 127.7)])
MONTHS = st.frozensets(st.sampled_from([1, 7, 12]))
TEXTS = st.lists(st.sampled_from(WORDS), max_size=3).map("".join)


@st.composite
def residents(draw: st.DrawFn) -> Resident:
    """Anybody at all."""
    latitude, longitude = draw(PLACES)
    return Resident(
        id=draw(st.text("abc", min_size=1, max_size=3)),
        home=draw(st.none() | st.sampled_from(CODES)),
        latitude=latitude,
        longitude=longitude,
        wished_areas=draw(some([*CODES, "20", "390003"])),
        themes=draw(some(THEMES)),
        text=draw(TEXTS),
        skills=draw(some(SKILLS)),
        licences=draw(some(LICENCES)),
        adults=draw(st.integers(1, 3)),
        children_ages=tuple(draw(st.lists(st.integers(0, 17), max_size=2))),
        days_per_month=draw(maybe(0, 31)),
        weekends_only=draw(st.booleans()),
        rent_budget=draw(maybe(0, 100_000)),
        purchase_budget=draw(maybe(0, 10_000_000)),
        has_car=draw(st.none() | st.booleans()),
        remote_work=draw(st.booleans()),
        wanted_kinds=draw(some(KINDS)),
        max_distance_km=draw(maybe(0, 2000)),
        facilities_needed=draw(some(FACILITIES)),
        months_available=draw(MONTHS),
        is_confidential=draw(st.sampled_from([False, False, False, True])),
        consent=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """Any offer at all."""
    latitude, longitude = draw(PLACES)
    return Offer(
        id=draw(st.text("abcdef", min_size=1, max_size=6)),
        kind=draw(st.sampled_from(KINDS)),
        municipality=draw(st.sampled_from(CODES)),
        latitude=latitude,
        longitude=longitude,
        text=draw(TEXTS),
        themes=draw(some(THEMES)),
        skills_wanted=draw(some(SKILLS)),
        monthly_cost=draw(maybe(0, 100_000)),
        purchase_price=draw(maybe(0, 10_000_000)),
        min_days=draw(st.integers(0, 20)),
        car_required=draw(st.booleans()),
        licences_required=draw(some(LICENCES)),
        family_ok=draw(st.none() | st.booleans()),
        people_max=draw(maybe(0, 6)),
        remote_ok=draw(st.booleans()),
        weekend_ok=draw(st.none() | st.booleans()),
        capacity_left=draw(maybe(0, 3)),
        facilities=draw(st.none() | some(FACILITIES)),
        months=draw(MONTHS),
        consent=draw(st.sampled_from([True, True, True, False])),
    )


OFFER_LISTS = st.lists(offers(), max_size=8, unique_by=lambda offer: offer.id)
RESIDENT_LISTS = st.lists(residents(), max_size=6, unique_by=lambda resident: resident.id)
