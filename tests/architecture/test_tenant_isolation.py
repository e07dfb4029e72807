"""Another tenant's row is not there: every route that takes a row's id answers 404 to a stranger of the right role.

The walk is generated from the routes: an argument `listing_id` stands for a row of the table `listing` in the seeded
demo. A stranger holds the role the view asks for, but in an organisation, or as a person, that owns nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlmodel import SQLModel, select
from werkzeug.routing import Rule

from tests.factories.accounts import a_staff_user, a_user
from tests.factories.corporations import a_corporation
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core.actor import Role
from webapp.core.permissions import PUBLIC, SIGNED_IN, audiences_of

FAR_TOWN, FAR_PREFECTURE = "011002", "010006"
ROWS_TRIED = 4
#: endpoint → why everybody of the role may use it on any row
OPEN_TO_ALL: dict[str, str] = {}
#: argument → table, where the name does not say it
OTHER_NAMES: dict[str, str] = {}
#: what else a route may ask for
PLAIN = {"code": "202151", "locale": "en", "token": "nothing", "file_key": "nothing"}


@dataclass(frozen=True)
class Visit:
    """One request that a stranger makes."""

    endpoint: str
    method: str
    path: str
    role: Role


def row_arguments(rule: Rule) -> list[str]:
    return sorted(name for name in rule.arguments if name.endswith("_id"))


def table_of(argument: str) -> type[SQLModel]:
    name = OTHER_NAMES.get(argument, argument.removesuffix("_id"))
    for mapper in SQLModel._sa_registry.mappers:
        if mapper.class_.__tablename__ == name:
            found: type[SQLModel] = mapper.class_
            return found
    raise AssertionError(f"<{argument}> names no table: add it to OTHER_NAMES")


def keys_of(session: Any, argument: str) -> list[str]:
    table: Any = table_of(argument)
    return [row.id for row in session.exec(select(table).limit(ROWS_TRIED)).all()]


def plain_values(rule: Rule) -> dict[str, str]:
    """Values of the other arguments: the first choice of an `any(…)`, else a known one."""
    choices = dict(re.findall(r"<any\(([^)]*)\):(\w+)>", rule.rule))
    values = {name: options.split(",")[0].strip("'\" ") for options, name in choices.items()}
    others = [n for n in rule.arguments if n not in values and not n.endswith("_id")]
    return {**values, **{name: PLAIN[name] for name in others}}


def tenant_roles(app: Flask, rule: Rule) -> set[Role]:
    """Whose strangers are turned away: an operator has no tenant, a public page no stranger."""
    audience = audiences_of(app.view_functions[rule.endpoint])
    if PUBLIC in audience or rule.endpoint in OPEN_TO_ALL:
        return set()
    roles = {role for role in audience if isinstance(role, Role)} | (
        {Role.RESIDENT} if SIGNED_IN in audience else set()
    )
    return roles - {Role.OPERATOR}


def visits(app: Flask, session: Any) -> Iterator[Visit]:
    for rule in app.url_map.iter_rules():
        names = row_arguments(rule)
        roles = tenant_roles(app, rule) if names else set()
        if not roles:
            continue
        combinations = list(product(*(keys_of(session, name) for name in names)))
        assert combinations, f"the demo holds no row for {rule.rule}: seed one, so that the wall can be tried"
        for keys in combinations[:ROWS_TRIED]:
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **dict(zip(names, keys, strict=True)), **plain_values(rule))
            for method, role in product((rule.methods or set()) & {"GET", "POST"}, sorted(roles)):
                yield Visit(rule.endpoint, method, path, role)


def strangers() -> dict[Role, User]:
    corporation = a_corporation(name="よその法人").id
    organisations = {
        Role.CLERK: FAR_TOWN,
        Role.MUNICIPALITY_ADMIN: FAR_TOWN,
        Role.HUB: FAR_TOWN,
        Role.PARTNER: FAR_TOWN,
        Role.PREFECTURE: FAR_PREFECTURE,
        Role.CORPORATION: corporation,
    }
    known = {role: a_staff_user(role, organisation) for role, organisation in organisations.items()}
    return {**known, Role.RESIDENT: a_user(Role.RESIDENT), Role.OWNER: a_user(Role.OWNER)}


@pytest.fixture
def browsers(demo_app: Flask) -> dict[Role, PageClient]:
    with demo_app.app_context(), demo_app.extensions["futamachi"].database.transaction():
        people = strangers()
    return {role: PageClient(demo_app).sign_in(person) for role, person in people.items()}


@pytest.mark.settings(rate_limits=False)
def test_a_stranger_finds_no_row_of_another_tenant(demo_app: Flask, browsers: dict[Role, PageClient]) -> None:
    with demo_app.extensions["futamachi"].database.transaction(read_only=True) as session:
        planned = list(visits(demo_app, session))
    assert len({visit.endpoint for visit in planned}) >= 10
    wrong = []
    for visit in planned:
        browser = browsers[visit.role]
        send: Callable[..., Any] = browser.raw.get if visit.method == "GET" else browser.raw.post
        data = {} if visit.method == "GET" else {"data": {"csrf_token": browser.csrf_token()}}
        status = send(visit.path, **data).status_code
        if status != 404:
            wrong.append(f"{visit.method} {visit.path} ({visit.endpoint}) answers {visit.role.value} with {status}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_exception_still_exists(app: Flask) -> None:
    assert set(OPEN_TO_ALL) <= set(app.view_functions)
