"""The demo's residents and applications: complete, in every state, and seeded once."""

from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.municipalities import a_municipality, a_programme
from webapp.accounts.models import User
from webapp.demo import people, registrations, residents
from webapp.demo.world import TOWNS, World
from webapp.registrations.models import Registration, RegistrationStatus

S = RegistrationStatus


@pytest.fixture
def world(session: Session) -> World:
    for code in TOWNS:
        a_programme(code, is_demo=True)
    for profile in residents.PROFILES.values():
        a_municipality(profile["home_code"])
    made = World()
    people.seed(made)
    return made


def seed(world: World, session: Any) -> None:
    residents.seed(world)
    registrations.seed(world)
    session.flush()


def test_the_demo_shows_applications_in_every_state(world: World, session: Session) -> None:
    seed(world, session)
    found = {row.status for row in session.exec(select(Registration))}
    assert found == {S.DRAFT, S.SUBMITTED, S.CORRECTION, S.APPROVED, S.REFUSED, S.WITHDRAWN}
    assert all(profile.is_complete and profile.is_demo for profile in world.things["profiles"].values())
    assert all(row.is_demo for row in session.exec(select(Registration)))


def test_seeding_twice_changes_nothing(world: World, session: Session) -> None:
    seed(world, session)
    before = (len(session.exec(select(Registration)).all()), len(session.exec(select(User)).all()))
    seed(world, session)
    assert (len(session.exec(select(Registration)).all()), len(session.exec(select(User)).all())) == before
