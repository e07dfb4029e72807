"""People for tests; each function adds a row to the open unit of work and returns it."""

from datetime import date
from itertools import count
from typing import Any

from pwdlib.hashers.argon2 import Argon2Hasher

from webapp.accounts import memberships, queries
from webapp.accounts.models import User
from webapp.core.actor import Actor, Role, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session

PASSWORD = "four words make it long"
BY = system_actor("tests")
_numbers = count(1)
_hashes: dict[str, str] = {}


def a_user(*roles: Role, password: str = PASSWORD, **values: Any) -> User:
    """A verified person; `roles` are those without an organisation."""
    number = next(_numbers)
    known = {
        "email": f"person{number}@example.jp",
        "display_name": f"山田 {number}",
        "email_verified_at": now(),
        "password_hash": _hashed(password),
    }
    person = User(**{**known, **values})
    session().add(person)
    session().flush()
    for role in roles:
        a_membership(person, role)
    return person


def a_membership(
    person: User,
    role: Role,
    organisation: str | None = None,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Any:
    """A role, in force since today unless said otherwise."""
    return memberships.open_membership(
        person, role, organisation, by=BY, valid_from=valid_from or today(), valid_until=valid_until
    )


def a_resident_user(**values: Any) -> User:
    """Somebody who signed up."""
    return a_user(Role.RESIDENT, **values)


def a_staff_user(role: Role, organisation: str, **values: Any) -> User:
    """Somebody who works for an organisation: a municipality's or prefecture's code, or a corporation's id."""
    person = a_user(**values)
    a_membership(person, role, organisation)
    return person


def a_clerk(code: str, **values: Any) -> User:
    """Somebody who works for a municipality."""
    return a_staff_user(Role.CLERK, code, **values)


def an_admin(code: str, **values: Any) -> User:
    """A municipality's administrator."""
    return a_staff_user(Role.MUNICIPALITY_ADMIN, code, **values)


def an_operator(**values: Any) -> User:
    """Somebody who runs the service."""
    return a_user(Role.OPERATOR, **values)


def actor_of(person: User) -> Actor:
    """The person as `by=` of an action."""
    return queries.actor_of(person, has_second_factor=True)


def _hashed(password: str) -> str:
    """With the parameters of the tests' settings; made here, because a factory needs no app."""
    if password not in _hashes:
        _hashes[password] = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)
    return _hashes[password]
