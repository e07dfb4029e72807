"""The search over 100,000 recombined listings on both engines: words, facets, freshness, memory, and LIKE as the judge."""

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import sqlalchemy as sa
from flask import Flask

from tests.bench.harness import Report, counted_queries, cpu_ms, resident_mib
from tests.bench.many_listings import MANY, fill, queries
from tests.bench.workbench import bank_file, import_bank, service
from tests.support.postgres import running_server
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.textnorm import normalise
from webapp.listings.filters import Filters
from webapp.listings.finding import kept
from webapp.listings.finding.columns import TABLE
from webapp.listings.finding.conditions import Known, conditions
from webapp.listings.finding.counts import _counted
from webapp.listings.finding.distance import Origin
from webapp.listings.search import matching_ids, search

ASKED, COMMON = 500, 0.05
RARE_MS = {"SQLite": 20.0, "PostgreSQL": 30.0}
TOKYO = Origin("131016", "千代田区", "東京都千代田区", 139.75, 35.69)
FACETED: tuple[dict[str, str], ...] = (
    {},
    {"kind": "home", "deal": "rent", "max_rent": "50000", "parking": "1", "sort": "price"},
    {"q": "木造", "kind": "home", "prefecture": "200000", "min_floor_area": "100"},
)


def measure(report: Report) -> None:
    """Note the figures of both engines."""
    _engine(report, "SQLite", "")
    with running_server() as server:
        admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE finding")
        admin.dispose()
        _engine(report, "PostgreSQL", server.rsplit("/", 1)[0] + "/finding" + _options(server))


def _options(server: str) -> str:
    return "?" + server.split("?", 1)[1] if "?" in server else ""


def _engine(report: Report, name: str, url: str) -> None:
    with tempfile.TemporaryDirectory(prefix="futamachi-bench-") as folder, service(url) as (app, database):
        with app.app_context():
            import_bank(database, bank_file(Path(folder))[0], Path(folder) / "report.csv")
            texts = fill(database)
            asked = queries(texts, ASKED)
            del texts
            _words(report, name, database, asked)
            _judged(report, name, database, asked)
            _facets(report, name, database)
            _freshness(report, name, database)
        _page(report, name, app, database, asked)


def _timed(call: Callable[[], object]) -> float:
    """CPU milliseconds of this process: nearly everything happens in it."""
    began = time.process_time()
    call()
    return (time.process_time() - began) * 1000


def _words(report: Report, name: str, database: Database, asked: list[str]) -> None:
    """Every query as if for the first time: found, ordered, every facet counted, the cards of the first page read."""
    gc.collect()
    before = resident_mib()
    with database.transaction(read_only=True):
        report.add(
            f"{name}: everything read", _timed(kept.present) / 1000, "s CPU", note=f"{MANY:,} rows, once a process"
        )
        report.add(f"{name}: memory of it", resident_mib() - before, "MiB", note="a process")
        rare: list[float] = []
        common: list[float] = []
        for query in asked:
            filters = Filters(q=query, exact=True)
            found = conditions(kept.present(), filters, Known()).fitting()
            took = min(_asked_anew(filters) for _ in range(2))
            (common if np.count_nonzero(found) > COMMON * MANY else rare).append(took)
    report.add(
        f"{name}: rare word p99", float(np.percentile(rare, 99)), "ms CPU", at_most=RARE_MS[name], note=f"{len(rare)}"
    )
    report.add(
        f"{name}: common word p99", float(np.percentile(common, 99)), "ms CPU", at_most=200, note=f"{len(common)}"
    )


def _asked_anew(filters: Filters) -> float:
    kept.present().having.clear()
    kept.present().counted.clear()
    return _timed(lambda: search(filters))


def _judged(report: Report, name: str, database: Database, asked: list[str]) -> None:
    """Every query against LIKE, id by id."""
    wrong = 0
    with database.transaction(read_only=True) as session:
        for query in asked:
            escaped = normalise(query).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            like = sa.select(TABLE.c.id).where(TABLE.c.search_text.like(f"%{escaped}%", escape="\\"))
            wrong += set(session.execute(like).scalars()) != set(matching_ids(Filters(q=query, exact=True)))
    report.add(f"{name}: answers unlike LIKE", wrong, "", at_most=0, note=f"of {len(asked)}")


def _facets(report: Report, name: str, database: Database) -> None:
    with database.transaction(read_only=True):
        present = kept.present()
        worst = 0.0
        for args in FACETED:
            filters = Filters.read(args)
            found = conditions(present, filters, Known())
            worst = max(worst, cpu_ms(lambda f=filters, c=found: _counted(present, f, Known(), c), rounds=10))  # type: ignore[misc]
        report.add(f"{name}: all facets counted", worst, "ms CPU", at_most=30, note="the slowest of three searches")
        near = Filters.read({"kind": "home", "within": "120", "sort": "nearest"})
        present.counted.clear()
        report.add(f"{name}: nearest first, never asked", _timed(lambda: search(near, Known(TOKYO))), "ms CPU")


def _freshness(report: Report, name: str, database: Database) -> None:
    """One listing rewritten: the next search brings what is kept up to date."""
    took = []
    for number in range(20):
        with database.transaction() as session:
            key = session.execute(sa.select(TABLE.c.id).offset(number * 500).limit(1)).scalar_one()
            text = f"あたらしい言葉{number}"
            session.execute(sa.update(TABLE).where(TABLE.c.id == key).values(search_text=text, updated_at=now()))
        with database.transaction(read_only=True):
            took.append(_timed(kept.present))
            assert matching_ids(Filters(q=text)) == [key]
    report.add(
        f"{name}: brought up to date after a change", float(np.median(took)), "ms CPU", note="1 listing of 100,000"
    )


def _page(report: Report, name: str, app: Flask, database: Database, asked: list[str]) -> None:
    """The page without what the search itself costs: its conditions, its order and its numbers."""
    browser = app.test_client()
    for label, args in (("list page", {"kind": "home"}), ("list page of a word", {"q": asked[0]})):
        address = "/listings?" + urlencode(args)
        for _ in range(3):
            browser.get(address)
        with counted_queries(database.engine) as sent:
            browser.get(address)
        report.add(f"{name}: {label}, queries", len(sent), "", at_most=5)
        whole = cpu_ms(lambda at=address: browser.get(at), rounds=20)  # type: ignore[misc]
        with app.app_context(), database.transaction(read_only=True):
            own = cpu_ms(lambda given=args: search(Filters.read(given)), rounds=20)  # type: ignore[misc]
        report.add(f"{name}: {label}, besides the search", whole - own, "ms CPU", at_most=3, note=f"search {own:.1f}")
