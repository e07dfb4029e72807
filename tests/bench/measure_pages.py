"""CPU time and queries of the pages people open most, beside a raw-SQL Flask page with the same rows."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from html import escape
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient

from tests.bench.harness import Report, counted_queries, cpu_ms
from tests.bench.workbench import bank_file, import_bank, service
from webapp.core.database import Database

OWN = 40  # listings with every kind's answers, beside those of the file
RULER = "raw-SQL Flask page, 20 rows"
KEYS_SQL = "SELECT id FROM listing ORDER BY published_at DESC, id LIMIT 60"
#: more names than the search keeps words, so that each is new
TOWNS_SQL = "SELECT DISTINCT m.name FROM municipality m WHERE m.kind = 'city' ORDER BY m.code LIMIT 900"
ROWS_SQL = """
    SELECT l.id, l.title, l.kind, l.price, m.name FROM listing l JOIN municipality m ON m.code = l.municipality_code
    WHERE l.status = 'published' ORDER BY l.published_at DESC LIMIT 20
"""


def raw_page(path: str) -> Flask:
    """The least that Flask could do: one hand-written query, one joined string.

    It has a database with nothing but its two tables: to open ours, with all of its tables, takes longer than a page.
    """
    app = Flask("raw")
    path = _alone(path)

    @app.get("/")
    def rows() -> str:
        connection = sqlite3.connect(path)
        try:
            found = connection.execute(ROWS_SQL).fetchall()
        finally:
            connection.close()
        items = [
            f"<li><a href='/listings/{key}'>{escape(title)}</a> {kind} {price} {town}"
            for key, title, kind, price, town in found
        ]
        return f"<!doctype html><title>rows</title><ul>{''.join(items)}</ul>"

    return app


def _alone(path: str) -> str:
    own = f"{path}.ruler"
    with closing(sqlite3.connect(own)) as connection:
        connection.execute("ATTACH ? AS ours", (path,))
        connection.execute("CREATE TABLE listing AS SELECT * FROM ours.listing")
        connection.execute("CREATE TABLE municipality AS SELECT * FROM ours.municipality")
        connection.execute("CREATE INDEX newest ON listing (status, published_at)")
        connection.execute("CREATE UNIQUE INDEX place ON municipality (code)")
        connection.commit()
    return own


def measure(report: Report) -> None:
    """Note what pages cost a signed-out visitor when the whole vacant-home list is in the database."""
    with tempfile.TemporaryDirectory(prefix="futamachi-bench-") as folder, service(listings=OWN) as (app, database):
        file, note = bank_file(Path(folder))
        with app.app_context():
            import_bank(database, file, Path(folder) / "report.csv")
        browser = app.test_client()
        raw = raw_page(database.url.removeprefix("sqlite:///")).test_client()
        report.add(RULER, cpu_ms(lambda: raw.get("/")), "ms CPU", note=f"the ruler of this run; {note}")
        for name, addresses, limit, queries in pages(database):
            _page(report, browser, database, name, addresses, limit, queries)
        report.add(
            "list page / raw-SQL page", report.value("list page, 20 rows") / report.value(RULER), "×", at_most=8.0
        )


def pages(database: Database) -> list[tuple[str, Iterator[str], float | None, int | None]]:
    """Name, addresses to open one after the other, most milliseconds, most queries."""
    with database.transaction(read_only=True) as session:
        keys = session.connection().exec_driver_sql(KEYS_SQL).scalars().all()
        towns = session.connection().exec_driver_sql(TOWNS_SQL).scalars().all()
    return [
        ("list page, 20 rows", cycle(["/listings"]), 3.0, 4),
        ("list page of a prefecture", cycle(["/listings?prefecture=200000"]), 3.0, 4),
        ("search by a word never asked before", cycle(f"/listings?q={quote(town)}" for town in towns), 3.0, 4),
        ("search by a word asked before", cycle(["/listings?q=%E5%8F%A4%E6%B0%91%E5%AE%B6"]), 3.0, 4),
        ("detail page", cycle(f"/listings/{key}" for key in keys), 2.0, 4),
        ("front page", cycle(["/"]), None, None),
        ("sign-in page", cycle(["/sign-in"]), None, None),
    ]


def _page(
    report: Report,
    browser: FlaskClient,
    database: Database,
    name: str,
    addresses: Iterator[str],
    limit: float | None,
    queries: int | None,
) -> None:
    for _ in range(3):
        address = next(addresses)
        assert browser.get(address).status_code == 200, address
    with counted_queries(database.engine) as sent:
        browser.get(next(addresses))
    report.add(name, cpu_ms(lambda: browser.get(next(addresses))), "ms CPU", at_most=limit)
    report.add(f"{name}: queries", len(sent), "", at_most=queries)
