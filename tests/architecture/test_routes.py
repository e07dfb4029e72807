"""Who may open what: every view says so, and a change of it shows up here.

After a wanted change: `futamachi routes > tests/architecture/routes.txt`, and read the difference.
"""

import re
from collections import Counter
from difflib import unified_diff
from pathlib import Path

import pytest
from flask import Flask

from webapp.cli.show import route_lines
from webapp.core.permissions import UnguardedView, check_every_view

KEPT = Path(__file__).with_name("routes.txt")


def test_the_list_of_routes_and_roles_is_the_kept_one(app: Flask) -> None:
    kept, found = KEPT.read_text(encoding="utf-8").splitlines(), route_lines(app)
    assert kept == found, "\n" + "\n".join(unified_diff(kept, found, "routes.txt", "the app", lineterm="", n=0))


def test_every_route_names_its_audience(app: Flask) -> None:
    assert len(route_lines(app)) > 40
    assert [line for line in route_lines(app) if len(line.split()) < 4] == []


def test_the_app_does_not_start_with_an_unguarded_view(app: Flask) -> None:
    app.add_url_rule("/open-door", endpoint="open_door", view_func=lambda: "")
    with pytest.raises(UnguardedView, match="open_door"):
        check_every_view(app)


def test_only_forms_change_anything(app: Flask) -> None:
    """An address that names a deed must not be opened by GET alone: a link in a letter shows a page with a button."""
    deeds = ("/delete", "/approve", "/publish", "/revoke", "/sign-out", "/submit", "/close", "/cancel")
    named = [rule for rule in app.url_map.iter_rules() if rule.rule.endswith(deeds)]
    written = {rule.rule for rule in named if "POST" in (rule.methods or ())}
    assert {rule.rule for rule in named} - written == set()
    assert len(written) >= 4


def test_no_address_leads_to_two_views(app: Flask) -> None:
    doors = [
        (method, re.sub(r"<[^>]*>", "<>", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if "any(" not in rule.rule
    ]
    assert [door for door, count in Counter(doors).items() if count > 1] == []
