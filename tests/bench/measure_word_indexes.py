"""What was left for the search: bigrams in FTS5 (SQLite) and in tsvector (PostgreSQL), over the same 100,000 texts."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from tests.bench.harness import Report
from tests.bench.many_listings import MANY, pieces, queries, recombined
from tests.bench.workbench import bank_file, import_bank, service
from tests.support.postgres import running_server

ASKED, COMMON = 200, 0.05
FTS = "CREATE VIRTUAL TABLE words USING fts5(t, content='', tokenize='unicode61 remove_diacritics 0', prefix=5)"
TSV = "WITH f AS MATERIALIZED (SELECT id FROM l WHERE v @@ %s::tsquery) SELECT id FROM f"
Asking = Callable[[str], int]


def measure(report: Report) -> None:
    """Note how long every row with a piece of text takes to be named by each index."""
    with tempfile.TemporaryDirectory(prefix="futamachi-bench-") as folder:
        with service() as (app, database):
            with app.app_context():
                import_bank(database, bank_file(Path(folder))[0], Path(folder) / "report.csv")
            texts = [row["search_text"] for row in recombined(pieces(database), MANY)]
        asked = queries(texts, ASKED)
        with sqlite3.connect(Path(folder) / "words.db") as connection:
            _timed(report, "FTS5", asked, _fts(report, connection, texts, Path(folder) / "words.db"))
        with running_server() as url, psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
            _timed(report, "tsvector", asked, _tsvector(report, server, texts))


def hexed(letters: str) -> str:
    """A token that no tokenizer takes apart: five hexadecimal digits a letter."""
    return "".join(f"{ord(letter):05x}" for letter in letters)


def bigrams(text: str) -> Iterator[str]:
    """Every two letters of each word, its last letter alone, and a sign between two words."""
    for word in text.split():
        yield from (hexed(word[place : place + 2]) for place in range(len(word)))
        yield "zzzzz"


def _fts(report: Report, connection: sqlite3.Connection, texts: list[str], file: Path) -> Asking:
    connection.execute(FTS)
    began = time.process_time()
    rows = ((number, " ".join(bigrams(text))) for number, text in enumerate(texts))
    connection.executemany("INSERT INTO words(rowid, t) VALUES (?, ?)", rows)
    connection.execute("INSERT INTO words(words) VALUES ('optimize')")
    connection.commit()
    report.add("FTS5: built", time.process_time() - began, "s CPU")
    report.add("FTS5: size", file.stat().st_size / 2**20, "MiB")

    def ask(query: str) -> int:
        pairs = [hexed(query[place : place + 2]) for place in range(len(query) - 1)]
        phrase = f'"{" ".join(pairs)}"' if pairs else f'"{hexed(query)}"*'
        return len(connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (phrase,)).fetchall())

    return ask


def _tsvector(report: Report, server: psycopg.Connection[Any], texts: list[str]) -> Asking:
    server.execute("CREATE TABLE l (id int PRIMARY KEY, v tsvector)")
    began = time.perf_counter()
    with server.cursor().copy("COPY l FROM STDIN") as copy:
        for number, text in enumerate(texts):
            copy.write_row((number, _vector(text)))
    server.execute("CREATE INDEX ON l USING gin(v)")
    server.execute("VACUUM ANALYZE l")
    report.add("tsvector: built", time.perf_counter() - began, "s")

    def ask(query: str) -> int:
        pairs = [hexed(query[place : place + 2]) for place in range(len(query) - 1)]
        return len(server.execute(TSV, (" <-> ".join(pairs) or f"{hexed(query)}:*",)).fetchall())

    return ask


def _vector(text: str) -> str:
    places: dict[str, list[str]] = {}
    for number, token in enumerate(bigrams(text), 1):
        places.setdefault(token, []).append(str(number))
    return " ".join(f"{token}:{','.join(numbers[:255])}" for token, numbers in places.items())


def _timed(report: Report, name: str, asked: list[str], ask: Asking) -> None:
    """Wall-clock: most of it happens in the database."""
    rare: list[float] = []
    common: list[float] = []
    for query in asked:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            found = ask(query)
            times.append((time.perf_counter() - began) * 1000)
        (common if found > COMMON * MANY else rare).append(min(times))
    report.add(f"{name}: rare piece p99", float(np.percentile(rare, 99)), "ms", note="ids only: no order, no facets")
    report.add(f"{name}: common piece p99", float(np.percentile(common, 99)), "ms")
