"""The demo has one account for each role, and seeding twice changes nothing."""

from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.accounts.conftest import sign_in_by_password
from tests.support.client import PageClient
from webapp.accounts import queries
from webapp.accounts.models import User
from webapp.core.actor import Role
from webapp.demo import people
from webapp.demo.world import MAIN_TOWN, PASSWORD, World


@pytest.fixture
def world(app: Flask, database: Any) -> World:
    made = World()
    with app.app_context(), database.transaction():
        people.seed(made)
    return made


def test_each_role_has_an_account(world: World, database: Any) -> None:
    with database.transaction(read_only=True):
        roles = {key: queries.actor_of(person).roles for key, person in world.users.items()}
        assert queries.actor_of(world.users["clerk"]).municipalities == {MAIN_TOWN}
    given = {role for held in roles.values() for role in held}
    assert given == set(Role) - {Role.CORPORATION}
    assert all(person.is_demo and person.is_verified for person in world.users.values())


def test_a_demo_account_signs_in_with_the_printed_password(world: World, client: PageClient) -> None:
    sign_in_by_password(client, "clerk@demo.example", PASSWORD)
    assert "中村 早紀" in client.get("/settings").text


def test_seeding_again_adds_nobody(world: World, app: Flask, database: Any) -> None:
    again = World()
    with app.app_context(), database.transaction() as session:
        people.seed(again)
        assert len(session.exec(select(User)).all()) == len(world.users)
    assert {key: person.id for key, person in again.users.items()} == {k: p.id for k, p in world.users.items()}


@pytest.mark.settings(demo_data=True)
def test_the_demo_shows_its_accounts_and_the_sign_in_page_leads_there(client: PageClient) -> None:
    page = client.get(client.get("/sign-in").links()["デモのアカウントを見る"])
    assert PASSWORD in page.text
    assert "operator@demo.example" in page.text


def test_outside_of_a_demo_there_is_no_such_page(client: PageClient) -> None:
    client.get("/demo/people", expect=404)
    assert "デモのアカウントを見る" not in client.get("/sign-in").links()
