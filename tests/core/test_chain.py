"""The chain over the trail: written with every entry, and any tampering with it is found and placed."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from tests.factories.accounts import BY
from webapp.core import backup, chain_check, migrating, trail
from webapp.core.append_only import blank_only_statements, statements
from webapp.core.chain import TrailLink
from webapp.core.chain_check import Fault, Noted, Verdict
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.tenant_data import tenant_tables
from webapp.core.trail import TrailEntry, entry_with

TOWN, OTHER_TOWN, OPERATOR = "202151", "372081", "000000"
SUBJECT = TrailLink(municipality_code=TOWN, seq=1, entry_id="", content_sha256="", previous_sha256="", sha256="")


def write(database: Any, *codes: str | None, reason: str = "書類がそろったため") -> None:
    """One entry a code, in one transaction."""
    with database.transaction() as session:
        session.add_all([an_entry(code, reason) for code in codes])


def an_entry(code: str | None, reason: str = "") -> TrailEntry:
    return entry_with(reason, action="tests.done", subject_type="x", subject_id="1", municipality_code=code)


def write_and_fail(session: Any) -> None:
    session.add(an_entry(TOWN))
    session.flush()
    raise ZeroDivisionError


def verdict(database: Any, code: str = TOWN, *noted: Noted, newest: int | None = None) -> Verdict:
    with chain_check.one_moment(database) as connection:
        return chain_check.check(connection, code, noted=noted, newest=newest)


def head(database: Any, code: str = TOWN) -> Noted:
    with chain_check.one_moment(database) as connection:
        return chain_check.heads(connection, code)[0]


def tamper(database: Any, *changes: str) -> None:
    """Do what somebody with the database's own password could: the triggers go first, and come back."""
    is_sqlite = database.is_sqlite
    dialect = "sqlite" if is_sqlite else "postgresql"
    made = [*statements("trail", dialect), *statements("trail_link", dialect)]
    made += blank_only_statements("trail_reason", dialect, key="entry_id", blanks=("text", "salt"))
    with database.engine.begin() as connection:
        for ddl in [ddl for ddl in made if ddl.startswith("CREATE TRIGGER")]:
            name, table = ddl.split()[2], ddl.split(" ON ")[1].split()[0]
            connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for change in changes:
            connection.exec_driver_sql(change)
        for ddl in made:
            connection.exec_driver_sql(ddl.replace("%", "%%") if not is_sqlite else ddl)


ID_AT = f"(SELECT entry_id FROM trail_link WHERE municipality_code = '{TOWN}' AND seq = {{}})"
UNLINK = f"DELETE FROM trail_link WHERE municipality_code = '{TOWN}' AND seq = 3"
SEQ = f"UPDATE trail_link SET seq = {{}} WHERE municipality_code = '{TOWN}' AND seq = {{}}"
TAMPERING: dict[str, tuple[tuple[str, ...], Fault, int]] = {
    "changed content": ((f"UPDATE trail SET action = 'tests.other' WHERE id = {ID_AT.format(3)}",), Fault.CHANGED, 3),
    "another role": ((f"UPDATE trail SET actor_name = 'clerk' WHERE id = {ID_AT.format(2)}",), Fault.CHANGED, 2),
    "moved to another town": (
        (f"UPDATE trail SET municipality_code = '{OTHER_TOWN}' WHERE id = {ID_AT.format(4)}",),
        Fault.CHANGED,
        4,
    ),
    "changed reason": (
        (f"UPDATE trail_reason SET text = '別の理由' WHERE entry_id = {ID_AT.format(2)}",),
        Fault.REASON,
        2,
    ),
    "reason emptied past the rule": (
        (f"UPDATE trail_reason SET text = '' WHERE entry_id = {ID_AT.format(2)}",),
        Fault.REASON,
        2,
    ),
    "reason taken out": ((f"DELETE FROM trail_reason WHERE entry_id = {ID_AT.format(1)}",), Fault.REASON, 1),
    "missing row": ((UNLINK,), Fault.MISSING, 3),
    "reordered": ((SEQ.format(99, 2), SEQ.format(2, 3), SEQ.format(3, 99)), Fault.ORDER, 2),
    "gap closed": ((UNLINK, SEQ.format(3, 4), SEQ.format(4, 5)), Fault.ORDER, 3),
    "tail cut": ((f"DELETE FROM trail_link WHERE municipality_code = '{TOWN}' AND seq > 3",), Fault.CUT, 4),
}


