"""The demo's people: one fictional account for each role, all with the same printed password."""

from typing import Any

from webapp.accounts import actions, queries
from webapp.accounts.models import User
from webapp.core.actor import Role, system_actor
from webapp.demo.world import MAIN_TOWN, PASSWORD, PREFECTURE, World

BY = system_actor("demo")
#: key in world.users → name, role, organisation; the corporation's is known once the corporations are seeded
PEOPLE: dict[str, tuple[str, Role | None, str | None]] = {
    "resident": ("青木 美咲", Role.RESIDENT, None),
    "resident2": ("長谷川 亮", Role.RESIDENT, None),
    "owner": ("宮下 よし子", Role.OWNER, None),
    "corporation": ("小林 直樹", None, None),
    "hub": ("百瀬 あかり", Role.HUB, MAIN_TOWN),
    "partner": ("丸山 健二", Role.PARTNER, MAIN_TOWN),
    "clerk": ("中村 早紀", Role.CLERK, MAIN_TOWN),
    "admin": ("上條 正人", Role.MUNICIPALITY_ADMIN, MAIN_TOWN),
    "prefecture": ("北原 恵", Role.PREFECTURE, PREFECTURE),
    "operator": ("高野 千尋", Role.OPERATOR, None),
}


def accounts() -> list[tuple[Any, str, str]]:
    """Role in words, name and address of each account, in the order of the table."""
    return [
        ((role or Role.CORPORATION).label, name, address_of(key)) for key, (name, role, _organisation) in PEOPLE.items()
    ]


def address_of(key: str) -> str:
    """The address of an account; letters to it go nowhere."""
    return f"{key}@demo.example"


def seed(world: World) -> None:
    """Make the accounts that are missing; `world.users[key]` finds each, the address is key@demo.example."""
    for key, (name, role, organisation) in PEOPLE.items():
        world.users[key] = _person(address_of(key), name, role, organisation)


def _person(email: str, name: str, role: Role | None, organisation: str | None) -> User:
    known = queries.find_by_email(email)
    if known is not None:
        return known
    person = actions.create_user(email=email, display_name=name, password=PASSWORD, verified=True, is_demo=True)
    if role is not None:
        actions.grant(person, role, organisation, by=BY)
    return person
