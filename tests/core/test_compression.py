"""Compressed answers: the same body in fewer bytes, told to caches, and not where somebody else could measure it."""

import gzip
from typing import Any

import pytest
from flask import Flask

from tests.factories.accounts import a_resident_user
from tests.support.client import PageClient
from webapp.core.compression import MOST_FILL, packed

ASKED = {"Accept-Encoding": "gzip, br"}


def test_a_page_is_the_same_in_a_third_of_the_bytes(client: PageClient) -> None:
    client.get("/limits")  # so that both have one session
    plain, small = client.raw.get("/limits").data, client.raw.get("/limits", headers=ASKED)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain) / 3
    assert gzip.decompress(small.data).count(b"<h2") == plain.count(b"<h2") > 0


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/limits", {}), ("/limits", {"Accept-Encoding": "gzip;q=0"}), ("/healthz", ASKED)],
)
def test_who_cannot_read_it_and_what_is_tiny_gets_plain_bytes(client: PageClient, path: str, headers: Any) -> None:
    assert "Content-Encoding" not in client.raw.get(path, headers=headers).headers


def test_caches_learn_from_the_plain_answer_too_that_there_are_two(client: PageClient) -> None:
    assert "Accept-Encoding" in client.raw.get("/limits").headers["Vary"]


@pytest.mark.parametrize(("asked_by", "is_small"), [("same-origin", True), ("none", True), ("cross-site", False)])
def test_what_is_personal_is_not_compressed_for_other_sites(
    database: Any, signed_in: Any, asked_by: str, is_small: bool
) -> None:
    with database.transaction():
        person = a_resident_user()
    answer = signed_in(person).raw.get("/settings", headers={**ASKED, "Sec-Fetch-Site": asked_by})
    assert ("Content-Encoding" in answer.headers) is is_small


def test_the_length_does_not_tell_what_is_inside() -> None:
    body = b"a page of one word " * 400
    lengths = {len(packed(body)) for _ in range(200)}
    assert len(lengths) > MOST_FILL / 2
    assert max(lengths) - min(lengths) < MOST_FILL
    assert gzip.decompress(packed(body)) == body


def test_compressed_pages_keep_their_mark(client: PageClient, app: Flask) -> None:
    first = client.raw.get("/help", headers=ASKED)
    again = client.raw.get("/help", headers={**ASKED, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Encoding" not in again.headers