@pytest.mark.parametrize("case", TAMPERING)
def test_tampering_is_found_and_placed(database: Any, case: str) -> None:
    write(database, *[TOWN] * 5, OTHER_TOWN)
    assert verdict(database) == Verdict(head(database), 5)
    changes, fault, seq = TAMPERING[case]
    tamper(database, *changes)
    found = verdict(database)
    assert (found.fault, found.seq, found.checked) == (fault, seq, seq - 1)


@pytest.mark.postgres
@pytest.mark.parametrize("case", ["changed content", "missing row"])
def test_tampering_is_found_on_postgresql_too(database: Any, case: str) -> None:
    write(database, *[TOWN] * 5)
    changes, fault, seq = TAMPERING[case]
    tamper(database, *changes)
    found = verdict(database)
    assert (found.fault, found.seq) == (fault, seq)


def test_an_entry_put_in_without_a_link_is_found(database: Any) -> None:
    write(database, TOWN, None)
    columns = "id, at, actor_name, action, subject_type, subject_id, request_id, reason_sha256, municipality_code"
    for key, code in (("A", f"'{TOWN}'"), ("B", "NULL")):
        values = f"'{key}', '2026-01-01', '', 'tests.forged', 'x', '1', '', '', {code}"
        tamper(database, f"INSERT INTO trail ({columns}) VALUES ({values})")
    assert [(found.fault, found.entry_id) for found in (verdict(database), verdict(database, OPERATOR))] == [
        (Fault.INSERTED, "A"),
        (Fault.INSERTED, "B"),
    ]


def test_a_tail_cut_with_its_head_is_seen_only_beside_a_noted_head(database: Any) -> None:
    write(database, TOWN, TOWN)
    earlier = head(database)
    write(database, TOWN)
    noted = head(database)
    tamper(
        database,
        f"DELETE FROM trail_link WHERE municipality_code = '{TOWN}' AND seq = 3",
        "DELETE FROM trail_reason WHERE entry_id NOT IN (SELECT entry_id FROM trail_link)",
        "DELETE FROM trail WHERE id NOT IN (SELECT entry_id FROM trail_link)",
        f"UPDATE trail_head SET seq = 2, sha256 = '{earlier.sha256}' WHERE municipality_code = '{TOWN}'",
    )
    assert verdict(database).is_whole
    found = verdict(database, TOWN, noted)
    assert (found.fault, found.seq) == (Fault.CUT, 3)


def test_a_noted_head_shows_a_history_that_was_written_anew(database: Any) -> None:
    write(database, TOWN, TOWN, TOWN)
    found = verdict(database, TOWN, Noted(TOWN, 2, "f" * 64), Noted(OTHER_TOWN, 1, "f" * 64))
    assert (found.fault, found.seq) == (Fault.REWRITTEN, 2)
    assert verdict(database, TOWN, head(database)).is_whole


def test_a_removed_head_and_a_removed_chain_do_not_go_unnoticed(database: Any) -> None:
    write(database, TOWN, TOWN)
    tamper(database, "DELETE FROM trail_head")
    assert verdict(database).fault is Fault.REWRITTEN
    tamper(database, "DELETE FROM trail_link")
    with chain_check.one_moment(database) as connection:
        assert chain_check.codes(connection) == [TOWN]
    assert verdict(database).fault is Fault.INSERTED


