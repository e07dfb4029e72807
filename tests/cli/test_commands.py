"""The command line as a whole: its help, its refusals in one sentence, what it shows of the code."""

import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from tests.cli.conftest import Run
from tests.support.demo import free_port
from webapp.cli import PLACES, main
from webapp.core.workflow import all_workflows

ROOT = Path(__file__).resolve().parents[2]


def test_the_help_lists_every_command_with_its_own_first_words() -> None:
    context = click.Context(main)
    for name, (_place, words) in PLACES.items():
        command = main.get_command(context, name)
        assert command is not None, name
        assert command.get_short_help_str(200).startswith(words.rstrip(".")), name


def test_the_help_is_quick() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "webapp.cli", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "backup" in done.stdout
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.8


def test_a_command_that_does_not_exist_is_refused(run: Run) -> None:
    assert "No such command" in run("fly", expect=2).output


def test_the_life_cycles_are_printed_as_diagrams(run: Run) -> None:
    said = run("workflows").output
    for name, flow in all_workflows().items():
        assert f"%% {name}\n{flow.mermaid()}\n" in said
    assert "%% registration\nstateDiagram-v2\n    [*] --> draft\n" in said


def test_the_routes_are_those_that_the_architecture_test_keeps(run: Run) -> None:
    kept = (ROOT / "tests/architecture/routes.txt").read_text("utf-8").splitlines()
    said = run("routes").output.splitlines()
    assert {line.split()[2] for line in said if line.split()[2].startswith(("accounts.", "health.", "demo."))} <= {
        line.split()[2] for line in kept
    }
    assert all(len(line.split()) >= 4 for line in said)


@pytest.mark.parametrize("command", [["worker", "--once"], ["seed"], ["routes"], ["migrate"], ["doctor"], ["serve"]])
def test_unsafe_production_is_one_sentence_for_every_command(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("FUTAMACHI_ENV", "production")
    said = run(*command, expect=1).output
    assert said.startswith("Error: FUTAMACHI_ENV=production is refused: ")
    assert said.count("\n") == 1


def test_a_setting_that_means_nothing_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUTAMACHI_SESSION_HOURS", "soon")
    monkeypatch.setenv("FUTAMACHI_SECRET_KEY", "do-not-show-this")
    said = run("seed", expect=1).output
    assert said.startswith("Error: FUTAMACHI_SESSION_HOURS: ")
    assert "do-not-show-this" not in said


@pytest.mark.parametrize("command", [["migrate"], ["seed"], ["worker", "--once"], ["backup", "x.zip"]])
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://nobody@127.0.0.1:9/x", "The database cannot be used: "),
        ("sqlite:////proc/nothing/x.db", "The database cannot be used: "),
        ("nonsense", "not the address of a database"),
    ],
    ids=["nobody listens", "no such folder", "no address"],
)
def test_a_database_that_is_away_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], url: str, words: str
) -> None:
    monkeypatch.setenv("FUTAMACHI_DATABASE_URL", url)
    said = run(*command, expect=1).output
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", [["migrate"], ["seed"], ["serve"]])
def test_a_folder_that_cannot_be_made_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("FUTAMACHI_HOME", "/proc/nothing")
    said = run(*command, expect=1).output
    assert said.startswith("Error: The folder /proc/nothing cannot be written")


def test_the_migration_says_where_the_database_stands_and_can_be_repeated(run: Run) -> None:
    assert run("migrate").output == run("migrate").output
    assert run("migrate").output.startswith("The database stands at ")


class TestServe:
    """`serve` looks before it hands over to gunicorn."""

    @pytest.fixture
    def started(self, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
        started: list[Any] = []
        monkeypatch.setattr("os.execv", lambda _program, words: started.append(words))
        monkeypatch.delenv("PORT", raising=False)
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
        return started

    def test_it_hands_over_with_what_was_asked_for(self, run: Run, started: list[Any], surroundings: Path) -> None:
        port = str(free_port())
        stale = surroundings / "metrics" / "counter_1.db"
        stale.parent.mkdir(parents=True)
        stale.write_bytes(b"")
        run("serve", "--port", port, "--workers", "3")
        (words,) = started
        assert words[1:4] == ["-m", "gunicorn", "webapp:create_app()"]
        assert words[words.index("--bind") + 1] == f"127.0.0.1:{port}"
        assert words[words.index("--workers") + 1] == "3"
        assert not stale.exists()

    def test_a_busy_port_is_one_sentence(self, run: Run, started: list[Any]) -> None:
        import socket

        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            said = run("serve", "--port", str(port), expect=1).output
        assert said.startswith(f"Error: Cannot listen on 127.0.0.1 port {port} (Address already in use)")
        assert said.count("\n") == 1
        assert started == []

    @pytest.mark.parametrize("words", [["--port", "0"], ["--port", "70000"], ["--port", "web"], ["--workers", "0"]])
    def test_numbers_that_mean_nothing_are_refused(self, run: Run, started: list[Any], words: list[str]) -> None:
        assert "Invalid value" in run("serve", *words, expect=2).output
        assert started == []

    def test_the_port_of_the_surroundings_is_taken(
        self, run: Run, started: list[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port = free_port()
        monkeypatch.setenv("PORT", str(port))
        run("serve")
        assert f"127.0.0.1:{port}" in started[0]
