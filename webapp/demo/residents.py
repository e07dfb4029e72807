"""The demo's residents: complete, fictional profiles of the two with printed accounts and of three more applicants."""

from datetime import date
from typing import Any

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.accounts.models import User
from webapp.core.actor import Role, system_actor
from webapp.demo.world import PASSWORD, World
from webapp.residents import actions
from webapp.residents.models import ASKED_IN_WIZARD, ConsentPurpose, RemoteWork, StayDays, Step
from webapp.residents.queries import profile_of_user
from webapp.residents.snapshot import ANSWERS

BY = system_actor("demo")
#: applicants without a printed account, so that the clerk's queue has something in it
MORE_PEOPLE = {
    "resident3": "三浦 大地",
    "resident4": "野村 千春",
    "resident5": "内田 さくら",
    "minor": "原田 湊",
    "premium": "小松 陽子",
}
_USUAL: dict[str, Any] = {
    "adults": 1,
    "stay_days": StayDays.WEEKENDS,
    "days_per_month": 4,
    "kinds": ["home", "event", "need"],
    "wished_areas": ["202151"],
    "remote_work": RemoteWork.PARTLY,
}
PROFILES: dict[str, dict[str, Any]] = {
    "resident": {
        "family_name": "青木",
        "given_name": "美咲",
        "family_kana": "アオキ",
        "given_kana": "ミサキ",
        "birth_date": date(1987, 6, 14),
        "home_code": "131121",
        "wished_areas": ["202151", "212172", "200000"],
        "max_travel_minutes": 240,
        "themes": ["renovation", "vegetables", "design", "in_the_mountains"],
        "wishes": "週末は古い家を少しずつ直しながら、畑の手伝いをしたいです。平日はリモートでデザインの仕事をしています。",
        "skills": ["graphic_design", "writing"],
        "licences": ["car"],
        "skills_note": "広告の制作会社で12年、パンフレットや看板をつくってきました。",
        "adults": 2,
        "children_ages": [6],
        "family_comes": True,
        "facilities": ["school", "fiber"],
        "days_per_month": 8,
        "stay_days": StayDays.ANY,
        "has_car": True,
        "remote_work": RemoteWork.FULLY,
        "kinds": ["home", "coworking", "event", "need"],
        "monthly_budget": 50_000,
        "purchase_budget": 6_000_000,
    },
    "resident2": {
        "family_name": "長谷川",
        "given_name": "亮",
        "family_kana": "ハセガワ",
        "given_kana": "リョウ",
        "birth_date": date(1974, 11, 2),
        "home_code": "231002",
        "wished_areas": ["202151", "152242"],
        "themes": ["programming", "computer_help", "festivals", "fermentation"],
        "wishes": "お祭りの準備と、お年寄りのスマホの相談を手伝っています。いずれは酒蔵の近くに小さな家を借りたいです。",
        "skills": ["software", "computer_teaching"],
        "licences": ["car"],
        "days_per_month": 6,
        "months": [4, 5, 7, 8, 10, 11],
        "has_car": False,
        "kinds": ["home", "job", "event"],
        "monthly_budget": 35_000,
    },
    "resident3": {
        "family_name": "三浦",
        "given_name": "大地",
        "family_kana": "ミウラ",
        "given_kana": "ダイチ",
        "birth_date": date(1995, 1, 23),
        "home_code": "141003",
        "themes": ["forestry", "camping"],
        "wishes": "山の手入れをおぼえたいです。",
        "licences": ["car"],
    },
    "resident4": {
        "family_name": "野村",
        "given_name": "千春",
        "family_kana": "ノムラ",
        "given_kana": "チハル",
        "birth_date": date(1981, 9, 9),
        "home_code": "271004",
        "themes": ["children", "cooking"],
        "wishes": "子どもと一緒に、季節の料理を教わりたいです。",
        "children_ages": [3, 8],
        "is_confidential": True,
    },
    "resident5": {
        "family_name": "内田",
        "given_name": "さくら",
        "family_kana": "ウチダ",
        "given_kana": "サクラ",
        "birth_date": date(1999, 4, 4),
        "home_code": "202011",
        "themes": ["film", "history"],
        "wishes": "宿場の写真を撮っています。",
        "skills": ["photography"],
    },
    "minor": {
        "family_name": "原田",
        "given_name": "湊",
        "family_kana": "ハラダ",
        "given_kana": "ミナト",
        "birth_date": date(2010, 5, 5),
        "home_code": "231002",
        "themes": ["festivals", "vegetables"],
        "wishes": "祖父母の家に通って、お祭りの太鼓を習っています。",
        "stay_days": StayDays.ANY,
        "remote_work": RemoteWork.NONE,
        "adults": 3,
    },
    "premium": {
        "family_name": "小松",
        "given_name": "陽子",
        "family_kana": "コマツ",
        "given_kana": "ヨウコ",
        "birth_date": date(1969, 2, 18),
        "home_code": "131091",
        "themes": ["ecology", "festivals", "welfare"],
        "wishes": "月に二度通って、花壇とお祭りの手伝いをしています。",
        "skills_note": "幼稚園に30年つとめました。",
    },
}


def seed(world: World) -> None:
    """Fill in the profiles that are missing; `world.things["profiles"]` finds each by the key of its person."""
    for key, name in MORE_PEOPLE.items():
        world.users.setdefault(key, _person(f"{key}@demo.example", name))
    world.things["profiles"] = {key: _profile(world.users[key], answers) for key, answers in PROFILES.items()}


def _person(email: str, name: str) -> User:
    known = people.find_by_email(email)
    if known is not None:
        return known
    person = accounts.create_user(email=email, display_name=name, password=PASSWORD, verified=True, is_demo=True)
    accounts.grant(person, Role.RESIDENT, by=BY)
    return person


def _profile(user: User, answers: dict[str, Any]) -> Any:
    known = profile_of_user(user.id)
    if known is not None:
        return known
    actor = people.actor_of(user)
    row = actions.own_profile(by=actor)
    row.is_demo = True
    given = {**_USUAL, **answers}
    for step in Step:
        chosen = {name: given[name] for name in ANSWERS.get(step, ()) if name in given}
        actions.answer(row, step, chosen, by=actor)
    consents: dict[ConsentPurpose, bool] = {
        p: p is not ConsentPurpose.CORPORATIONS and not row.is_confidential for p in ASKED_IN_WIZARD
    }
    actions.consent(user.id, consents, by=actor)
    return row
