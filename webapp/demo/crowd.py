"""The demo's crowd: fictional residents without accounts to sign in with, so that towns have people to find."""

from datetime import date
from itertools import cycle
from typing import Any

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.accounts.models import User
from webapp.core.actor import Role, system_actor
from webapp.core.database import session
from webapp.core.themes import SKILLS, THEMES
from webapp.demo.world import World
from webapp.residents.models import (
    ASKED_IN_WIZARD,
    CONSENT_VERSION,
    Consent,
    ConsentPurpose,
    RemoteWork,
    Resident,
    StayDays,
    Step,
)
from webapp.residents.queries import profile_of_user

BY = system_actor("demo")
#: home → how many live there
HOMES = {
    "131121": 9, "131041": 7, "131130": 4, "141003": 8, "111007": 4, "231002": 7, "271004": 5, "401307": 3, "011002": 1,
}  # fmt: skip
_FAMILY = (("高橋", "タカハシ"), ("渡辺", "ワタナベ"), ("小川", "オガワ"), ("森", "モリ"), ("藤田", "フジタ"), ("岡田", "オカダ"), ("村上", "ムラカミ"))  # fmt: skip
_GIVEN = (("翔太", "ショウタ"), ("由美", "ユミ"), ("蓮", "レン"), ("真央", "マオ"), ("健", "ケン"), ("彩", "アヤ"), ("悠", "ユウ"), ("葵", "アオイ"), ("直", "ナオ"))  # fmt: skip
_AREAS = (["202151"], ["200000"], ["202151", "212172"], ["382035", "372081"], ["202151", "152242"], ["360007"])
#: what few listings of the demo offer, and what many do
_WISHES = (
    "marine",
    "renovation",
    "festivals",
    "vegetables",
    "marine",
    "music",
    "fermentation",
    "children",
    "programming",
)
_KINDS = (["home", "need"], ["need", "event"], ["home", "job", "need"], ["event", "coworking"])
_DAYS = ((3, StayDays.WEEKENDS), (4, StayDays.WEEKENDS), (8, StayDays.ANY), (12, StayDays.WEEKDAYS))


def seed(world: World) -> None:
    """Make them once; `world.users["crowd1"]` and so on finds each."""
    homes = [code for code, count in HOMES.items() for _number in range(count)]
    names = cycle(zip(_FAMILY * len(_GIVEN), _GIVEN * len(_FAMILY), strict=True))
    for number, (home, name) in enumerate(zip(homes, names, strict=False), 1):
        key = f"crowd{number}"
        world.users.setdefault(key, _person(f"{key}@demo.example", "".join(part[0] for part in name)))
        if profile_of_user(world.users[key].id) is None:
            _profile(world.users[key], number, home, name)
    session().flush()


def _person(email: str, name: str) -> User:
    known = people.find_by_email(email)
    if known is not None:
        return known
    person = accounts.create_user(email=email, display_name=name, verified=True, is_demo=True)
    accounts.grant(person, Role.RESIDENT, by=BY)
    return person


def _profile(user: User, number: int, home: str, name: Any) -> None:
    (family_name, family_kana), (given_name, given_kana) = name
    themes = [_WISHES[number % len(_WISHES)], THEMES[number * 7 % len(THEMES)].code]
    days, stay_days = _DAYS[number % len(_DAYS)]
    comes = number % 3 == 0
    profile = Resident(
        user_id=user.id,
        family_name=family_name,
        given_name=given_name,
        family_kana=family_kana,
        given_kana=given_kana,
        birth_date=date(1960 + number % 40, 1 + number % 12, 1 + number % 28),
        home_code=home,
        wished_areas=_AREAS[number % len(_AREAS)],
        themes=themes,
        skills=[SKILLS[number * 5 % len(SKILLS)].code],
        licences=["car"] if number % 4 else [],
        adults=2 if comes else 1,
        children_ages=[number % 12] if number % 6 == 0 else [],
        family_comes=comes,
        days_per_month=days,
        stay_days=stay_days,
        has_car=number % 5 != 0,
        remote_work=RemoteWork.PARTLY if number % 2 else RemoteWork.NONE,
        kinds=_KINDS[number % len(_KINDS)],
        monthly_budget=20_000 + 10_000 * (number % 5),
        purchase_budget=1_000_000 + 500_000 * (number % 7),
        answered=[step.value for step in Step],
        is_demo=True,
    )
    session().add(profile)
    session().add_all(_consents(user, number))


def _consents(user: User, number: int) -> list[Consent]:
    """Most agree to everything, every seventh not to be found by towns, every third not by corporations."""
    withheld = {ConsentPurpose.TOWNS: number % 7 == 0, ConsentPurpose.CORPORATIONS: number % 3 == 0}
    return [
        Consent(user_id=user.id, purpose=one, text_version=CONSENT_VERSION[one], is_given=not withheld.get(one, False))
        for one in ASKED_IN_WIZARD
    ]
