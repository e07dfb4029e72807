"""Nothing about a person is stored that no purpose names, and what the page says of leaving is what leaving does."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import SQLModel, select

from webapp import load_tables
from webapp.accounts import own_account
from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core.services import services
from webapp.privacy.everything import HEAD, known_of
from webapp.privacy.leaving.models import Scope
from webapp.privacy.leaving.plan import fate_of, plan_for
from webapp.privacy.papers.labels import LABELS, PARTS
from webapp.privacy.purposes import PURPOSES, purpose_of
from webapp.privacy.stored import STORED, Fate
from webapp.registrations import applying, erasing
from webapp.registrations import queries as registrations
from webapp.registrations.models import OPEN
from webapp.residents.queries import profile_of_user

PEOPLE = ("resident", "resident2", "owner", "hub")
#: a second person in the same row, who is named by the first column
ALSO = {("registration_deputy", "deputy_id")}


def persons_keys() -> set[tuple[str, str]]:
    """Every column that refers to an account."""
    load_tables()
    return {
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "account" for key in column.foreign_keys)
    }


def test_every_table_with_a_persons_key_has_a_purpose_and_a_fate() -> None:
    named = {(name, stored.column) for name, stored in STORED.items()} | ALSO
    missing = persons_keys() - named
    assert not missing, f"say in webapp/privacy/stored.py why these are kept and what becomes of them: {missing}"
    assert {stored.purpose for stored in STORED.values()} <= {one.key for one in PURPOSES}
    assert named - persons_keys() == {("account", "id")}


def demo_person(session: Any, who: str) -> User:
    found: User = session.exec(select(User).where(User.email == f"{who}@demo.example")).one()
    return found


def test_every_part_of_the_export_is_sorted_into_one_purpose(demo_app: Flask) -> None:
    database = demo_app.extensions["futamachi"].database
    with demo_app.app_context(), database.transaction(read_only=True) as session:
        data = known_of(accounts.actor_of(demo_person(session, "resident2")))
    parts = set(data) - set(HEAD)
    assert {name for name in parts if purpose_of(name) is None} == set()
    assert parts == {name for one in PURPOSES for name in one.parts}
    assert parts == set(PARTS)
    assert sorted(keys_in([data[name] for name in parts]) - set(LABELS)) == []


def keys_in(value: Any) -> set[str]:
    """Names that a sheet would show."""
    if isinstance(value, list):
        return set().union(*map(keys_in, value))
    if not isinstance(value, dict):
        return set()
    shown = {
        k: v
        for k, v in value.items()
        if k != "id" and not k.endswith(("_id", "_key", "_hash")) and v not in (None, "", [], {})
    }
    return set(shown) | keys_in(list(shown.values()))


def rows_of(session: Any, user_id: str) -> dict[str, list[Any]]:
    tables = SQLModel.metadata.tables
    return {
        name: session.execute(sa.select(tables[name]).where(tables[name].c[stored.column] == user_id)).mappings().all()
        for name, stored in STORED.items()
    }


def became(session: Any, name: str, row: Any) -> set[Fate]:
    """The fates that fit what is left of a row."""
    table, column = SQLModel.metadata.tables[name], STORED[name].column
    keys = list(table.primary_key.columns)
    left = session.execute(sa.select(table).where(*(key == row[key.name] for key in keys))).mappings().first()
    if left is None:
        return {Fate.GONE}
    if left[column] is None:
        return {Fate.CUT}
    is_blanked = any(row[key] not in (None, "", {}, []) and left[key] in (None, "", {}, []) for key in row)
    if name == "account":
        is_blanked = left["email"] != row["email"] and left["display_name"] != row["display_name"]
    return {Fate.EMPTIED} if is_blanked else {Fate.NAMELESS, Fate.STAYS, Fate.BY_LAW}


@pytest.mark.parametrize("scope", list(Scope))
def test_what_the_page_says_is_what_becomes_of_the_rows(demo_app: Flask, scope: Scope) -> None:
    database, wrong = demo_app.extensions["futamachi"].database, []
    with demo_app.app_context(), database.transaction() as session:
        assert services()
        for who in PEOPLE:
            person = demo_person(session, who)
            if scope is Scope.PROFILE and profile_of_user(person.id) is None:
                continue
            before = rows_of(session, person.id)
            said = {
                fate: sum(n for _title, n in pairs)
                for fate, pairs in plan_for(accounts.actor_of(person), scope).by_fate.items()
            }
            assert sum(said.values()) == sum(map(len, before.values()))
            leave(person, scope)
            session.flush()
            wrong += [
                f"{who}: {name} was to be {fate_of(STORED[name], scope).value}, became {became(session, name, row)}"
                for name, rows in before.items()
                for row in rows
                if fate_of(STORED[name], scope) not in became(session, name, row)
                and not is_settled_otherwise(name, row)
            ]
        session.rollback()
    assert not wrong, "\n".join(wrong)


def is_settled_otherwise(name: str, row: Any) -> bool:
    """A pledge that was never paid is forgotten at once; an answered row may have nothing left to blank."""
    return name == "pledge" and row["status"] == "lapsed"


def leave(person: User, scope: Scope) -> None:
    actor = accounts.actor_of(person)
    if scope is Scope.ACCOUNT:
        own_account.close_account(person, by=actor)
        return
    mine = [row for row, _town in registrations.registrations_of(actor)]
    for row in mine:
        if row.status in OPEN:
            applying.withdraw(row, by=actor)
    profile = profile_of_user(person.id)
    if profile is not None:
        erasing.erase_personal_data(profile, mine, by=actor)
