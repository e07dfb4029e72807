"""A resident's suggestions with 300,000 published listings: the page once warm, and a listing that changes meanwhile.

Texts are put together anew from the sentences of the development population, towns and places from the master.
"""

import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from datetime import timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session
from threadpoolctl import threadpool_limits

from matching import Resident
from matching.index import Guise
from tests.bench.harness import Report, counted_queries, resident_mib
from tests.bench.workbench import service
from tests.factories.listings import HOME, JOB
from tests.factories.matches import a_matchable
from tests.support.client import PageClient
from tests.support.postgres import running_server
from tests.support.shared_data import SHARED_DATA
from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.ids import new_id
from webapp.core.themes import THEMES
from webapp.listings.models import Deal, Listing, ListingKind, ListingStatus
from webapp.matches import store
from webapp.municipalities.models import Municipality

COUNT = int(os.environ.get("FUTAMACHI_BENCH_LISTINGS", "300000"))
RESIDENTS, OPENED = 20, 300
KINDS = {"vacant_home": "home", "coworking": "coworking", "job": "job", "event": "event", "project": "need"}
DETAILS: dict[str, dict[str, Any]] = {"home": HOME, "job": JOB}
ANY = "山の見える町で、一緒に手を動かす人を探しています。"
AT_ONCE = 5_000
LONGEST_WAIT = 15.0


def measure(report: Report) -> None:
    """Note both databases, PostgreSQL with the settings of a test."""
    for name in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack, threadpool_limits(1):
            server = stack.enter_context(running_server() if name == "PostgreSQL" else nullcontext(""))
            app, database = stack.enter_context(service(server.replace("postgresql://", "postgresql+psycopg://")))
            _one(report, name, app, database)


def _one(report: Report, name: str, app: Any, database: Database) -> None:
    with app.app_context(), database.transaction() as session:
        fill(session, COUNT)
    with app.app_context(), database.transaction():
        users = [a_matchable(**profile) for profile in _profiles()]
    with app.app_context():
        browsers = [PageClient(app).sign_in(user).raw for user in users]
        began = time.perf_counter()
        with database.transaction(read_only=True):
            store.fitted()
    said = f"{name}, {COUNT // 1000}k listings"
    report.add(f"first fitting, {said}", time.perf_counter() - began, "s", note=f"{resident_mib():.0f} MiB afterwards")
    library(report, database, said)
    for path, goal in (("/my/matches", 50.0), ("/my/matches?kind=home", 50.0), ("/my/matches/towns", None)):
        page(report, browsers, database, path, said, goal)
    changed(report, app, database, browsers[0], said)


def library(report: Report, database: Database, said: str) -> None:
    """The same question without a page: the resident's text read, the search alone, and the list with its reasons."""
    with database.transaction(read_only=True):
        index = store.fitted().matcher.index_
    residents = [Resident(id=str(number), **profile) for number, profile in enumerate(_seekers())]
    for name, kinds in (("every kind", None), ("one kind", frozenset({"home"}))):
        whole, search = [], []
        for number in range(OPENED):
            resident = residents[number % len(residents)]
            began = time.process_time()
            index.top_offers(resident, 20, kinds=kinds)
            whole.append((time.process_time() - began) * 1000)
            query = index.model.residents([resident])
            began = time.process_time()
            index._found([Guise(resident, kinds)], query, 100, None, frozenset())
            search.append((time.process_time() - began) * 1000)
        for what, times, goal in (("search", search, 5.0), ("list with reasons", whole, None)):
            half, most = np.percentile(times, [50, 99])
            report.add(
                f"library, {name}, {what}, {said}: p99", float(most), "ms CPU", at_most=goal, note=f"p50 {half:.1f} ms"
            )


def page(
    report: Report, browsers: list[FlaskClient], database: Database, path: str, said: str, goal: float | None
) -> None:
    """The page opened by residents in turn."""
    for browser in browsers[:4]:
        assert "match-list" in browser.get(path).text or "towns" in path
    with counted_queries(database.engine) as sent:
        browsers[0].get(path)
    wall, cpu = [], []
    for number in range(OPENED):
        began = time.perf_counter(), time.process_time()
        browsers[number % len(browsers)].get(path)
        wall.append((time.perf_counter() - began[0]) * 1000)
        cpu.append((time.process_time() - began[1]) * 1000)
    for what, times in (("CPU", cpu), ("wall", wall)):
        half, most = np.percentile(times, [50, 99])
        limit = goal if what == "CPU" else None
        report.add(f"{path}, {said}: p99 {what}", float(most), "ms", at_most=limit, note=f"p50 {half:.1f} ms")
    report.add(f"{path}, {said}: queries", len(sent), "")