@pytest.mark.both_databases
def test_a_lawfully_blanked_reason_leaves_the_chain_whole(database: Any) -> None:
    write(database, TOWN, TOWN)
    blank = sa.text("UPDATE trail_reason SET text = '', salt = '', blanked_at = :now")
    with database.engine.begin() as connection:
        assert connection.execute(blank, {"now": now()}).rowcount == 2
    assert verdict(database).is_whole
    with database.transaction(read_only=True) as session:
        assert [entry.reason for entry in session.exec(select(TrailEntry))] == ["", ""]


def test_the_newest_part_can_be_checked_alone(database: Any) -> None:
    write(database, *[TOWN] * 5)
    tamper(database, f"UPDATE trail SET action = 'tests.other' WHERE id = {ID_AT.format(2)}")
    assert verdict(database, newest=3) == Verdict(head(database), 3)
    assert verdict(database, newest=4).seq == 2


def test_a_rollback_and_a_savepoint_taken_back_leave_no_gap(database: Any) -> None:
    write(database, TOWN)
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        write_and_fail(session)
    with database.transaction() as session:
        session.add(an_entry(TOWN))
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            write_and_fail(session)
        with session.begin_nested():
            session.add(an_entry(TOWN))
    assert verdict(database) == Verdict(head(database), 3)


@pytest.mark.both_databases
def test_many_who_write_at_once_keep_one_chain_each(database: Any) -> None:
    barrier, plain = Barrier(4), Database(database.url)

    def work(number: int) -> None:
        order = (TOWN, OTHER_TOWN, None) if number % 2 else (None, OTHER_TOWN, TOWN)
        barrier.wait()
        for _ in range(5):
            with plain.transaction() as session:
                session.add_all([an_entry(code) for code in order])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    plain.dispose()
    for code in (TOWN, OTHER_TOWN, OPERATOR):
        assert verdict(database, code) == Verdict(head(database, code), 20)


def test_an_entry_is_sealed_by_the_transaction_that_recorded_it(database: Any) -> None:
    with database.transaction():
        entry = trail.record(SUBJECT, "tests.done", by=BY, reason="理由")
    with database.transaction(read_only=True) as session:
        [link] = session.exec(select(TrailLink))
        assert (link.municipality_code, link.seq, link.entry_id) == (TOWN, 1, entry.id)


def test_thousands_of_entries_at_once_stay_quick(database: Any) -> None:
    began = time.process_time()
    with database.transaction() as session:
        session.add_all([an_entry(TOWN) for _ in range(3_000)])
    assert time.process_time() - began < 3  # 30,000 are measured by tests/bench/measure_trail.py
    assert verdict(database).checked == 3_000


def test_reading_a_history_asks_once_and_reading_only_never_touches_the_chain(database: Any) -> None:
    with database.transaction():
        for number in range(5):
            trail.record(SUBJECT, "tests.done", by=BY, reason="理由" if number % 2 else "")
    asked: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with database.transaction(read_only=True):
        assert [entry.reason for entry in trail.history_of(SUBJECT)] == ["", "理由", "", "理由", ""]
    assert len(asked) == 1


def test_a_backup_brings_the_chain_back_whole(database: Any, tmp_path: Any, empty_database_url: str) -> None:
    write(database, TOWN, TOWN, None)
    backup.write_backup(database, tmp_path, tmp_path / "b.zip")
    other = Database(empty_database_url)
    migrating.upgrade(empty_database_url)
    backup.restore_backup(tmp_path / "b.zip", other, tmp_path / "other")
    assert verdict(other) == verdict(database)
    write(other, TOWN)
    assert verdict(other).checked == 3
    other.dispose()


def test_the_tables_of_the_chain_leave_with_the_town(database: Any) -> None:
    names = {tenant.table.name for tenant in tenant_tables(TOWN)}
    assert {"trail", "trail_reason", "trail_link", "trail_head"} <= names & set(SQLModel.metadata.tables)
