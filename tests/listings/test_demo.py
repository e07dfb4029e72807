"""The demo's listings: of every kind in every town, complete, labelled, and made once."""

import pytest
from sqlmodel import select

from webapp.core.themes import LICENCE_LABELS, SKILL_LABELS, THEME_LABELS
from webapp.demo import corporations, listings, people, towns
from webapp.demo.world import TOWNS, World
from webapp.listings import rules
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.municipalities.seeding import load_master


@pytest.fixture
def seeded(session):
    """The parts of the demo that listings need, seeded twice."""
    load_master(session)
    for _time in range(2):
        world = World()
        for part in (towns, people, corporations, listings):
            part.seed(world)
    return list(session.exec(select(Listing)))


def test_they_are_many_labelled_and_made_once(seeded):
    assert len(seeded) == len({row.title for row in seeded}) >= 35
    assert all(row.is_demo for row in seeded)
    shown = {(row.municipality_code, row.kind) for row in seeded if row.is_public}
    for code in TOWNS:
        assert {kind for town, kind in shown if town == code} >= {ListingKind.HOME, ListingKind.JOB, ListingKind.NEED}
    assert {kind for _town, kind in shown} == set(ListingKind)
    assert {row.status for row in seeded} >= {ListingStatus.SUBMITTED, ListingStatus.CORRECTION, ListingStatus.DRAFT}


def test_nothing_stands_between_them_and_the_public(seeded):
    found = {row.title: rules.obstacles(row) for row in seeded if row.status is not ListingStatus.DRAFT}
    assert {title: reasons for title, reasons in found.items() if reasons} == {}


def test_their_themes_and_skills_exist(seeded):
    for row in seeded:
        assert row.themes, row.title
        assert set(row.themes) <= set(THEME_LABELS), row.title
        assert set(row.skills) <= set(SKILL_LABELS), row.title
        assert set(row.licences) <= set(LICENCE_LABELS), row.title
