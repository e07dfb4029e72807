"""Screens and public addresses of keys: who sees which, what they lead to, what a bad form keeps."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories.accounts import a_clerk, an_admin, an_operator
from tests.factories.municipalities import a_programme
from tests.support.apps import make_app
from webapp.core.clock import now, today
from webapp.credentials import keylist
from webapp.keys import actions, queries
from webapp.keys.models import KeyPurpose, KeyStatus

CODE, OTHER = "202151", "202070"


@pytest.fixture
def app(settings: Any) -> Iterator[Flask]:
    """The whole service."""
    made = make_app(settings)
    yield made
    made.extensions["futamachi"].database.dispose()


@pytest.fixture
def people(database: Any) -> dict[str, Any]:
    """A town with keys, its administrator, another's, a clerk, an operator."""
    with database.transaction():
        a_programme(CODE)
        a_programme(OTHER)
        actions.ensure(CODE)
        return {
            "admin": an_admin(CODE),
            "other": an_admin(OTHER),
            "clerk": a_clerk(CODE),
            "operator": an_operator(),
            "key": queries.active(CODE, KeyPurpose.CREDENTIAL).id,
        }


def test_the_administrator_publishes_the_next_key_and_takes_it_back(people: Any, signed_in: Any) -> None:
    browser = signed_in(people["admin"])
    page = browser.submit(browser.get("/staff/keys"), "/credential/rotate").follow()
    assert "公開済み・使いはじめ前" in page.text
    assert browser.get("/staff/keys").text.count("次の鍵を公開する") == 2
    browser.submit(page, "次の鍵を取りやめる")
    assert browser.get("/staff/keys").text.count("次の鍵を公開する") == 3


def test_a_loss_is_reported_knowingly_and_replaces_the_key(people: Any, signed_in: Any, database: Any) -> None:
    browser = signed_in(people["admin"])
    page = browser.get(f"/staff/keys/show/{people['key']}")
    page = browser.submit(page, "漏えいを記録して鍵を替える", {"reason": "端末の盗難"}, expect=422)
    assert "端末の盗難" in page.html
    form = {"reason": "端末の盗難", "understood": "y", "since": str(today() + timedelta(days=2))}
    browser.submit(page, "漏えいを記録して鍵を替える", form, expect=409)
    done = browser.submit(page, "漏えいを記録して鍵を替える", {**form, "since": str(today())}).follow()
    assert "この鍵は信用されません" in done.text
    with database.transaction():
        assert queries.active(CODE, KeyPurpose.CREDENTIAL).id != people["key"]


def test_the_operator_reports_a_loss_in_a_towns_stead(people: Any, signed_in: Any) -> None:
    browser = signed_in(people["operator"])
    page = browser.get(f"/operator/keys/{people['key']}")
    done = browser.submit(page, "漏えいを記録して鍵を替える", {"reason": "端末の盗難", "understood": "y"}).follow()
    assert "この鍵は信用されません" in done.text
    assert "漏えいした鍵" in browser.get("/operator/keys").text


def test_the_operator_holds_a_drill_that_changes_nothing(people: Any, signed_in: Any, database: Any) -> None:
    browser = signed_in(people["operator"])
    assert "まだ" in browser.get("/operator/keys").text
    page = browser.submit(browser.get(f"/operator/keys/{people['key']}"), "訓練する").follow()
    assert "6項目のうち6項目ができました" in page.text
    assert "まだ" not in browser.get("/operator/keys").text
    with database.transaction():
        assert queries.active(CODE, KeyPurpose.CREDENTIAL).id == people["key"]
        assert {row.status for row in queries.of_town(CODE)} == {KeyStatus.ACTIVE}


def test_keys_are_nobody_elses(people: Any, signed_in: Any, client: Any) -> None:
    stranger = signed_in(people["other"])
    stranger.get(f"/staff/keys/show/{people['key']}", expect=404)
    stranger.get(f"/staff/keys/{CODE}", expect=404)
    stranger.post(f"/staff/keys/{CODE}/credential/rotate", expect=404)
    stranger.post(f"/staff/keys/show/{people['key']}/lost", expect=404)
    signed_in(people["clerk"]).get("/staff/keys", expect=403)
    signed_in(people["operator"]).get(f"/staff/keys/show/{people['key']}", expect=403)
    signed_in(people["admin"]).post(f"/operator/keys/{people['key']}/drill", expect=403)
    signed_in(people["admin"]).post(f"/staff/keys/{CODE}/root/rotate", expect=404)
    assert "まだ鍵がありません" in stranger.get("/staff/keys").text


def test_everybody_can_fetch_what_verifies(people: Any, client: Any, app: Flask, database: Any) -> None:
    with database.transaction():
        kids = {row.kid for row in queries.of_town(CODE) if row.purpose is not KeyPurpose.PDF}
    response = client.raw.get(f"/m/{CODE}/.well-known/jwks.json")
    assert {key["kid"] for key in response.json["keys"]} == kids
    assert not any("d" in key for key in response.json["keys"])
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    again = client.raw.get(response.request.path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    metadata = client.raw.get(f"/.well-known/jwt-vc-issuer/m/{CODE}").json
    assert metadata["issuer"] == f"http://localhost/m/{CODE}"
    assert [key["kid"] for key in metadata["jwks"]["keys"]] == [kid for kid in kids if kid.endswith("credential")]
    listed = client.raw.get("/.well-known/municipality-keys.jwt")
    assert listed.mimetype == "application/jwt"
    with database.transaction():
        made = keylist.read(listed.text, queries.resolver(), now=now())
    assert {entry.key.kid for entry in made.entries} == kids
    assert client.raw.get("/.well-known/municipality-keys-root.json").json["kid"].startswith("operator-")


def test_a_town_without_keys_publishes_none(client: Any, people: Any) -> None:
    for path in (
        f"/m/{OTHER}/.well-known/jwks.json",
        f"/.well-known/jwt-vc-issuer/m/{OTHER}",
        "/m/x/.well-known/jwks.json",
    ):
        assert client.raw.get(path).status_code == 404
