"""`futamachi keys`: what an operator does with keys from a shell, and what is refused in one sentence."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.factories.municipalities import a_programme
from webapp.keys import actions

TOWN = "202151"


@pytest.fixture
def town(database: Any, surroundings: Path) -> str:
    """A town with keys, wrapped under the key of the commands' own folder."""
    with database.transaction():
        a_programme(TOWN)
        actions.ensure(TOWN)
    return TOWN


def first_word(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines()]


def test_keys_are_listed_rotated_marked_as_lost_and_drilled(run: Run, town: str) -> None:
    listed = run("keys", "list", town).output
    year = listed.split("-")[1][:4]
    kid = f"{town}-{year}a-credential"
    assert first_word(listed) == [kid, f"{town}-{year}a-pdf", f"{town}-{year}a-status"]
    assert "ok " in run("keys", "drill", kid).output
    assert f"{town}-{year}b-credential" in run("keys", "rotate", town, "credential").output
    assert "公開" in run("keys", "rotate", town, "credential", expect=1).output
    assert run("keys", "keep").output == "0 keys changed\n"
    told = run("keys", "compromise", kid, "--since", f"{year}-01-01", "--reason", "stolen", "--yes").output
    assert first_word(told) == [kid, f"{town}-{year}b-credential"]
    assert f"lost since {year}-01-01" in told
    assert "There is no key" in run("keys", "drill", "nobody", expect=1).output


def test_keys_are_rewrapped_after_the_wrapping_key_was_changed(
    run: Run, town: str, surroundings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = (surroundings / "keys" / "key-encryption-key").read_text()
    monkeypatch.setenv("FUTAMACHI_KEY_ENCRYPTION_KEY", "7e" * 32)
    assert "FUTAMACHI_KEY_ENCRYPTION_KEY" in run("keys", "rewrap", expect=1).output  # the former one is not known
    monkeypatch.setenv("FUTAMACHI_KEY_ENCRYPTION_KEY_OLD", former)
    assert run("keys", "rewrap").output.startswith("4 keys are wrapped under ")
    monkeypatch.delenv("FUTAMACHI_KEY_ENCRYPTION_KEY_OLD")
    assert run("keys", "rewrap").output.startswith("0 keys")
    listed = run("keys", "list").output
    year = listed.split("-")[1][:4]
    assert "ok " in run("keys", "drill", f"{town}-{year}a-credential").output


def test_a_wrapping_key_that_is_none_is_refused_without_being_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUTAMACHI_KEY_ENCRYPTION_KEY", "too-short-secret")
    said = run("keys", "list", expect=1).output
    assert "openssl rand -hex 32" in said
    assert "too-short-secret" not in said
