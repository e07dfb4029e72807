"""Taking part: an operator invites, the first administrator accepts and starts; the operator decides nothing else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, actor_of, an_admin, an_operator
from tests.factories.municipalities import a_municipality, a_programme
from tests.support.client import PageClient
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.jobs import enqueue
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.municipalities import actions as municipalities
from webapp.municipalities import queries as towns
from webapp.municipalities.models import Programme, ProgrammeStatus
from webapp.tenancy import actions

TOWN, OTHER = "202151", "372081"
SignedIn = Callable[..., PageClient]
INVITED = {
    "code": "長野県塩尻市",
    "department": "企画課",
    "name": "上條 正人",
    "email": "kamijo@town.example",
}
PASSWORD = "four words make it long"


@pytest.fixture
def operator(database: Any, signed_in: SignedIn) -> PageClient:
    with database.transaction():
        a_municipality(TOWN)
        person = an_operator(email="operator@futamachi.example")
    return signed_in(person)


def letters_to(database: Any, address: str) -> list[Letter]:
    with database.transaction() as s:
        return list(s.exec(select(Letter).where(Letter.to_email == address).order_by(Letter.id)))  # type: ignore[arg-type]


def link_in(letter: Letter) -> str:
    return str(letter.content["link"])


def test_a_town_is_invited_accepted_and_started(database: Any, operator: PageClient, client: PageClient) -> None:
    shown = operator.submit(operator.get("/operator/invite"), "招待のメールを送る", INVITED).follow()
    assert "招待中" in shown.text
    (invitation,) = letters_to(database, "kamijo@town.example")
    page = client.get(link_in(invitation))
    client.submit(page, "登録して招待を受ける", {"display_name": "上條 正人", "password": PASSWORD})
    overview = client.get("/staff/town")
    assert "参加の準備ができています" in overview.text
    client.get(f"/municipalities/{TOWN}")
    start = client.get(overview.links()["はじめる"])
    typed = {"contact_email": "kikaku@town.example", "contact_phone": "000-0000-0000", "message": "ようこそ。"}
    started = client.submit(start, "この内容で参加する", typed).follow()
    assert "参加が始まりました" in started.text
    assert "ようこそ。" in client.get(f"/municipalities/{TOWN}").text
    assert [letter.subject for letter in letters_to(database, "operator@futamachi.example")] == [
        "長野県塩尻市が参加しました"
    ]
    assert [letter.subject for letter in letters_to(database, "kikaku@town.example")] == [
        "ふたまちでの受付が始まりました"
    ]
    with database.transaction():
        told = [entry.action for entry in history_of(towns.programme(TOWN) or Programme(municipality_code=TOWN))]
        assert told == ["programme.invite", "programme.describe", "programme.join"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "ありえない市", "見つかりません"),
        ("code", "", "入力してください"),
        ("department", "", "入力してください"),
        ("name", "", "入力してください"),
        ("email", "だれか", "メールアドレスの形"),
    ],
)
def test_an_invitation_with_a_hole_is_given_back(operator: PageClient, field: str, value: str, words: str) -> None:
    refused = operator.submit(
        operator.get("/operator/invite"), "招待のメールを送る", {**INVITED, field: value}, expect=422
    )
    assert any(words in sentence for sentence in refused.errors())
    assert "企画課" in refused.html or field == "department"


def test_a_name_that_two_towns_share_is_asked_back(database: Any, operator: PageClient) -> None:
    with database.transaction():
        a_municipality("132063")
        a_municipality("342084")
    page = operator.submit(
        operator.get("/operator/invite"), "招待のメールを送る", {**INVITED, "code": "府中市"}, expect=422
    )
    assert any("東京都府中市、広島県府中市" in sentence for sentence in page.errors())


@pytest.mark.parametrize("status", [ProgrammeStatus.INVITED, ProgrammeStatus.ACTIVE, ProgrammeStatus.LEAVING])
def test_a_town_is_not_invited_twice(database: Any, operator: PageClient, status: ProgrammeStatus) -> None:
    with database.transaction():
        a_programme(TOWN, status=status)
    operator.submit(operator.get("/operator/invite"), "招待のメールを送る", INVITED, expect=409)
    assert letters_to(database, "kamijo@town.example") == []


def test_a_town_that_left_is_invited_again(database: Any, operator: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN, status=ProgrammeStatus.LEFT)
    operator.submit(operator.get("/operator/invite"), "招待のメールを送る", INVITED)
    with database.transaction():
        again = towns.programme(TOWN)
        assert again is not None
        assert (again.status, again.joined_at) == (ProgrammeStatus.INVITED, None)


def test_a_letter_sent_again_makes_the_first_one_worthless(
    database: Any, operator: PageClient, client: PageClient
) -> None:
    shown = operator.submit(operator.get("/operator/invite"), "招待のメールを送る", INVITED).follow()
    page = operator.get(shown.links()["招待のメールを送り直す"])
    operator.submit(page, "送り直す", {"name": "別の 人", "email": "betsu@town.example"})
    first, second = letters_to(database, "kamijo@town.example")[0], letters_to(database, "betsu@town.example")[0]
    assert "使えません" in client.get(link_in(first), expect=410).text
    assert "市町村の管理者" in client.get(link_in(second)).text


def test_only_to_an_invited_town_is_it_sent_again(database: Any, operator: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
    values = {"name": "別の 人", "email": "betsu@town.example"}
    operator.submit(operator.get(f"/operator/{TOWN}/resend"), "送り直す", values, expect=409)
    operator.get(f"/operator/{OTHER}", expect=404)
    operator.get(f"/operator/{OTHER}/resend", expect=404)


def test_a_start_without_an_address_to_write_to_is_refused(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN, status=ProgrammeStatus.INVITED, contact_email="")
        admin = an_admin(TOWN)
    desk = signed_in(admin)
    start = desk.get(f"/staff/town/{TOWN}/start")
    refused = desk.submit(start, "この内容で参加する", {"department": "", "contact_email": ""}, expect=422)
    assert len(refused.errors()) == 2
    with database.transaction():
        assert not towns.is_running(TOWN)


def test_a_town_that_runs_changes_its_words_and_does_not_start_again(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        admin = an_admin(TOWN)
    desk = signed_in(admin)
    desk.get(f"/staff/town/{TOWN}/start", expect=303)
    desk.submit(desk.get(f"/staff/town/{TOWN}/words"), "保存する", {"message": "新しいことば。"})
    assert "新しいことば。" in desk.get(f"/municipalities/{TOWN}").text


def test_the_operators_page_has_numbers_and_no_people(database: Any, operator: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
        clerk = a_clerk(TOWN, display_name="中村 早紀")
        enqueue("send_letter", {"letter": "x"})
    page = operator.get("/operator")
    assert "長野県塩尻市" in page.text
    for secret in (clerk.display_name, clerk.email):
        assert secret not in page.html
        assert secret not in operator.get(f"/operator/{TOWN}").html
    waiting = {stat.find("dt").text: stat.find("strong").text for stat in page.tree.select(".stat")}
    assert waiting["待機中"] == "1"
    assert waiting["失敗"] == "0"


def test_the_operator_is_refused_on_every_staff_screen(operator: PageClient, app: Any) -> None:
    tried = 0
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
            path = re.sub(r"<[^>]+>", "x", re.sub(r"<int[^>]*>", "2026", path))
            for method in (rule.methods or set()) & {"GET", "POST"}:
                send = operator.get if method == "GET" else operator.post
                send(path, expect=403)
                tried += 1
    assert tried > 30


def test_nobody_else_opens_the_operators_screens(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        people = [an_admin(TOWN), a_clerk(TOWN)]
    for person in people:
        browser = signed_in(person)
        for path in ("/operator", "/operator/invite", f"/operator/{TOWN}", f"/operator/{TOWN}/complete"):
            browser.get(path, expect=403)


def test_another_towns_administrator_finds_nothing_and_a_clerk_may_not(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        a_programme(OTHER)
        stranger, clerk = an_admin(OTHER), a_clerk(TOWN)
    paths = [f"/staff/town/{TOWN}{end}" for end in ("", "/start", "/words", "/leave", "/stay", "/export")]
    for person, expected in ((stranger, 404), (clerk, 403)):
        browser = signed_in(person)
        for path in paths[:4]:
            browser.get(path, expect=expected)
        for path in paths[1:]:
            browser.post(path, expect=expected)


def test_the_rules_hold_without_pages(session: Session) -> None:
    a_municipality(TOWN)
    admin, stranger, operator = (actor_of(p) for p in (an_admin(TOWN), an_admin(OTHER), an_operator()))
    with pytest.raises(NotAllowed):
        actions.invite(TOWN, department="企画課", name="だれか", email="a@b.example", by=admin)
    programme = actions.invite(TOWN, department="企画課", name="だれか", email="a@b.example", by=operator)
    with pytest.raises(RuleBroken, match="連絡先"):
        actions.join(programme, by=admin)
    programme.contact_email = "kikaku@town.example"
    for other, refusal in ((stranger, NotThere), (operator, NotThere)):
        with pytest.raises(refusal):
            municipalities.join(programme, by=other)
    actions.join(programme, by=admin)
    with pytest.raises(RuleBroken):
        actions.join(programme, by=admin)
