"""Whoever follows the links of the seeded demo finds no dead end, no error and no unclean page."""

from typing import Any

import pytest
from flask import Flask

from tests.support.client import PageClient
from tests.support.following import PEOPLE, VISITOR, walk
from webapp.core.permissions import PUBLIC, allow


def must_be_clean(found: tuple[list[str], int], at_least: int) -> None:
    wrong, opened = found
    assert not wrong, "\n" + "\n".join(wrong)
    assert opened >= at_least


@pytest.mark.settings(rate_limits=False)
def test_a_visitor_finds_every_page_clean(demo_app: Flask) -> None:
    must_be_clean(walk(demo_app, VISITOR, ["/", "/demo/mail", "/gallery"]), 25)


@pytest.mark.settings(rate_limits=False)
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_of_the_demo_finds_every_page_clean(demo_app: Flask, who: str) -> None:
    must_be_clean(walk(demo_app, who, ["/my", "/settings"]), 20)


@pytest.mark.settings(rate_limits=False)
def test_the_letters_of_the_demo_are_clean_pages(demo_app: Flask) -> None:
    browser = PageClient(demo_app)
    letters: list[Any] = browser.get("/demo/mail").tree.select('a[href^="/demo/mail/"]')
    assert letters
    for letter in letters[:10]:
        browser.get(str(letter.attrs["href"]))


def test_the_walk_reports_a_dead_link_and_an_error(demo_app: Flask) -> None:
    page = '<!doctype html><html lang="ja"><a href="#">ここ</a> <a href="/missing">あちら</a>'
    demo_app.add_url_rule("/bad-start", endpoint="bad", view_func=allow(PUBLIC)(lambda: page))
    wrong, _opened = walk(demo_app, VISITOR, ["/bad-start"])
    assert any("nowhere: ここ" in sentence for sentence in wrong)
    assert any("/missing" in sentence and "answers 404" in sentence for sentence in wrong)
