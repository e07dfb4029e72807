"""The demo's letter box: open in a demo, not there anywhere else."""

from typing import Any

import pytest
from flask import Flask

from tests.support.client import PageClient
from webapp.core.letters import Draft, Letter, Recipient, blank, queue


def a_letter(app: Flask, database: Any, paragraph: str = "本文です。", locale: str = "ja") -> str:
    draft = Draft("登録が認められました", [paragraph], [("まち", "塩尻市")], "/my", "見る")
    with app.app_context(), database.transaction():
        return queue(Recipient("hanako@example.jp", "山田花子", locale), lambda: draft).id


def test_outside_of_a_demo_the_letter_box_is_not_there(app: Flask, client: PageClient, database: Any) -> None:
    letter = a_letter(app, database)
    for path in ("/demo/mail", f"/demo/mail/{letter}"):
        assert "登録が認められました" not in client.get(path, expect=404).text


@pytest.mark.settings(demo_data=True)
def test_in_a_demo_letters_can_be_read(app: Flask, client: PageClient, database: Any) -> None:
    letter = a_letter(app, database)
    page = client.get("/demo/mail")
    assert "hanako@example.jp" in page.text
    assert f"/demo/mail/{letter}" in page.links().values()
    opened = client.get(f"/demo/mail/{letter}")
    assert "本文です。" in opened.text
    assert "塩尻市" in opened.text


@pytest.mark.settings(demo_data=True)
def test_a_letter_cannot_bring_code_along(app: Flask, client: PageClient, database: Any) -> None:
    letter = a_letter(app, database, "<script>alert(1)</script><img src=x onerror=alert(1)>")
    page = client.get(f"/demo/mail/{letter}")
    assert "<script>alert(1)" not in page.html
    assert not page.tree.select("[onerror]")


@pytest.mark.settings(demo_data=True)
def test_a_letter_that_does_not_exist_is_not_found(client: PageClient) -> None:
    client.get("/demo/mail/01J00000000000000000000000", expect=404)


@pytest.mark.settings(demo_data=True)
def test_a_letter_that_was_blanked_is_gone(app: Flask, client: PageClient, database: Any) -> None:
    letter = a_letter(app, database)
    with database.transaction() as s:
        blank(s.get_one(Letter, letter))
    assert f"/demo/mail/{letter}" not in client.get("/demo/mail").links().values()
    client.get(f"/demo/mail/{letter}", expect=404)
