"""The second factor: set up, asked for, good once, lost and found again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlmodel import select

from tests.accounts.conftest import sign_in_by_password
from tests.factories.accounts import PASSWORD, a_clerk, an_admin, an_operator
from tests.support.client import Page, PageClient
from tests.support.pagelint import words_of
from webapp.accounts import queries
from webapp.accounts.models import RecoveryCode, TotpSecret
from webapp.core.clock import now
from webapp.core.trail import TrailEntry

EMAIL = "hanako@example.jp"
WithApp = Callable[[Any], tuple[pyotp.TOTP, list[str]]]


def to_second_step(client: PageClient, email: str = EMAIL) -> Page:
    answer = sign_in_by_password(client, email)
    assert answer.location == "/sign-in/second-step"
    return answer.follow()


def give(client: PageClient, page: Page, code: str, expect: int = 303) -> Page:
    return client.submit(page, "確認してサインインする", {"code": code}, expect=expect)


def code_of(app: pyotp.TOTP, steps_ahead: int = 0) -> str:
    return app.at(int(now().timestamp()) + 30 * steps_ahead)


def set_up_by_browser(client: PageClient) -> tuple[pyotp.TOTP, list[str]]:
    page = client.submit(client.get("/settings/second-factor"), "認証アプリを設定する").follow()
    app = pyotp.TOTP(page.tree.select_one("details code").text.replace(" ", ""))  # type: ignore[union-attr]
    wrong = client.submit(page, "確かめて使い始める", {"code": "000000"}, expect=422)
    page = client.submit(wrong, "確かめて使い始める", {"code": code_of(app)}, expect=200)
    return app, [code.text for code in page.tree.select(".recovery-codes code")]


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(
    client: PageClient, signed_in: Callable[..., PageClient], resident: Any, letters: Callable[[str], list[Any]]
) -> None:
    app, codes = set_up_by_browser(signed_in(resident, second_factor=False))
    assert len(set(codes)) == 10
    assert letters(EMAIL)[-1].subject == "二段階認証の手段が加わりました"
    page = to_second_step(client)
    assert client.get("/settings", expect=303).location.startswith("/sign-in")
    give(client, page, code_of(app, 1))
    assert "使っています" in client.get("/settings").text


def test_the_session_changes_when_a_factor_is_added(signed_in: Callable[..., PageClient], resident: Any) -> None:
    client = signed_in(resident, second_factor=False)
    with client.raw.session_transaction() as cookie:
        before = cookie["_user_id"]
    set_up_by_browser(client)
    with client.raw.session_transaction() as cookie:
        assert cookie["_user_id"] != before
        cookie["_user_id"] = before
    assert client.get("/settings", expect=303).location.startswith("/sign-in")


def test_the_stored_secret_is_sealed(resident: Any, with_app: WithApp, database: Any) -> None:
    app, _codes = with_app(resident)
    with database.transaction(read_only=True) as session:
        stored = session.exec(select(TotpSecret.secret)).one()
    assert app.secret not in stored


@pytest.mark.both_databases
def test_a_code_works_once(
    client: PageClient, new_client: Callable[[], PageClient], resident: Any, with_app: WithApp
) -> None:
    app, _codes = with_app(resident)
    code = code_of(app)
    give(client, to_second_step(client), code)
    other = new_client()
    page = give(other, to_second_step(other), code, expect=422)
    assert "コードが違います" in page.errors()[0]
    give(other, page, code_of(app, 1))
    assert other.get("/settings").h1 == "設定"


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_another_time_is_refused(client: PageClient, resident: Any, with_app: WithApp, steps: int) -> None:
    app, _codes = with_app(resident)
    give(client, to_second_step(client), code_of(app, steps), expect=422)


def test_codes_cannot_be_guessed_for_long(client: PageClient, resident: Any, with_app: WithApp) -> None:
    app, _codes = with_app(resident)
    page = to_second_step(client)
    for _attempt in range(6):
        page = give(client, page, "123", expect=422)
    give(client, page, code_of(app), expect=429)


def test_the_second_step_is_forgotten_after_ten_minutes_or_a_new_password(
    client: PageClient, resident: Any, with_app: WithApp, time_machine: Any, database: Any, app: Any
) -> None:
    from webapp.accounts import actions

    with_app(resident)
    to_second_step(client)
    with app.app_context(), database.transaction():
        person = queries.by_email(EMAIL)
        actions.set_password(person, "another long password", by=queries.actor_of(person))
    assert client.get("/sign-in/second-step", expect=303).location == "/sign-in"
    answer = sign_in_by_password(client, EMAIL, "another long password")
    assert answer.location == "/sign-in/second-step"
    time_machine.move_to(now() + timedelta(minutes=11))
    assert client.get("/sign-in/second-step", expect=303).location == "/sign-in"


def test_without_a_password_there_is_no_second_step(client: PageClient) -> None:
    for place in ("second-step", "recovery-code", "lost-second-factor"):
        assert client.get(f"/sign-in/{place}", expect=303).location == "/sign-in"


@pytest.mark.both_databases
def test_a_recovery_code_signs_in_once(
    client: PageClient,
    new_client: Callable[[], PageClient],
    resident: Any,
    with_app: WithApp,
    letters: Callable[[str], list[Any]],
    database: Any,
) -> None:
    _app, codes = with_app(resident)
    to_second_step(client)
    typed = codes[0].lower().replace("-", " ")
    assert give(client, client.get("/sign-in/recovery-code"), typed).location == "/settings/second-factor"
    assert letters(EMAIL)[-1].subject == "回復コードが使われました"
    with database.transaction(read_only=True) as session:
        assert codes[0] not in session.exec(select(RecoveryCode.code_hash)).all()
    other = new_client()
    to_second_step(other)
    give(other, other.get("/sign-in/recovery-code"), typed, expect=422)


def test_new_recovery_codes_end_the_old_ones(
    client: PageClient, signed_in: Callable[..., PageClient], resident: Any, with_app: WithApp
) -> None:
    _app, codes = with_app(resident)
    owner = signed_in(resident)
    page = owner.submit(owner.get("/settings/second-factor"), "回復コードを作り直す", expect=200)
    assert len(page.tree.select(".recovery-codes code")) == 10
    to_second_step(client)
    give(client, client.get("/sign-in/recovery-code"), codes[0], expect=422)


def test_new_recovery_codes_need_the_password_again_after_a_while(
    signed_in: Callable[..., PageClient], resident: Any, with_app: WithApp, time_machine: Any
) -> None:
    with_app(resident)
    owner = signed_in(resident)
    time_machine.move_to(now() + timedelta(minutes=11))
    owner.post("/settings/second-factor/recovery-codes", expect=409)
    page = owner.get("/settings/second-factor")
    assert "回復コードを作り直す" not in [words_of(button) for button in page.tree.select("button")]
    page = owner.get(page.links()["パスワードを入力して回復コードを作り直す"])
    page = owner.submit(page, "確認する", {"current": PASSWORD}).follow()
    owner.submit(page, "回復コードを作り直す", expect=200)


def test_a_factor_is_removed_only_with_the_password_and_a_strong_session(
    signed_in: Callable[..., PageClient], resident: Any, with_app: WithApp
) -> None:
    with_app(resident)
    weak = signed_in(resident, second_factor=False)
    weak.get("/settings/second-factor/app/remove", expect=409)
    strong = signed_in(resident)
    page = strong.get("/settings/second-factor/app/remove")
    page = strong.submit(page, "外す", {"current": "not the password"}, expect=422)
    strong.submit(page, "外す", {"current": PASSWORD})
    assert "使っていません" in strong.get("/settings").text


def ask_for_removal(client: PageClient) -> None:
    to_second_step(client)
    client.submit(client.get("/sign-in/lost-second-factor"), "解除を申し込む")


def test_a_lost_factor_is_taken_away_after_a_day(
    client: PageClient, resident: Any, with_app: WithApp, link_to: Callable[[str], str], time_machine: Any
) -> None:
    with_app(resident)
    ask_for_removal(client)
    link = link_to(EMAIL)
    assert "まだ解除できません" in client.get(link).text
    client.post(link, expect=409)
    time_machine.move_to(now() + timedelta(hours=24, minutes=1))
    client.submit(client.get(link), "二段階認証を解除する")
    assert sign_in_by_password(client, EMAIL).location != "/sign-in/second-step"
    assert client.get(link, expect=410).status == 410


def test_the_removal_can_be_stopped_by_letter(
    client: PageClient, resident: Any, with_app: WithApp, link_to: Callable[[str], str], time_machine: Any
) -> None:
    with_app(resident)
    ask_for_removal(client)
    link = link_to(EMAIL)
    client.submit(client.get(link), "申込みを取り消す")
    time_machine.move_to(now() + timedelta(hours=25))
    client.post(link, expect=410)


def test_the_removal_is_shown_and_stopped_in_the_settings(
    client: PageClient, signed_in: Callable[..., PageClient], resident: Any, with_app: WithApp, link_to: Any
) -> None:
    with_app(resident)
    ask_for_removal(client)
    owner = signed_in(resident)
    owner.submit(owner.get("/settings"), "申込みを取り消す")
    assert client.get(link_to(EMAIL), expect=410).status == 410


def test_signing_in_with_the_factor_stops_its_removal(
    client: PageClient, resident: Any, with_app: WithApp, link_to: Callable[[str], str]
) -> None:
    app, _codes = with_app(resident)
    ask_for_removal(client)
    link = link_to(EMAIL)
    give(client, to_second_step(client), code_of(app, 1))
    assert client.get(link, expect=410).status == 410


def test_staff_cannot_lose_their_factor_by_letter(
    client: PageClient, database: Any, with_app: WithApp, letters: Callable[[str], list[Any]]
) -> None:
    with database.transaction():
        clerk = a_clerk("202151", email="clerk@example.jp")
    with_app(clerk)
    to_second_step(client, "clerk@example.jp")
    assert "管理者に連絡" in client.get("/sign-in/lost-second-factor").text
    client.post("/sign-in/lost-second-factor", expect=403)
    assert all(letter.subject != "二段階認証の解除の申込み" for letter in letters("clerk@example.jp"))


def test_an_administrator_resets_a_colleagues_factor_and_leaves_a_trail(
    client: PageClient, signed_in: Callable[..., PageClient], database: Any, with_app: WithApp
) -> None:
    with database.transaction():
        clerk, admin = a_clerk("202151", email="clerk@example.jp"), an_admin("202151")
        membership = queries.memberships_of(clerk)[0]
    with_app(clerk)
    desk, colleague = signed_in(admin), signed_in(clerk)
    page = desk.get(f"/staff/people/{membership.id}/second-factor")
    page = desk.submit(page, "二段階認証を解除する", {"reason": " "}, expect=422)
    desk.submit(page, "二段階認証を解除する", {"reason": "窓口で本人と確かめた"})
    assert colleague.get("/settings", expect=303).location.startswith("/sign-in")
    assert sign_in_by_password(client, "clerk@example.jp").location != "/sign-in/second-step"
    with database.transaction(read_only=True) as session:
        entry = session.exec(select(TrailEntry).where(TrailEntry.action == "accounts.reset_second_factor")).one()
    assert (entry.actor_id, entry.reason) == (admin.id, "窓口で本人と確かめた")


def test_another_towns_administrator_cannot_reset_it(signed_in: Callable[..., PageClient], database: Any) -> None:
    with database.transaction():
        clerk, stranger = a_clerk("202151"), an_admin("372081")
        membership = queries.memberships_of(clerk)[0]
    signed_in(stranger).get(f"/staff/people/{membership.id}/second-factor", expect=404)


@pytest.mark.settings(require_second_factor=True)
def test_staff_are_led_to_set_one_up_where_it_is_demanded(
    client: PageClient, signed_in: Callable[..., PageClient], database: Any
) -> None:
    with database.transaction():
        admin = an_admin("202151")
    desk = signed_in(admin, second_factor=False)
    assert desk.get("/staff/people", expect=303).location == "/settings/second-factor"
    assert "二段階認証が必要です" in desk.get("/settings/second-factor").text
    set_up_by_browser(desk)
    assert desk.get("/staff/people").h1 == "職員"


@pytest.mark.settings(require_second_factor=True)
def test_a_resident_is_not_led_there(signed_in: Callable[..., PageClient], resident: Any) -> None:
    assert "必要です" not in signed_in(resident, second_factor=False).get("/settings/second-factor").text


def test_nobody_resets_their_own_or_an_operators_factor(session: Any) -> None:
    from webapp.accounts import second_factor
    from webapp.core.errors import NotAllowed, RuleBroken

    admin, operator, clerk = an_admin("202151"), an_operator(), a_clerk("202151")
    by = queries.actor_of(admin)
    for person in (admin, operator):
        with pytest.raises(NotAllowed):
            second_factor.reset_by_administrator(person, by=by, reason="理由")
    with pytest.raises(RuleBroken):
        second_factor.reset_by_administrator(clerk, by=by, reason="  ")
    second_factor.reset_by_administrator(admin, by=queries.actor_of(operator), reason="電話で確かめた")
