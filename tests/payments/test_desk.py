"""The desks: what waits for a person, a refund from proposal to second look, designations, and what donors see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user
from tests.factories.pledges import a_pledge
from tests.payments.test_folding import an_attempt, disputed, fold, told
from tests.payments.till import paid
from tests.support.client import PageClient
from webapp.core import jobs
from webapp.core.actor import Role, system_actor
from webapp.core.clock import today
from webapp.core.errors import RuleBroken
from webapp.payments.gateway import DisputeState, PaymentState
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import AttemptState, PaymentAttempt
from webapp.payments.trustees import actions, queries
from webapp.payments.trustees.models import PaymentTrustee
from webapp.pledges.models import Pledge

TOWN, OTHER = "202151", "372081"
SignedIn = Callable[..., PageClient]
BY = system_actor("test")


def a_trustee(**changes: Any) -> PaymentTrustee:
    values: dict[str, Any] = {
        "municipality_code": TOWN,
        "name": "見本決済株式会社",
        "address": "東京都千代田区1-1",
        "revenues": "寄附金",
        "announced_on": today() - timedelta(days=30),
        "announcement": "告示第12号",
        "starts_on": today() - timedelta(days=20),
    }
    return PaymentTrustee(**{**values, **changes})


def test_a_refund_goes_through_two_pairs_of_hands_and_the_donor_sees_it(
    app: Flask, database: Any, provider: LocalStripe, signed_in: SignedIn
) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor)
        first, second, stranger = a_clerk(TOWN), a_clerk(TOWN), a_clerk(OTHER)
    attempt = paid(app, database, provider, pledge)
    browser = signed_in(first)
    page = browser.get(f"/staff/payments/{pledge.id}")
    assert "決済手数料" in page.text
    page = browser.submit(page, "返金を提案する", {"amount": "１０，００１", "reason": "誤り"}, expect=422)
    assert "あと10,000円" in page.text
    assert browser.submit(page, "返金を提案する", {"amount": "4000", "reason": ""}, expect=422).errors()
    shown = browser.submit(page, "返金を提案する", {"amount": "４，０００", "reason": "金額の誤り"}).follow()
    assert "あなたが提案した返金です" in shown.text
    browser.post(f"{shown.path}/approve", expect=409)
    signed_in(stranger).get(shown.path, expect=404)
    signed_in(stranger).post(f"/staff/refunds/of/{attempt.id}", expect=404)
    other = signed_in(second)
    assert "もう一人の確認待ち" in other.get("/staff/payments").text
    other.submit(other.get(shown.path), "確認して返金する")
    with app.app_context():
        jobs.run_due(database)
    assert "返金しました" in other.get(shown.path).text
    assert "確認を待つものはありません" in other.get("/staff/payments").text
    assert "4,000円" in signed_in(donor).get(f"/my/pledges/{pledge.id}").text
    assert "お金の動きと返金を見る" in other.get(f"/staff/pledges/{pledge.id}").text


def test_the_desk_shows_what_waits_for_a_person_and_nothing_of_another_town(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        clerk, stranger = a_clerk(TOWN), a_clerk(OTHER)
        attempt, odd = an_attempt(s), an_attempt(s)
        fold(attempt, told(attempt, PaymentState.PAID))
        fold(attempt, disputed(attempt, DisputeState.NEEDS_RESPONSE))
        fold(odd, told(odd, PaymentState.PAID, amount=1))
    page = signed_in(clerk).get("/staff/payments")
    assert "反論の提出が必要" in page.text
    assert "確認が必要" in page.text
    assert "確認を待つものはありません" in signed_in(stranger).get("/staff/payments").text
    assert "数えていません" in signed_in(clerk).get(f"/staff/payments/{odd.pledge_id}").text


def test_a_payment_that_does_not_fit_is_settled_once_with_a_reason_and_leaves_the_list(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction() as s:
        clerk, stranger = a_clerk(TOWN), a_clerk(OTHER)
        odd = an_attempt(s)
        fold(odd, told(odd, PaymentState.PAID, amount=1))
        odd.created_at -= timedelta(days=400)  # however old it is
        s.add(odd)
    browser, path = signed_in(clerk), f"/staff/payments/{odd.pledge_id}"
    assert "はっきりしない支払い" in browser.get("/staff/payments").text
    signed_in(stranger).post(f"/staff/payments/settle/{odd.id}", {"reason": "確かめた"}, expect=404)
    button = "確かめたことを記録して片づける"
    page = browser.submit(browser.get(path), button, {"reason": ""}, expect=422)
    assert page.errors()
    page = browser.submit(page, button, {"reason": "決済会社の画面で全額を返した"}).follow()
    assert "担当者が確かめました" in page.text
    assert button not in page.text
    assert "確認を待つものはありません" in browser.get("/staff/payments").text
    assert "決済会社の画面で全額を返した" in browser.get(f"/staff/pledges/{odd.pledge_id}").text
    browser.post(f"/staff/payments/settle/{odd.id}", {"reason": "もう一度"}, expect=409)
    with database.transaction() as s:
        fold(odd, told(odd, PaymentState.PAID))  # whatever the provider says later
        assert s.get_one(Pledge, odd.pledge_id).kept_yen == 0
        assert s.get_one(PaymentAttempt, odd.id).state is AttemptState.SETTLED


def test_the_desk_asks_the_provider_at_once(
    app: Flask, database: Any, provider: LocalStripe, signed_in: SignedIn
) -> None:
    with database.transaction():
        pledge, clerk = a_pledge(), a_clerk(TOWN)
    attempt = paid(app, database, provider, pledge)
    provider.disputes.open(str(attempt.payment_ref))
    browser = signed_in(clerk)
    page = browser.submit(browser.get(f"/staff/payments/{pledge.id}"), "決済会社に確かめる").follow()
    assert "反論の提出が必要" in page.text


def test_the_administrator_writes_down_a_designation_and_donors_are_told(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        pledge = a_pledge()
        admin = a_staff_user(Role.MUNICIPALITY_ADMIN, TOWN)
        stranger = a_staff_user(Role.MUNICIPALITY_ADMIN, OTHER)
        assert "告示が記録されていません" in queries.why_not_designated(TOWN)
    browser = signed_in(admin)
    typed = a_trustee().model_dump(include={"name", "address", "revenues", "announcement"})
    typed |= {"announced_on": "2027-01-01", "starts_on": "2027-01-01"}
    form = browser.get(f"/staff/payment-trustees/of/{TOWN}/new")
    page = browser.submit(form, "記録する", typed, expect=422)
    assert "告示の日が先の日付です" in page.text
    typed |= {"announced_on": str(today()), "starts_on": str(today())}
    page = browser.submit(page, "記録する", typed).follow()
    assert "見本決済株式会社" in page.text
    with database.transaction():
        assert queries.why_not_designated(TOWN) == ""
        assert "告示第12号" in queries.notice_to_donors(TOWN)[0]
        row = queries.of_town(TOWN)[0]
    signed_in(stranger).get(f"/staff/payment-trustees/{row.id}", expect=404)
    path = f"/staff/payment-trustees/{row.id}"
    browser.submit(browser.get(path), "最後の日を記録する", {"last_day": str(today() - timedelta(days=9))}, expect=409)
    browser.submit(browser.get(path), "最後の日を記録する", {"last_day": str(today())})
    with database.transaction():
        assert queries.in_force(TOWN, today() + timedelta(days=1)) is None
    assert pledge.id


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"starts_on": today() - timedelta(days=40)}, "告示の日より前"),
        ({"ends_on": today() - timedelta(days=21)}, "始まる日より前"),
    ],
)
def test_a_designation_that_cannot_be_is_refused(session: Any, changes: dict[str, Any], why: str) -> None:
    a_pledge()
    with pytest.raises(RuleBroken, match=why):
        actions.add(a_trustee(**changes), by=BY)
    assert queries.of_town(TOWN) == []
