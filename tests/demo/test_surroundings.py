"""What keeps the demo from starting is told in one sentence, and its secrets are its own."""

import json
import socket
import stat
from pathlib import Path

import pytest

from webapp.core.errors import MissingSetup
from webapp.demo import surroundings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv("FUTAMACHI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PORT", str(surroundings.any_free_port()))
    return monkeypatch


def test_a_busy_port_is_told_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(MissingSetup, match=f"port {port} is busy.*PORT={port + 1}"):
            surroundings.free_port(str(port))


@pytest.mark.parametrize("port", ["", "web", "-1", "0", "65536", "80.5"])
def test_a_port_that_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(MissingSetup, match="not a port"):
        surroundings.free_port(port)


def test_a_folder_that_cannot_be_written_is_told_with_a_way_out(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(MissingSetup, match=r"cannot be written.*FUTAMACHI_HOME"):
        surroundings.writable_folder(file / "home")


def test_secrets_are_made_once_and_only_their_owner_reads_them(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = surroundings.find()
    second = surroundings.find()
    kept = tmp_path / "home" / "demo.json"
    assert first.environment == second.environment
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text())["secret_key"] == first.environment["FUTAMACHI_SECRET_KEY"]
    assert len(first.environment["FUTAMACHI_SECRET_KEY"]) >= 32


def test_two_demos_do_not_share_secrets(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = surroundings.find().environment["FUTAMACHI_SECRET_KEY"]
    environment.setenv("FUTAMACHI_HOME", str(tmp_path / "other"))
    assert surroundings.find().environment["FUTAMACHI_SECRET_KEY"] != first


def test_another_payment_port_is_taken_when_the_kept_one_is_busy(environment: pytest.MonkeyPatch) -> None:
    kept = surroundings.find().payment_port
    assert kept is not None
    with socket.create_server(("127.0.0.1", kept)):
        assert surroundings.find().payment_port != kept


def test_settings_that_were_given_win(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("FUTAMACHI_STRIPE_API_BASE", "http://127.0.0.1:1")
    environment.setenv("FUTAMACHI_BASE_URL", "http://example.test")
    found = surroundings.find()
    assert found.payment_port is None
    assert found.address == "http://example.test"
    assert found.environment["FUTAMACHI_STRIPE_API_BASE"] == "http://127.0.0.1:1"
