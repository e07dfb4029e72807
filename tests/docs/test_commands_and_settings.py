"""Every command, option and setting that the documents name is there."""

import re
from functools import cache

import click
import pytest

from tests.architecture.source import ROOT, must_be_none
from webapp.cli import PLACES, main
from webapp.config import Settings

DOCUMENTS = sorted(["README.md", *(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md"))])
#: a call in a block or between backticks, up to a comment, a pipe or the end of the line
CALL = re.compile(
    r"(?:(?<=`)|^(?:\s*|ExecStart=\S*/))futamachi ([a-z](?:[^`#|\n]|(?<=[a-z])\|(?=[a-z]))*)", re.MULTILINE
)
SETTING = re.compile(r"FUTAMACHI_([A-Z0-9_]*[A-Z0-9])(_…)?")
#: read by tests and measures, not by the service
OF_TESTS = {"TEST_DATABASE_URL", "BENCH_SHEETS"}


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def command_of(words: tuple[str, ...]) -> click.Command | None:
    """The command that these words call; None when the last one is none."""
    found: click.Command | None = main
    for word in words:
        if not isinstance(found, click.Group):
            break
        found = found.get_command(click.Context(found), word)
    return found


def unknown_calls(document: str) -> list[str]:
    """Calls of commands or options that are not there; `list|rotate` names several commands."""
    return [call for call in CALL.findall(document) for one in _each(call.split()) if _is_unknown(one)]


def _each(words: list[str]) -> list[list[str]]:
    several = next((place for place, word in enumerate(words) if re.fullmatch(r"[a-z-]+(\|[a-z-]+)+", word)), None)
    if several is None:
        return [words]
    return [[*words[:several], one, *words[several + 1 :]] for one in words[several].split("|")]


def _is_unknown(words: list[str]) -> bool:
    named = tuple(word for word in words[:2] if re.fullmatch(r"[a-z][a-z-]*", word))
    command = command_of(named if isinstance(command_of(named[:1]), click.Group) else named[:1])
    if command is None:
        return True
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return any(word.startswith("--") and word.partition("=")[0] not in known for word in words)


def unknown_settings(document: str) -> list[str]:
    """Names of settings that no setting has, or that none begins with."""
    known = {name.upper() for name in Settings.model_fields} | OF_TESTS
    return [
        name
        for name, more in SETTING.findall(document)
        if name not in known and not (more and any(one.startswith(f"{name}_") for one in known))
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_only_commands_and_settings_that_are_there(name: str) -> None:
    must_be_none(f"{name}: {found}" for check in (unknown_calls, unknown_settings) for found in check(text(name)))


def test_the_operators_guide_tells_of_every_command_and_every_group_of_settings() -> None:
    guide = text("docs/operating.md")
    for_programmers = {"routes", "words", "workflows", "matching"}
    must_be_none(name for name in set(PLACES) - for_programmers if f"futamachi {name}" not in guide)
    named = SETTING.findall(guide)
    must_be_none(
        name
        for name in map(str.upper, Settings.model_fields)
        if not any(name == one or (more and name.startswith(one)) for one, more in named)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "`futamachi nothing`",
        "`futamachi keys lose`",
        "futamachi backup --quickly FILE",
        "`futamachi jobs retry|forget`",
    ],
)
def test_a_command_that_is_not_there_is_found(wrong: str) -> None:
    assert len(unknown_calls(wrong)) == 1
    assert unknown_settings("FUTAMACHI_NOWHERE, FUTAMACHI_NOTHING_…, FUTAMACHI_HOME") == ["NOWHERE", "NOTHING"]
