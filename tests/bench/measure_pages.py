"""CPU time and queries of the pages people open most, beside a raw-SQL Flask page with the same rows."""

import sqlite3
from html import escape

from flask import Flask

from tests.bench.harness import Report, counted_queries, cpu_ms
from tests.bench.workbench import service

LISTINGS = 300
ROWS_SQL = """
    SELECT l.id, l.title, l.kind, l.price, m.name FROM listing l JOIN municipality m ON m.code = l.municipality_code
    WHERE l.status = 'published' ORDER BY l.published_at DESC LIMIT 20
"""


def raw_page(path: str) -> Flask:
    """The least that Flask could do: one hand-written query, one joined string."""
    app = Flask("raw")

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


def measure(report: Report) -> None:
    """Note what a list page and a detail page cost."""
    with service(listings=LISTINGS) as (app, database):
        path = database.url.removeprefix("sqlite:///")
        browser, raw = app.test_client(), raw_page(path).test_client()
        with database.transaction(read_only=True) as session:
            key = session.connection().exec_driver_sql("SELECT id FROM listing LIMIT 1").scalar_one()
        report.add("raw-SQL Flask page, 20 rows", cpu_ms(lambda: raw.get("/")), "ms CPU", note="the ruler of this run")
        for name, address, limit, queries in (
            ("list page, 20 rows", "/listings", 3.0, 4),
            ("list page, searched", "/listings?q=山の", 3.0, 4),
            ("detail page", f"/listings/{key}", 2.0, None),
            ("sign-in page", "/sign-in", None, None),
        ):
            assert browser.get(address).status_code == 200, address
            with counted_queries(database.engine) as sent:
                browser.get(address)
            report.add(name, cpu_ms(lambda address=address: browser.get(address)), "ms CPU", at_most=limit)
            report.add(f"{name}: queries", len(sent), "", at_most=queries)
        ratio = report.value("list page, 20 rows") / report.value("raw-SQL Flask page, 20 rows")
        report.add("list page / raw-SQL page", ratio, "×", at_most=8.0)
