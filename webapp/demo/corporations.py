"""The demo's support corporations: two made-up bodies, designated by four of the demo's towns."""

from datetime import date, timedelta
from typing import NamedTuple

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.accounts.models import User
from webapp.core.actor import Role, system_actor
from webapp.core.clock import today
from webapp.core.codes import corporate_number
from webapp.corporations import actions, queries
from webapp.corporations.designations import deciding
from webapp.corporations.models import Corporation
from webapp.demo.world import PASSWORD, World

BY = system_actor("demo")


class DemoCorporation(NamedTuple):
    """A body that does not exist; its number has a right check digit and belongs to nobody."""

    base_number: str
    name: str
    kana: str
    legal_form: str
    representative: str
    address: str
    about: str
    towns: tuple[str, ...]
    tasks: tuple[str, ...]


CORPORATIONS = {
    "kiso": DemoCorporation(
        "999999000001",
        "木曽路ふたくらし舎（架空）",
        "きそじふたくらししゃ",
        "npo",
        "見本 林太郎",
        "長野県塩尻市の宿場町（架空の事務所）",
        "古い家の手入れと、通ってくる人の相談を受けています。家の持ち主と、使いたい人のあいだに立ち、"
        "内見の付き添い、大工の紹介、近所へのあいさつまで一緒に歩きます。",
        ("202151", "212172"),
        ("1", "2", "4"),
    ),
    "seto": DemoCorporation(
        "999999000002",
        "海とみかんの暮らし社（架空）",
        "うみとみかんのくらししゃ",
        "general_association",
        "見本 海子",
        "愛媛県宇和島市の港のそば（架空の事務所）",
        "海辺の空き家と、みかん農家の人手の相談窓口です。収穫の季節には、泊まる場所と畑を一度に案内します。",
        ("382035", "372081"),
        ("1", "3", "5"),
    ),
}


def seed(world: World) -> None:
    """Make them once; `world.things["corporations"]` finds each by its key."""
    found = {key: _corporation(described) for key, described in CORPORATIONS.items()}
    world.things["corporations"] = found
    world.users.setdefault("corporation2", _second_person())
    for key, person in (("kiso", "corporation"), ("seto", "corporation2")):
        _give_role(world.users[person], found[key])
    _invite_a_colleague(world.users["corporation"], found["kiso"])


def _invite_a_colleague(person: User, corporation: Corporation) -> None:
    """Its first person has asked a second one to join."""
    if not people.open_invitations(corporation.id):
        by = people.actor_of(person)
        actions.invite_colleague(corporation, email="corporation3@demo.example", name="唐沢 実", by=by)


def _corporation(described: DemoCorporation) -> Corporation:
    number = corporate_number(described.base_number)
    known = queries.by_number(number)
    if known is not None:
        return known
    texts = {name: getattr(described, name) for name in ("kana", "representative", "address", "about")}
    texts["seat"] = described.address
    corporation = actions.add(
        number, name=described.name, legal_form=described.legal_form, by=BY, further=texts, is_demo=True
    )
    for place, code in enumerate(described.towns):
        day = min(date(2025, 10, 1), today() - timedelta(days=1)) + timedelta(days=-30 * place)
        terms = deciding.Terms(day, described.tasks, "市内全域", f"見本第{place + 1}号")
        deciding.record(corporation, terms, municipality_code=code, by=BY, is_demo=True)
    return corporation


def _second_person() -> User:
    known = people.find_by_email("corporation2@demo.example")
    return known or accounts.create_user(
        email="corporation2@demo.example", display_name="岡田 渚", password=PASSWORD, verified=True, is_demo=True
    )


def _give_role(person: User, corporation: Corporation) -> None:
    held = people.memberships_of(person)
    if not any(m.role is Role.CORPORATION and m.organisation == corporation.id for m in held):
        accounts.grant(person, Role.CORPORATION, corporation.id, by=BY)
