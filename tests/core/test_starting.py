"""A start does what every process needs, leaves the rest until it is asked for, and lets no mistake wait."""

import gc
from itertools import count
from typing import Any

import pytest
from werkzeug.routing import Map, Rule

from webapp import create_app
from webapp.core import starting
from webapp.core.routes import LateRule
from webapp.core.table import Table, build_all


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/listings/<listing_id>", {"listing_id": "01J"}),
        ("/listings/<listing_id>", {"listing_id": "東/京", "q": ["a b", "c"], "rule": "1", "self": "2"}),
        ("/towns/<int:page>/", {"page": 3}),
        ("/", {"next": "/a?b=c"}),
    ],
)
def test_a_late_route_builds_the_addresses_of_any_other(path: str, values: dict[str, Any]) -> None:
    late, usual = (
        Map([kind(path, endpoint="one"), kind("/feed", endpoint="one", defaults={"page": 1})]).bind("example.jp")
        for kind in (LateRule, Rule)
    )
    for unknown in (True, False):
        given = [adapter.build("one", values, append_unknown=unknown) for adapter in (late, usual, late)]
        assert given == [given[1]] * 3


@pytest.mark.parametrize(("before", "times"), [(0, 1), (1, 0)])
def test_what_the_first_app_loaded_is_never_looked_through_for_rubbish(
    settings: Any, monkeypatch: pytest.MonkeyPatch, before: int, times: int
) -> None:
    done: list[bool] = []
    monkeypatch.setattr(starting, "_apps", count(before))
    monkeypatch.setattr(gc, "freeze", lambda: done.append(gc.isenabled()))
    create_app(settings)
    assert (done, gc.isenabled()) == ([False] * times, True)


def test_every_table_can_check_its_values_before_anybody_is_served() -> None:
    build_all()
    unbuilt = [kind for kind in Table.__subclasses__() if not kind.__pydantic_complete__]
    assert len(Table.__subclasses__()) > 150
    assert unbuilt == []