def changed(report: Report, app: Any, database: Database, browser: FlaskClient, said: str) -> None:
    """A listing that fits is published, later taken away: what the page that takes it in costs, and how late it is."""
    for number in range(3):
        time.sleep(store.LOOK_AGAIN_SECONDS)
        browser.get("/my/matches")
        with app.app_context(), database.transaction() as session:
            template = session.execute(sa.select(table_of(Listing)).limit(1)).mappings().one()
            row = dict(template) | {"id": new_id(), "title": f"新しい掲載 {number}"}
            row |= {"published_at": now(), "updated_at": now()}
            session.execute(sa.insert(table_of(Listing)), [row])
        began, slowest = time.perf_counter(), 0.0
        while time.perf_counter() - began < LONGEST_WAIT:
            opened = time.process_time()
            browser.get("/my/matches")
            slowest = max(slowest, (time.process_time() - opened) * 1000)
            if row["id"] in store._fitted[database].offers:
                break
        seconds = time.perf_counter() - began
    report.add(f"a listing published, {said}: counts after", seconds, "s", at_most=5.0)
    report.add(f"a listing published, {said}: slowest page meanwhile", slowest, "ms CPU")


def fill(session: Session, count: int) -> None:
    """So many published listings."""
    rows = _rows(session, count)
    while heap := [row for _number, row in zip(range(AT_ONCE), rows, strict=False)]:
        session.execute(sa.insert(table_of(Listing)), heap)


def _rows(session: Session, count: int) -> Iterator[dict[str, Any]]:
    chosen = sa.select(table_of(Municipality)).where(table_of(Municipality).c.latitude.is_not(None))
    towns = session.execute(chosen.order_by(table_of(Municipality).c.code)).all()
    spoken, chance, moment = _sentences(), random.Random(7), now() - timedelta(days=30)
    empty = Listing(kind=ListingKind.HOME, municipality_code="", title="").model_dump()
    for number in range(count):
        kind = chance.choice([*spoken])
        town, said = chance.choice(towns), chance.sample(spoken[kind], min(4, len(spoken[kind])))
        at = moment + timedelta(seconds=number)
        is_home = kind == "home"
        yield empty | {
            "id": new_id(),
            "kind": ListingKind(kind),
            "status": ListingStatus.PUBLISHED,
            "municipality_code": town.code,
            "title": said[0][:40],
            "body": "。".join(said) + "。",
            "search_text": said[0],
            "themes": [theme.code for theme in chance.sample(THEMES, 2)],
            "details": DETAILS.get(kind, {}),
            "deal": chance.choice([Deal.RENT, Deal.SALE]) if is_home else None,
            "price": chance.randrange(1, 150) * 100_000 if is_home else None,
            "monthly_cost": chance.randrange(0, 80) * 1_000 if kind != "job" else None,
            "latitude": town.latitude + chance.uniform(-0.05, 0.05),
            "longitude": town.longitude + chance.uniform(-0.05, 0.05),
            "min_days_per_month": chance.choice([None, 1, 2, 4, 8]),
            "car_required": chance.random() < 0.3,
            "family_ok": chance.random() < 0.5,
            "capacity": None if is_home else chance.randrange(0, 9),
            "published_at": at,
            "created_at": at,
            "updated_at": at,
        }


def _sentences() -> dict[str, list[str]]:
    """Kind → what its places say; one sentence of our own each where the population does not lie beside the checkout."""
    found: dict[str, set[str]] = defaultdict(set)
    file = SHARED_DATA / "matching_dev" / "listings.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for row in map(json.loads, lines):
        found[KINDS.get(row["kind"], "need")] |= {part for part in row["text"].split("。") if part}
    return {kind: sorted(said) for kind, said in found.items()} or {kind: [ANY] for kind in KINDS.values()}


def _seekers() -> Iterator[dict[str, Any]]:
    """Residents as the library knows them, alike the profiles of the pages."""
    for profile in _profiles():
        yield {
            "latitude": 35.69,
            "longitude": 139.7,
            "themes": frozenset(profile["themes"]),
            "text": profile["wishes"],
            "wished_areas": frozenset(profile["wished_areas"]),
            "wanted_kinds": frozenset(profile["kinds"]),
            "rent_budget": profile["monthly_budget"],
            "max_distance_km": profile["max_distance_km"],
            "days_per_month": profile["days_per_month"],
        }


def _profiles() -> Iterator[dict[str, Any]]:
    chance = random.Random(3)
    for _ in range(RESIDENTS):
        yield {
            "themes": [theme.code for theme in chance.sample(THEMES, 4)],
            "wished_areas": [chance.choice(["202151", "200000", "370002"])],
            "kinds": [kind.value for kind in chance.sample(list(ListingKind), 2)],
            "monthly_budget": chance.choice([30_000, 60_000, 200_000]),
            "max_distance_km": chance.choice([None, 200, 500]),
            "days_per_month": chance.choice([4, 10, 20]),
            "wishes": "川の近くで畑をしながら、古い家を直して暮らしたい。",
        }
