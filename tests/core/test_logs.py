"""Logs: one JSON object a line, without what names people."""

import json
from typing import Any

import pytest
import structlog

from webapp.core import logs


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """What was logged, line by line."""
    logs.configure("INFO")
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_fields_that_name_people_are_hidden(said: Any) -> None:
    structlog.get_logger().info("hello", email="a@b.jp", name="花子", token="t", route="/my", status=200, note=None)
    (line,) = said()
    assert (line["email"], line["name"], line["token"]) == ("[hidden]",) * 3
    assert (line["event"], line["route"], line["status"], line["note"], line["level"]) == (
        "hello",
        "/my",
        200,
        None,
        "info",
    )


@pytest.mark.parametrize("value", ["to hanako@example.jp", ["hanako@example.jp"], {"to": "hanako@example.jp"}])
def test_addresses_are_hidden_wherever_they_stand(said: Any, value: Any) -> None:
    structlog.get_logger().info("hanako@example.jp wrote", what=value)
    assert "hanako" not in json.dumps(said())


def test_a_traceback_is_kept_without_addresses_and_rows(said: Any) -> None:
    try:
        raise ValueError("for hanako@example.jp\nDETAIL:  Key (display_name)=(山田 花子) already exists.\nnext line")
    except ValueError as error:
        structlog.get_logger().error("broken", exc_info=error)
    (line,) = said()
    assert "Traceback" in line["exception"]
    assert "next line" in line["exception"]
    assert "DETAIL: [hidden]" in line["exception"]
    assert "花子) already" not in line["exception"].split("ValueError: ", 1)[1]


def test_what_is_below_the_level_is_not_said(said: Any) -> None:
    logs.configure("WARNING")
    structlog.get_logger().info("hello")
    assert said() == []
