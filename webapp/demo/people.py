"""The demo's people: one fictional account for each role, all with the same printed password."""

from datetime import UTC, date, datetime
from typing import Any

from webapp.accounts import actions, links, memberships, queries
from webapp.accounts.models import Passkey, SignIn, User
from webapp.core.actor import Role, system_actor
from webapp.core.database import session
from webapp.core.ids import new_token
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
    world.users["former_clerk"] = _former_clerk(world.users["admin"])


def _person(email: str, name: str, role: Role | None, organisation: str | None) -> User:
    known = queries.find_by_email(email)
    if known is not None:
        return known
    person = actions.create_user(email=email, display_name=name, password=PASSWORD, verified=True, is_demo=True)
    if role is not None:
        actions.grant(person, role, organisation, by=BY)
    return person


def _former_clerk(admin: User) -> User:
    """Somebody who moved on last April and left a device behind; a successor is invited."""
    email = address_of("former-clerk")
    known = queries.find_by_email(email)
    if known is not None:
        return known
    person = actions.create_user(email=email, display_name="小口 隆", verified=True, is_demo=True)
    first, last = date(2024, 4, 1), date(2026, 3, 31)
    memberships.open_membership(person, Role.CLERK, MAIN_TOWN, by=BY, valid_from=first, valid_until=last)
    left = datetime(2026, 3, 31, 8, 30, tzinfo=UTC)
    session().add_all(
        [
            Passkey(user_id=person.id, credential_id=person.id, public_key="", label="職場の端末", created_at=left),
            SignIn(token_hash=links.hash_token(new_token()), user_id=person.id, expires_at=left, revoked_at=left),
        ]
    )
    actions.invite(address_of("new-clerk"), "新村 拓", Role.CLERK, MAIN_TOWN, by=queries.actor_of(admin))
    return person
