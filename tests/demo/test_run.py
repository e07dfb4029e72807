"""`./dev run` as its users meet it: it starts, says what to do, changes nothing the second time, and stops whole."""

import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.support import demo


def children_of(pid: int) -> list[int]:
    """Process ids of everything a process has started."""
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [grandchild for child in found for grandchild in children_of(child)]


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def rows(database: Path) -> dict[str, int]:
    """How many rows each table holds."""
    import sqlite3

    connection = sqlite3.connect(database)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counted = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    connection.close()
    return counted


def rows_at_rest(database: Path) -> dict[str, int]:
    """The same once the worker has done what is due; without its queue, which grows with the hours."""
    import sqlite3
    import time

    connection = sqlite3.connect(database)
    due = "SELECT count(*) FROM job WHERE status = 'running' OR (status = 'queued' AND run_at <= datetime('now'))"
    deadline = time.monotonic() + 20
    while connection.execute(due).fetchone()[0] and time.monotonic() < deadline:
        time.sleep(0.1)
    connection.close()
    return {name: count for name, count in rows(database).items() if name != "job"}


def words_until(process: subprocess.Popen[str], last: str) -> str:
    """What the demo says until a line that holds `last`."""
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if last in line:
            break
    return "".join(said)


def test_it_starts_says_what_to_do_and_stops_with_ctrl_c(demo_template: Path, tmp_path: Path) -> None:
    """The judges start it in an empty folder; here its rows are there, as they are every second time."""
    home, port = tmp_path / "home", demo.free_port()
    shutil.copytree(demo_template, home)
    process = demo.launch(home, port)
    try:
        demo.wait_until_ready(process, port)
        greeting = words_until(process, "Data and logs")
        assert f"http://localhost:{port}" in greeting
        for role in ("resident", "clerk", "admin", "corporation", "partner", "prefecture", "operator"):
            assert f"{role}@demo.example" in greeting
        assert demo.status_of(port, "/") == 200
        parts = children_of(process.pid)
        assert len(parts) >= 4
        before = rows_at_rest(home / "futamachi.db")
    finally:
        status = demo.interrupt(process)
    assert status == 0
    assert [pid for pid in parts if is_running(pid)] == []
    again = demo.launch(home, port)
    try:
        demo.wait_until_ready(again, port)
        assert rows_at_rest(home / "futamachi.db") == before
        parts = children_of(again.pid)
        again.send_signal(signal.SIGKILL)
        again.wait()
        deadline = 200
        while any(map(is_running, parts)) and deadline:
            deadline -= 1
            signal.sigtimedwait([], 0.1)
        assert [pid for pid in parts if is_running(pid)] == []
    finally:
        demo.interrupt(again)


def test_a_busy_port_ends_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = demo.launch(tmp_path / "home", port)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert (
        said == f"futamachi: port {port} is busy; stop what runs there or choose another: PORT={port + 1} ./dev run\n"
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"FUTAMACHI_ENV": "production"}, "FUTAMACHI_ENV=production is refused"),
        ({"FUTAMACHI_AKIYA_FILE": "nothing.csv"}, "there is no file nothing.csv"),
        ({"FUTAMACHI_HOME": "/proc/nothing"}, "cannot be written"),
    ],
)
def test_what_keeps_it_from_starting_is_one_sentence(
    tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    process = demo.launch(tmp_path / "home", demo.free_port(), **environment)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.count("\n") == 1, said
    assert sentence in said
    assert said.startswith("futamachi: ")
