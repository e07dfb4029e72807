"""A minor's application needs a guardian: asked by a one-time link or on paper, declined, withdrawn, outgrown."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_municipality
from tests.factories.registrations import a_draft, a_registration, some_consents, some_details
from tests.factories.residents import SHIOJIRI, TOKYO_SHINJUKU, a_resident
from tests.support.client import PageClient
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.core.tenant_data import tenant_tables
from webapp.registrations import applying, deciding, erasing, queries
from webapp.registrations.guardians import actions
from webapp.registrations.guardians.models import GuardianConsent, GuardianRelation, GuardianStatus
from webapp.registrations.guardians.needs import is_minor
from webapp.registrations.guardians.queries import latest
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents.models import ConsentPurpose, Resident
from webapp.residents.queries import profile_of_user

Visit = Callable[..., PageClient]
GUARDIAN = "guardian@example.jp"
ANSWER = {"name": "佐藤 一郎", "relation": "father", "is_guardian": "y", "agrees": "y"}


def years_ago(years: int, days: int = 0) -> date:
    return today().replace(year=today().year - years) - timedelta(days=days)


def a_minor() -> tuple[Registration, Resident, Any]:
    user = a_resident_user()
    resident = a_resident(user, birth_date=years_ago(16))
    return a_draft(user), resident, actor_of(user)


def link_in(letter: Letter) -> str:
    return str(letter.content["link"])


def letter_to_guardian(session: Session) -> Letter:
    chosen = select(Letter).where(Letter.to_email == GUARDIAN).order_by(col(Letter.id).desc())
    return session.exec(chosen).first()  # type: ignore[return-value]


def refusal(call: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value.sentence


@pytest.fixture
def asked(database: Any) -> tuple[Any, str, str]:
    """(the minor, the application's id, the link in the guardian's letter), committed."""
    with database.transaction() as s:
        row, _resident, by = a_minor()
        actions.ask(row, GUARDIAN, by=by)
        s.flush()
        return by, row.id, link_in(letter_to_guardian(s))


@pytest.mark.parametrize(("born", "is_one"), [((18, 0), False), ((18, -1), True), ((17, 364), True), ((40, 0), False)])
def test_the_need_ends_with_the_eighteenth_birthday(born: tuple[int, int], is_one: bool) -> None:
    assert is_minor(years_ago(*born)) is is_one
    assert not is_minor(None)


@pytest.mark.usefixtures("session")
def test_a_minors_application_waits_for_the_guardian_and_an_adults_does_not() -> None:
    row, resident, by = a_minor()
    assert "保護者" in refusal(lambda: applying.submit(row, resident, by=by))
    assert a_registration().status is RegistrationStatus.SUBMITTED


def test_the_guardian_reads_what_goes_to_whom_answers_once_and_the_minor_hands_in(
    asked: Any, database: Any, client: PageClient, signed_in: Visit
) -> None:
    by, registration_id, link = asked
    page = client.get(link)
    for words in ("佐藤 花子さんの申請に同意しますか", "長野県塩尻市", "住所", "登録証をつくり"):
        assert words in page.text
    assert "新宿2丁目" not in page.text
    page = client.submit(page, "同意する", {**ANSWER, "agrees": None, "name": "佐藤 一郎"}, expect=422)
    assert page.tree.select_one("[name=name]").attrs["value"] == "佐藤 一郎"  # type: ignore[index]
    page = client.submit(page, "同意する", ANSWER).follow()
    assert "同意をいただいています" in page.text
    assert "佐藤" not in page.text
    assert "もう使われています" in client.post(link, ANSWER, expect=409).text
    with database.transaction() as s:
        row = s.get_one(Registration, registration_id)
        resident = profile_of_user(row.user_id)
        assert resident is not None
        applying.submit(row, resident, by=by)
        given = queries.handovers_of(row)[0].content["application"]["guardian"]
        assert (given["name"], given["relation"], given["on"]) == ("佐藤 一郎", "father", today().isoformat())
        assert given["text_version"]
        assert getattr(latest(row), "read_in", None) == "ja"
        deciding.approve(row, by=actor_of(a_clerk(SHIOJIRI)))


def test_declining_with_a_word_reaches_the_minor(
    asked: Any, database: Any, client: PageClient, signed_in: Visit
) -> None:
    by, registration_id, link = asked
    client.submit(client.get(link), "同意しないと答える", {"word": "受験が終わってからにしましょう。"})
    with database.transaction(read_only=True):
        from webapp.accounts.queries import user

        person = user(by.user_id)
    page = signed_in(person).get(f"/my/registrations/{registration_id}/guardian")
    assert "受験が終わってから" in page.text
    assert "もう使われています" in client.post(link, ANSWER, expect=409).text


def test_an_unknown_and_an_expired_link_tell_nothing(asked: Any, client: PageClient, time_machine: Any) -> None:
    _by, _id, link = asked
    client.get("/guardian/nothing", expect=404)
    client.get("/guardian/withdraw/nothing", expect=404)
    time_machine.move_to(today() + timedelta(days=15))
    assert "もう使えません" in client.get(link).text
    assert "期限が過ぎました" in client.post(link, ANSWER, expect=409).text


def test_a_consent_is_taken_back_by_link_the_town_is_told_and_cannot_approve(
    asked: Any, database: Any, client: PageClient
) -> None:
    by, registration_id, link = asked
    client.submit(client.get(link), "同意する", ANSWER)
    with database.transaction() as s:
        clerk = a_clerk(SHIOJIRI)
        row = s.get_one(Registration, registration_id)
        applying.submit(row, profile_of_user(row.user_id), by=by)  # type: ignore[arg-type]
        back = link_in(letter_to_guardian(s))
    client.submit(client.get(back), "同意を取り消す")
    assert "することはありません" in client.get(back).text
    client.post(back, expect=409)
    with database.transaction() as s:
        row = s.get_one(Registration, registration_id)
        assert "保護者の同意がそろっていない" in refusal(lambda: deciding.approve(row, by=actor_of(clerk)))
        letters = [x for x in s.exec(select(Letter)) if "取り消されました（受付番号" in x.subject]
        assert clerk.email in {letter.to_email for letter in letters}
        assert "佐藤" not in str([letter.content for letter in letters])


def test_a_sheet_of_paper_is_promised_then_recorded_by_staff(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        row, _resident, by = a_minor()
        clerk, stranger = a_clerk(SHIOJIRI), a_clerk(a_municipality("152242").code)
        from webapp.accounts.queries import user

        person = user(by.user_id)
    me = signed_in(person)
    page = me.get(f"/my/registrations/{row.id}/guardian")
    page = me.submit(page, "紙の同意書で届ける").follow()
    assert "保護者の同意書" in me.get(page.links()["同意書を印刷する"]).h1
    me.submit(me.get(f"/my/registrations/{row.id}/confirm"), "申請を送る", {"is_true": "y"})
    with database.transaction():
        found = queries.review_for(actor_of(clerk), row.id)
        assert "保護者の同意" in refusal(lambda: deciding.approve(found, by=actor_of(clerk)))
    there = f"/staff/registrations/{row.id}/guardian"
    signed_in(stranger).get(there, expect=404)
    desk = signed_in(clerk)
    sheet = {"name": "佐藤 一郎", "relation": "mother", "signed_on": "2999-01-01", "has_checked": "y"}
    page = desk.submit(desk.get(there), "記録する", sheet, expect=422)
    assert any("今日より後" in error for error in page.errors())
    desk.submit(page, "記録する", {"signed_on": today().isoformat()})
    with database.transaction():
        found = queries.review_for(actor_of(clerk), row.id)
        deciding.approve(found, by=actor_of(clerk))
        assert found.status is RegistrationStatus.APPROVED
    desk.submit(desk.get(there), "同意の取り消しを記録する")


@pytest.mark.usefixtures("session")
def test_more_uses_than_the_guardian_saw_need_the_guardian_again() -> None:
    row, resident, by = a_minor()
    consent = actions.ask(row, GUARDIAN, by=by)
    actions.give(consent, row, name="佐藤 一郎", relation=GuardianRelation.FATHER)
    row.details = {**row.details, "consents": some_consents(ConsentPurpose.APPLICATION, ConsentPurpose.SUPPORTERS)}
    assert "保護者" in refusal(lambda: applying.submit(row, resident, by=by))
    row.details = {**row.details, "consents": some_consents(ConsentPurpose.APPLICATION)}
    applying.submit(row, resident, by=by)


@pytest.mark.usefixtures("session")
def test_ones_own_address_too_many_letters_and_strangers_are_refused() -> None:
    row, _resident, by = a_minor()
    from webapp.accounts.queries import user

    assert "あなた自身" in refusal(lambda: actions.ask(row, user(by.user_id).email.upper(), by=by))
    for _time in range(actions.MOST_ASKED):
        actions.ask(row, GUARDIAN, by=by)
    assert "5回まで" in refusal(lambda: actions.ask(row, GUARDIAN, by=by))
    with pytest.raises(NotAllowed):
        actions.ask(row, GUARDIAN, by=actor_of(a_resident_user()))
    with pytest.raises(NotAllowed):
        actions.record_paper(row, name="x", relation=GuardianRelation.FATHER, signed_on=today(), by=by)


@pytest.mark.usefixtures("session")
def test_an_older_letter_is_worth_nothing_once_another_was_sent() -> None:
    row, _resident, by = a_minor()
    first = actions.ask(row, GUARDIAN, by=by)
    second = actions.ask(row, "other@example.jp", by=by)
    assert (first.status, second.status) == (GuardianStatus.REPLACED, GuardianStatus.ASKED)
    assert "使われています" in refusal(lambda: actions.give(first, row, name="x", relation=GuardianRelation.FATHER))
    applying.withdraw(row, by=by)
    assert "終わっています" in refusal(lambda: actions.decline(second, row))


def test_the_birthday_ends_the_need(session: Session, time_machine: Any) -> None:
    user = a_resident_user()
    resident = a_resident(user, birth_date=years_ago(18) + timedelta(days=2))
    row = a_draft(user)
    assert "保護者" in refusal(lambda: applying.submit(row, resident, by=actor_of(user)))
    actions.promise_paper(row, by=actor_of(user))
    applying.submit(row, resident, by=actor_of(user))
    clerk = actor_of(a_clerk(SHIOJIRI))
    assert "保護者" in refusal(lambda: deciding.approve(row, by=clerk))
    time_machine.move_to(today() + timedelta(days=2, hours=12))
    deciding.approve(row, by=clerk)
    assert session.get_one(Registration, row.id).status is RegistrationStatus.APPROVED


def test_guardians_go_out_with_ones_data_and_are_erased_with_it(
    asked: Any, database: Any, client: PageClient, signed_in: Visit
) -> None:
    by, registration_id, link = asked
    client.submit(client.get(link), "同意する", ANSWER)
    with database.transaction() as s:
        from webapp.accounts.queries import user

        person = user(by.user_id)
        tables = {tenant.table.name: tenant for tenant in tenant_tables(SHIOJIRI)}
        chosen = tables["guardian_consent"]
        assert not s.execute(select(chosen.table).where(chosen.condition)).all()  # a draft's are nobody's business
        assert not {"answer_hash", "withdraw_hash", "letters", "email"} & {column.name for column in chosen.columns}
    data = signed_in(person).get("/my/data/futamachi.json").response.json
    (mine,) = data["registrations"]
    assert (mine["guardian"][0]["name"], mine["guardian"][0]["email"]) == ("佐藤 一郎", GUARDIAN)
    assert "withdraw_hash" not in mine["guardian"][0]
    with database.transaction() as s:
        row = s.get_one(Registration, registration_id)
        erasing.erase_personal_data(profile_of_user(row.user_id), [row], by=by)  # type: ignore[arg-type]
        found = latest(row)
        assert found is not None
        assert (found.name, found.email, found.relation, found.withdraw_hash) == ("", "", None, None)
        assert found.status is GuardianStatus.GIVEN
        written = s.exec(select(Letter).where(Letter.to_email == GUARDIAN)).all()
        assert all(letter.content.get("is_last") for letter in written)
        assert s.exec(select(GuardianConsent)).one().id == found.id


def test_an_adult_has_no_such_screen(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_draft(user, details=some_details(TOKYO_SHINJUKU))
    me = signed_in(user)
    assert me.get(f"/my/registrations/{row.id}/guardian", expect=303).location.endswith("/confirm")
    assert "いりません" in me.post(f"/my/registrations/{row.id}/guardian", {"email": GUARDIAN}, expect=409).text
