"""What visitors' browsers keep: asked about each time, answered with 304, never anything of a signed-in person."""

from typing import Any

import pytest
from flask import Flask, flash

from tests.factories.accounts import a_resident_user
from tests.support.client import PageClient
from webapp.core.freshness import revisited
from webapp.core.permissions import PUBLIC, allow


def again(client: PageClient, path: str, mark: str) -> Any:
    return client.raw.get(path, headers={"If-None-Match": mark})


def test_a_visitor_who_comes_again_gets_no_page_but_the_word_that_it_is_still_right(client: PageClient) -> None:
    first = client.get("/help").response
    assert first.headers["Cache-Control"] == "private, no-cache"
    answer = again(client, "/help", first.headers["ETag"])
    assert (answer.status_code, answer.data) == (304, b"")
    assert "Content-Security-Policy" not in answer.headers  # the kept page has the nonce of its own one


def test_another_language_is_another_page(client: PageClient) -> None:
    mark = client.get("/help").response.headers["ETag"]
    client.raw.set_cookie("futamachi_language", "en")
    assert again(client, "/help", mark).status_code == 200


def test_a_page_whose_forms_are_bound_to_a_session_that_is_gone_is_sent_anew(client: PageClient, app: Flask) -> None:
    mark = client.get("/help").response.headers["ETag"]
    assert again(PageClient(app), "/help", mark).status_code == 200


def test_pages_of_signed_in_people_are_not_kept(client: PageClient, database: Any, signed_in: Any) -> None:
    mark = client.get("/help").response.headers["ETag"]
    with database.transaction():
        person = a_resident_user()
    answer = again(signed_in(person), "/help", mark)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_pages_that_hold_what_was_told_are_not_kept(app: Flask) -> None:
    def news() -> str:
        flash("変えました。")
        return "x" * 50

    app.add_url_rule("/news", view_func=allow(PUBLIC)(revisited(news)))
    client = PageClient(app)
    kept = [client.get(path, lint=False).response.headers["Cache-Control"] for path in ("/sign-in", "/news")]
    assert kept == ["no-store", "no-store"]
    assert client.get("/help").response.headers["Cache-Control"] == "no-store"  # this one tells the news
    assert "ETag" in client.get("/help").response.headers


@pytest.mark.parametrize("path", ["/open-data/202151/events.ics", "/municipalities/202151/picture.png"])
def test_files_for_everybody_are_compared_too(demo_app: Flask, path: str) -> None:
    client = PageClient(demo_app)
    first = client.raw.get(path)
    assert again(client, path, first.headers["ETag"]).status_code == 304
    assert again(client, path, '"another"').status_code == 200
