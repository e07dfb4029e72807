"""Pledging in three screens, with and without an account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_resident_user
from tests.pledges.conftest import PAYMENT_PAGE
from tests.pledges.walking import DONOR, GUEST, an_open_project, send, to_confirm, to_donor
from tests.support.client import PageClient
from webapp.core.clock import today
from webapp.core.errors import RuleBroken
from webapp.core.trail import history_of
from webapp.pledges import views
from webapp.pledges.beside import LIMIT, PAY
from webapp.pledges.models import PaymentMethod, Pledge, PledgeAgreement, PledgeDraft
from webapp.projects.models import ProjectStatus

SignedIn = Callable[..., PageClient]


def pledges(database: Any) -> list[Pledge]:
    with database.transaction() as s:
        return list(s.exec(select(Pledge)))


def test_a_visitor_pledges_without_an_account_and_keeps_a_link(
    database: Any, client: PageClient, paid_at: list[Any]
) -> None:
    with database.transaction():
        project = an_open_project()
    page = to_confirm(client, project, "１２，０００円", **GUEST)
    for words in ("12,000円", "佐藤 花子", "東京都新宿区", "hanako@example.jp", "返礼品", "厨房の設備から順に"):
        assert words in page.text
    assert send(client, page, method="konbini").location == PAYMENT_PAGE
    [pledge] = pledges(database)
    assert (pledge.user_id, pledge.email, pledge.amount) == (None, "hanako@example.jp", 12_000)
    assert pledge.method is PaymentMethod.KONBINI
    [(_id, key)] = paid_at
    own = client.get(f"/donations/{key}")
    assert "まだ支払いが済んでいません" in own.text
    assert "12,000円" in own.text
    client.get("/donations/another-key", expect=404)
    client.get(f"/my/pledges/{pledge.id}", expect=303)
    with database.transaction() as s:
        kept = s.get_one(PledgeAgreement, pledge.agreement_digest)
        assert any("自分の意思で寄附" in line for line in kept.paragraphs)
        assert any("客席を増やします" in line for line in kept.paragraphs)
        assert s.exec(select(PledgeDraft)).one().answers == {}
        assert [entry.action for entry in history_of(pledge)] == ["pledge.offer"]


def test_going_back_and_forth_loses_nothing(database: Any, client: PageClient, paid_at: list[Any]) -> None:
    with database.transaction():
        project = an_open_project()
    page = to_confirm(client, project, "5000", **GUEST, message="応援しています", shows_name="y", shown_name="花")
    assert "応援しています" in page.text
    first = client.get(f"/projects/{project.id}/pledge")
    assert 'value="5000"' in first.html
    second = client.submit(first, "次へ進む", {"amount": "7000"}).follow()
    assert "佐藤 花子" in second.html
    third = client.submit(second, "次へ進む").follow()
    assert "7,000円" in third.text
    refused = send(client, third, expect=422, agrees=None, method="paypay")
    assert [e for e in refused.errors() if "同意" in e]
    assert refused.tree.select_one("[value=paypay][checked]")
    send(client, refused)
    [pledge] = pledges(database)
    assert (pledge.amount, pledge.shows_name, pledge.shown_name) == (7_000, True, "花")
    assert client.get(f"/projects/{project.id}/pledge/confirm", expect=303).location.endswith("/pledge")
    assert len(paid_at) == 1


def test_the_way_back_takes_along_what_is_typed_even_when_it_is_not_whole(
    database: Any, client: PageClient, paid_at: list[Any]
) -> None:
    with database.transaction():
        project = an_open_project()
    path = f"/projects/{project.id}/pledge"
    to_donor(client, project)
    half = {**DONOR, "message": "応援しています", "email": "wrong", "back": "1"}
    assert client.post(f"{path}/who", half).location == path
    second = client.get(f"{path}/who")
    assert "佐藤 花子" in second.html
    assert "応援しています" in second.html
    assert client.get(f"{path}/confirm", expect=303).location == path
    client.submit(second, "次へ進む", GUEST)
    assert client.post(f"{path}/confirm", {"method": "paypay", "back": "1"}).location == f"{path}/who"
    third = client.get(f"{path}/confirm")
    assert third.tree.select_one("[value=paypay][checked]")
    send(client, third)
    assert [pledge.method for pledge in pledges(database)] == [PaymentMethod.PAYPAY]
    assert paid_at


def test_the_last_button_pressed_twice_makes_one_pledge(
    database: Any, signed_in: SignedIn, client: PageClient, paid_at: list[Any]
) -> None:
    with database.transaction():
        project = an_open_project()
        donor = a_resident_user()
    for browser, who in ((client, GUEST), (signed_in(donor), DONOR)):
        page = to_confirm(browser, project, **who)
        assert send(browser, page).location == PAYMENT_PAGE
        again = send(browser, page).follow()
        assert "まだ支払いが済んでいません" in again.text
        assert paid_at[-1][1] in again.path  # a guest's link is the same in the same browser
    assert [p.user_id for p in pledges(database)] == [None, donor.id]
    assert len(paid_at) == 2


IMPOSSIBLE = {
    "1999": "2,000円から",
    "0": "2,000円から",
    "-5000": "数字で",
    "2000.5": "数字で",
    "1e9": "数字で",
    "1000000000": "10,000,000",
    "9" * 5000: "数字で",
    "": "入力してください",
    "abc": "数字で",
}


def test_an_amount_that_cannot_be_is_refused_in_words_and_kept_in_the_field(database: Any, client: PageClient) -> None:
    with database.transaction():
        project = an_open_project()
    page = client.get(f"/projects/{project.id}/pledge?amount=-1")
    for typed, sentence in IMPOSSIBLE.items():
        page = client.submit(page, "次へ進む", {"amount": typed}, expect=422)
        assert sentence in " ".join(page.errors())
        field = page.tree.select_one("[name=amount]")
        assert field is not None
        assert field.attrs.get("value", "") == typed
    with database.transaction() as s:
        assert not s.exec(select(PledgeDraft)).all()


def test_a_company_is_refused_in_words(database: Any, client: PageClient) -> None:
    with database.transaction():
        project = an_open_project()
    page = to_donor(client, project)
    for name in ("株式会社 見本", "㈱見本", "一般社団法人見本", "Mihon Inc."):
        page = client.submit(page, "次へ進む", {**GUEST, "donor_name": name}, expect=422)
        assert any("会社や団体" in e for e in page.errors())
        assert name in page.html


def test_who_gives_must_be_told(database: Any, client: PageClient) -> None:
    with database.transaction():
        project = an_open_project()
    page = to_donor(client, project)
    wrong = {"donor_name": "", "home_code": "どこにもない町", "donor_address": "", "email": "not-an-address"}
    refused = client.submit(page, "次へ進む", wrong, expect=422)
    assert len(refused.errors()) == 4
    assert "どこにもない町" in refused.html
    assert client.get(f"/projects/{project.id}/pledge/confirm", expect=303).location.endswith("/pledge")


def test_the_amount_is_the_one_kept_here_and_a_closed_way_to_pay_is_refused(
    database: Any, client: PageClient, paid_at: list[Any]
) -> None:
    with database.transaction():
        project = an_open_project()
    page = to_confirm(client, project, "300001", **GUEST)
    assert not page.tree.select_one("[value=konbini]")
    assert "300,000円まで" in page.text
    forged = client.post(
        f"/projects/{project.id}/pledge/confirm",
        {"method": "konbini", "amount": "1", "is_same": "y", "agrees": "y"},
        expect=422,
    )
    assert any("300,000円まで" in e for e in forged.errors())
    client.post(f"/projects/{project.id}/pledge/confirm", {"method": "cash", "is_same": "y", "agrees": "y"}, expect=422)
    client.post(
        f"/projects/{project.id}/pledge/confirm", {"method": "card", "amount": "1", "is_same": "y", "agrees": "y"}
    )
    assert [p.amount for p in pledges(database)] == [300_001]
    assert paid_at


def test_a_project_that_closes_meanwhile_takes_nothing_more(database: Any, client: PageClient) -> None:
    with database.transaction():
        project = an_open_project()
        ended = an_open_project(closes_on=today() - timedelta(days=1))
    page = to_confirm(client, project, **GUEST)
    with database.transaction() as s:
        s.get_one(type(project), project.id).status = ProjectStatus.CLOSED
    assert "受け付けていません" in send(client, page, expect=409).text
    assert "受け付けていません" in client.get(f"/projects/{ended.id}/pledge", expect=409).text
    assert pledges(database) == []


def test_a_provider_that_cannot_be_reached_leaves_the_pledge(app: Any, database: Any, client: PageClient) -> None:
    def nobody_there(*_given: Any, **_named: Any) -> str:
        raise RuleBroken("決済会社と連絡が取れませんでした。")

    app.extensions["futamachi"].extras[PAY] = nobody_there
    with database.transaction():
        project = an_open_project()
    page = send(client, to_confirm(client, project, **GUEST)).follow()
    assert "連絡が取れませんでした" in page.text
    assert page.form("支払いに進む")
    assert len(pledges(database)) == 1


def test_a_warning_about_the_limit_asks_to_be_read_and_blocks_nothing(
    app: Any, database: Any, client: PageClient, paid_at: list[Any]
) -> None:
    app.extensions["futamachi"].extras[LIMIT] = lambda _actor, amount: f"上限は{amount - 1:,}円です。"
    with database.transaction():
        project = an_open_project()
    page = to_confirm(client, project, **GUEST)
    assert "上限は11,999円です。" in page.text
    refused = send(client, page, expect=422)
    assert any("控除の上限" in e for e in refused.errors())
    send(client, refused, knows_limit="y")
    assert paid_at


def test_another_visitors_draft_is_not_shown(
    database: Any, client: PageClient, new_client: Callable[[], PageClient]
) -> None:
    with database.transaction():
        project = an_open_project()
    to_confirm(client, project, **GUEST)
    other = new_client()
    assert "佐藤" not in other.get(f"/projects/{project.id}/pledge").html
    assert other.get(f"/projects/{project.id}/pledge/who", expect=303).location.endswith("/pledge")
    page = other.post(f"/projects/{project.id}/pledge/confirm", {"method": "card", "is_same": "y", "agrees": "y"})
    assert page.location.endswith("/pledge")
    assert pledges(database) == []


@pytest.mark.settings(rate_limits=True)
def test_a_flood_of_pledges_is_held_back(
    database: Any, client: PageClient, paid_at: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PLEDGES_AN_HOUR", 1)
    with database.transaction():
        project = an_open_project()
    for expected in (303, 429):
        page = to_confirm(client, project, **GUEST)
        client.submit(page, "寄附を申し出て支払いに進む", {"is_same": "y", "agrees": "y"}, expect=expected)
    assert len(paid_at) == len(pledges(database)) == 1
