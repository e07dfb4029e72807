"""Loads the master of municipalities and, in a demo, every feature's labelled demo data, once."""

from collections.abc import Iterator
from importlib import import_module

from sqlmodel import select

from webapp.accounts.models import User
from webapp.core.database import Database
from webapp.demo.world import World
from webapp.municipalities.seeding import load_master

#: the order matters: a later part uses what an earlier one made
PARTS = (
    "webapp.demo.towns",
    "webapp.demo.people",
    "webapp.demo.corporations",
    "webapp.demo.designations",
    "webapp.demo.listings",
    "webapp.demo.residents",
    "webapp.demo.registrations",
    "webapp.demo.desk",
    "webapp.demo.hubs",
    "webapp.demo.activities",
    "webapp.demo.certificates",
    "webapp.demo.trustees",
    "webapp.demo.projects",
    "webapp.demo.project_lives",
    "webapp.demo.onestop",
    "webapp.demo.project_pages",
    "webapp.demo.receipts",
    "webapp.demo.payments",
    "webapp.demo.pledges",
    "webapp.demo.accounting",
    "webapp.demo.crowd",
    "webapp.demo.life",
    "webapp.demo.scouts",
    "webapp.demo.saved_searches",
    "webapp.demo.participations",
    "webapp.demo.bookings",
    "webapp.demo.inquiries",
    "webapp.demo.banks",
    "webapp.demo.batches",
    "webapp.demo.history",
    "webapp.demo.comfort",
    "webapp.demo.privacy",
)


def seed_everything(database: Database, *, with_demo: bool) -> Iterator[str]:
    """Seed what is missing and say what was done, a line each. Repeating it changes nothing."""
    with database.transaction() as s:
        added = load_master(s)
    yield f"municipalities: {added} added" if added else "municipalities: complete"
    if not with_demo:
        return
    with database.transaction() as s:
        if s.exec(select(User.id).where(User.is_demo).limit(1)).first():
            yield "demo data: already there"
            return
        world = World()
        for part in PARTS:
            import_module(part).seed(world)
    yield "demo data: loaded"
