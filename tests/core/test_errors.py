"""Errors: a page for people, problem+json for machines, 503 while the database is away, and no personal data in logs."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
import turbohtml
from flask import Flask, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlmodel import select

from tests.factories.accounts import a_resident_user, a_user
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core.database import session
from webapp.core.errors import BadFile, MissingSetup, NotAllowed, NotThere, RuleBroken, TooMany
from webapp.core.permissions import PUBLIC, allow

JSON = {"Accept": "application/json"}
AWAY = OperationalError("SELECT 1", {}, ConnectionError("server closed the connection\nsecond line"))
HANAKO = {"email": "hanako@example.jp", "display_name": "山田花子"}  # not in a line that a traceback shows
RAISED = {
    "rule": (RuleBroken("いまは申請できません。"), 409),
    "gone": (NotThere(), 404),
    "role": (NotAllowed("職員の画面です。"), 403),
    "many": (TooMany("少し待ってください。", 90), 429),
    "file": (BadFile("CSVではありません。"), 422),
    "setup": (MissingSetup("決済の準備ができていません。"), 503),
    "bug": (ZeroDivisionError("x"), 500),
    "away": (AWAY, 503),
    "busy": (NoConnectionFree("QueuePool limit"), 503),
}


@pytest.fixture(autouse=True)
def _views(app: Flask) -> None:
    @allow(PUBLIC)
    def fail(which: str) -> str:
        raise RAISED[which][0]

    @allow(PUBLIC)
    def twice() -> str:
        a_user(**HANAKO)
        a_user(**HANAKO)
        return "kept"

    @allow(PUBLIC)
    def orphan() -> str:
        session().execute(
            sa.text(
                "INSERT INTO membership (id, user_id, role, valid_from) VALUES ('x', 'nobody', 'clerk', '2026-04-01')"
            )
        )
        return "kept"

    @allow(PUBLIC)
    def late() -> str:
        session().add(User(**HANAKO))
        session().add(User(**HANAKO))
        return "the flush comes with the commit"

    @allow(PUBLIC)
    def echo() -> str:
        return request.values.get("q", "")

    app.add_url_rule("/fail/<which>", view_func=fail, endpoint="fail", methods=["GET", "POST"])
    for view in (twice, orphan, late, echo):
        app.add_url_rule(f"/{view.__name__}", view_func=view, endpoint=view.__name__, methods=["GET", "POST"])


def people(database: Any) -> int:
    with database.transaction(read_only=True) as s:
        return len(s.exec(select(User.id)).all())


@pytest.mark.parametrize("which", RAISED)
def test_a_person_gets_a_page_and_a_machine_gets_problem_json(client: PageClient, which: str) -> None:
    error, status = RAISED[which]
    page = client.get(f"/fail/{which}", expect=status)
    sentence = getattr(error, "sentence", "")
    assert sentence in page.text
    answer = client.raw.get(f"/fail/{which}", headers=JSON)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = json.loads(answer.data)
    assert (told["status"], told["detail"], told["instance"]) == (status, sentence, f"/fail/{which}")
    assert told["title"]
    assert told["request_id"] == answer.headers["X-Request-Id"]
    assert page.response.headers.get("Retry-After") == answer.headers.get("Retry-After")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html", "text/html"),
        ("*/*", "text/html"),
        (None, "text/html"),
        ("text/html,application/json;q=0.9", "text/html"),
        ("application/problem+json", "application/problem+json"),
        ("application/json, */*;q=0.1", "text/html"),
        ("image/png", "text/html"),
    ],
)
def test_only_who_asks_for_json_alone_is_a_machine(client: PageClient, accept: str | None, kind: str) -> None:
    answer = client.raw.get("/nothing", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.mimetype) == (404, kind)


def test_a_wrong_method_says_which_are_right(client: PageClient) -> None:
    for headers in ({}, JSON):
        answer = client.raw.post("/help", headers=headers)
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]
    assert client.raw.options("/help").headers["Allow"]
    assert client.raw.head("/help").data == b""


def test_an_error_without_a_page_of_its_own_is_not_called_our_fault(client: PageClient) -> None:
    page = client.get("/echo", query_string={"q": "a\x00b"}, expect=400)
    assert page.h1 == "送られた内容を読み取れませんでした"


@pytest.mark.both_databases
@pytest.mark.parametrize("where", ["path", "query", "form"])
def test_a_nul_character_is_refused_before_a_database_sees_it(client: PageClient, where: str) -> None:
    if where == "path":
        client.get("/listings/%00", expect=400, lint=False)
    elif where == "query":
        client.get("/echo?q=%00", expect=400)
    else:
        client.post("/echo", {"q": "\x00"}, expect=400)


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["/twice", "/late"])
def test_what_is_there_already_is_told_as_overtaken_and_nothing_is_kept(
    client: PageClient, database: Any, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = client.post(path, expect=409)
    assert "ほかの人が先に" in page.text
    assert people(database) == 0
    said = capsys.readouterr().out
    assert "row is there already" in said
    assert "hanako" not in said
    assert "山田" not in said


@pytest.mark.both_databases
def test_another_broken_constraint_is_our_fault(client: PageClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.post("/orphan", expect=500)
    assert "nobody" not in capsys.readouterr().out.replace("('x', 'nobody', 'clerk'", "")


@pytest.mark.both_databases
def test_a_signed_in_person_gets_a_whole_page_too(database: Any, signed_in: Any) -> None:
    with database.transaction():
        person = a_resident_user()
    browser = signed_in(person)
    for path, status in (("/twice", 409), ("/late", 409), ("/fail/bug", 500), ("/fail/away", 503), ("/fail/rule", 409)):
        browser.post(path, expect=status)


def test_a_database_that_is_away_is_told_with_the_time_to_come_back(
    client: PageClient, capsys: pytest.CaptureFixture[str]
) -> None:
    page = client.get("/fail/away", expect=503)
    assert page.response.headers["Retry-After"] == "10"
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    away = next(line for line in said if line["event"] == "database away")
    assert away["cause"] == "server closed the connection"


@pytest.mark.postgres
def test_when_the_database_is_really_gone_pages_say_so(app: Flask, client: PageClient, database: Any) -> None:
    from tests.support.databases import drop_database

    server, name = database.url, sa.make_url(database.url).database
    client.get("/listings")
    drop_database(sa.make_url(server).set(database="postgres").render_as_string(hide_password=False), str(name))
    client.get("/listings", expect=503)
    assert client.raw.get("/readyz").status_code == 503
    assert client.raw.get("/healthz").status_code == 200


def test_what_people_type_is_in_no_log(client: PageClient, capsys: pytest.CaptureFixture[str]) -> None:
    typed = {"email": "hanako@example.jp", "password": "secret-words-of-hanako"}
    client.post("/sign-in", typed, expect=422)
    client.get("/echo", query_string={"q": "hanako@example.jp"}, lint=False)
    client.get("/people/hanako@example.jp", expect=404)
    said = capsys.readouterr()
    assert said.out.count('"event": "request"') == 3
    assert "hanako" not in said.out + said.err


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-123", True),
        ("a" * 36, True),
        ("a" * 37, False),
        ("", False),
        ("a b", False),
        ("é", False),
        ("a\tb", False),
    ],
)
def test_a_request_id_from_outside_is_kept_when_it_is_plain(client: PageClient, given: str, kept: bool) -> None:
    answer = client.raw.get("/healthz", headers={"X-Request-Id": given})
    assert (answer.headers["X-Request-Id"] == given) is kept
    assert answer.headers["X-Request-Id"].isascii()


def test_a_page_that_was_open_too_long_gives_back_what_was_written_and_no_secret(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    typed = {"reason": "滞在する場所を、地区がわかるように書きました。", "password": "long-secret-words", "days": "4"}
    sent = app.test_client().post("/sign-in", data=typed, headers={"Referer": "http://localhost/sign-in?next=/my"})
    assert sent.status_code == 422
    page = turbohtml.parse(sent.text)
    assert [tag.text.strip() for tag in page.select("main textarea")] == [typed["reason"]]
    assert "long-secret-words" not in sent.text
    assert "まだ何も保存されていません" in sent.text
    elsewhere = app.test_client().post("/sign-in", data=typed, headers={"Referer": "http://elsewhere.example/"})
    assert typed["reason"] not in elsewhere.text
