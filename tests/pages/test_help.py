"""Help where it is needed: each screen leads to its part, each part is there, errors speak like a kind clerk."""

from typing import Any

import pytest

from tests.support.client import PageClient
from webapp.pages.help_places import PARTS, help_place


def test_every_part_is_on_the_page_and_every_screen_that_leads_there_exists(app: Any, client: PageClient) -> None:
    tree = client.get("/help").tree
    assert {part for part in PARTS if tree.find(id=part) is None} == set()
    assert {name for names in PARTS.values() for name in names} <= set(app.blueprints)
    contents = {str(link.attrs["href"]).lstrip("#") for link in tree.select(".with-contents__list a")}
    assert set(PARTS) <= contents


def test_a_screen_leads_to_its_own_part_and_others_to_none(client: PageClient) -> None:
    links = client.get("/projects").tree.select(".page-header__help")
    assert [link.attrs["href"] for link in links] == ["/help#give"]
    assert (help_place("pages.front"), help_place(None)) == ("", "")


@pytest.mark.parametrize(
    ("path", "expect", "ways"),
    [
        ("/nothing", 404, {"/listings", "/municipalities", "/sign-in", "/help#trouble"}),
        ("/demo/mail/x", 404, {"/listings"}),
    ],
)
def test_what_is_not_there_offers_ways_on(client: PageClient, path: str, expect: int, ways: set[str]) -> None:
    assert ways <= {str(link.attrs.get("href")) for link in client.get(path, expect=expect).tree.select(".problem a")}
