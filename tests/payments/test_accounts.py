"""A town's own account: keys that only lie encrypted, its own address for notices, money that never mixes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.municipalities import a_municipality
from tests.factories.pledges import a_pledge
from tests.payments.till import EMAIL, notice_of, opened, post_notice, status_of
from tests.support.client import PageClient
from webapp.core.actor import Role, system_actor
from webapp.core.errors import MissingSetup, RuleBroken
from webapp.core.tenant_data import tenant_tables
from webapp.keys import holding as keys
from webapp.keys.wrapping import KeyEncryption
from webapp.payments.accounts import actions, holding
from webapp.payments.accounts.models import PaymentAccount
from webapp.payments.local_stripe.server import LocalStripe, Options
from webapp.payments.models import LedgerEntry, WebhookEvent
from webapp.payments.states import NoticeState
from webapp.pledges.models import PledgeStatus

TOWN, OTHER = "202151", "372081"
KEY, SECRET, NEW_SECRET = "sk_test_of_the_town", "whsec_of_the_town", "whsec_next_of_the_town"
BY = system_actor("test")
Signed = Callable[..., PageClient]
pytestmark = pytest.mark.settings(stripe_api_base="http://127.0.0.1:9")


@pytest.fixture
def towns_till(app: Flask, database: Any) -> Iterator[LocalStripe]:
    """The provider with a town's account, whose keys the town has registered."""
    with LocalStripe(Options()) as server:
        app.extensions["futamachi"].settings.stripe_api_base = server.url
        server.accounts.open("town", key=KEY)
        with database.transaction():
            a_pledge()
            actions.put_key(TOWN, KEY, by=BY)
            actions.put_secret(TOWN, SECRET, by=BY)
        yield server
    assert server.violations == []


def test_a_donation_goes_to_the_towns_own_account_and_is_told_at_its_own_address(
    app: Flask, database: Any, towns_till: LocalStripe, client: PageClient
) -> None:
    with database.transaction():
        pledge = a_pledge()
    attempt = opened(app, database, pledge)
    assert attempt.account == TOWN
    towns_till.accounts.by_key(KEY).checkout.pay_card(attempt.provider_ref, email=EMAIL)  # type: ignore[union-attr]
    body = notice_of(str(attempt.provider_ref))
    post_notice(client, body, expect=404, path=f"/webhooks/stripe/{OTHER}", secret=SECRET)
    post_notice(client, body, expect=400, secret=SECRET)  # the address of the settings knows another secret
    assert status_of(database, pledge.id) is PledgeStatus.PENDING
    post_notice(client, body, path=f"/webhooks/stripe/{TOWN}", secret=SECRET)
    assert status_of(database, pledge.id) is PledgeStatus.PAID
    with database.transaction() as s:
        accounts = {entry.account for entry in s.exec(select(LedgerEntry))}
    assert {name for name in accounts if name.startswith("psp:")} == {f"psp:{TOWN}:clearing", f"psp:{TOWN}:fees"}


def test_a_payment_at_another_account_never_counts_for_this_pledge(
    app: Flask, database: Any, provider: LocalStripe, client: PageClient
) -> None:
    """Somebody makes a page that names our attempt, at an account of their own, pays it and sends its true notice."""
    with database.transaction():
        pledge = a_pledge()
    attempt = opened(app, database, pledge)
    with app.app_context():
        app.extensions["futamachi"].settings.stripe_api_base = provider.url
        provider.accounts.open("another town", key=KEY)
        with database.transaction():
            a_municipality(OTHER)
            actions.put_key(OTHER, KEY, by=BY)
            actions.put_secret(OTHER, SECRET, by=BY)
        from tests.payments.shop import spec

        foreign = holding.gateway(OTHER).start(spec(reference=attempt.id, amount=10_000))
    provider.accounts.by_key(KEY).checkout.pay_card(foreign.ref, email=EMAIL)  # type: ignore[union-attr]
    post_notice(client, notice_of(foreign.ref), path=f"/webhooks/stripe/{OTHER}", secret=SECRET)
    assert status_of(database, pledge.id) is PledgeStatus.PENDING
    with database.transaction() as s:
        assert s.exec(select(WebhookEvent.state)).all() == [NoticeState.IGNORED]


def test_both_secrets_verify_while_they_roll_and_then_only_the_new_one(
    database: Any, towns_till: LocalStripe, client: PageClient
) -> None:
    path = f"/webhooks/stripe/{TOWN}"
    with database.transaction():
        actions.put_secret(TOWN, NEW_SECRET, by=BY)
    body = notice_of("cus_1", "customer.created")
    for secret in (SECRET, NEW_SECRET):
        post_notice(client, body, path=path, secret=secret)
    with database.transaction() as s:
        actions.end_rolling(s.get_one(PaymentAccount, TOWN), by=BY)
    post_notice(client, body, path=path, secret=SECRET, expect=400)
    post_notice(client, body, path=path, secret=NEW_SECRET)


def test_keys_lie_encrypted_bound_to_their_town_and_leave_with_nobody(app: Flask, database: Any) -> None:
    with database.transaction() as s:
        a_pledge()
        row = actions.put_key(TOWN, KEY, by=BY)
        actions.put_secret(TOWN, SECRET, by=BY)
        a_municipality(OTHER)
        other = actions.put_key(OTHER, "sk_test_other", by=BY)
        s.flush()
        stored = [bytes(value) for value in (row.wrapped_key or b"", row.wrapped_secret or b"")]
        assert all(stored)
        assert not any(word.encode() in b"".join(stored) for word in (KEY, SECRET))
        other.wrapped_key = row.wrapped_key  # somebody moves one row's key to another
        with pytest.raises(MissingSetup, match="書きかえられて"):
            holding.opened(other, holding.API_KEY, other.wrapped_key)
        s.rollback()
        leaving = next(t for t in tenant_tables(TOWN) if t.table.name == "payment_account")
        assert not [c.name for c in leaving.columns if c.name.startswith("wrapped")]


def test_after_the_key_encryption_key_changed_everything_is_wrapped_anew(app: Flask, database: Any) -> None:
    with database.transaction():
        a_pledge()
        row = actions.put_key(TOWN, KEY, by=BY)
        former = keys.kek().current
        app.extensions["futamachi"].extras["keys.kek"] = KeyEncryption(b"n" * 32, former)
        assert (actions.rewrap(by=BY), actions.rewrap(by=BY)) == (1, 0)
        app.extensions["futamachi"].extras["keys.kek"] = KeyEncryption(b"n" * 32)
        assert holding.opened(row, holding.API_KEY, row.wrapped_key) == KEY


@pytest.mark.parametrize("key", ["pk_test_x", "whsec_x", "", "sk_live_real_money"])
def test_a_key_of_the_wrong_kind_is_refused(database: Any, key: str) -> None:
    with database.transaction() as s:
        a_pledge()
        with pytest.raises(RuleBroken):
            actions.put_key(TOWN, key, by=BY)
        assert s.exec(select(PaymentAccount)).all() == []


def test_the_key_stays_while_payments_are_under_way(app: Flask, database: Any, towns_till: LocalStripe) -> None:
    with database.transaction():
        pledge = a_pledge()
    opened(app, database, pledge)
    with database.transaction() as s, pytest.raises(RuleBroken, match="終わっていない支払いが1件"):
        actions.remove(s.get_one(PaymentAccount, TOWN), reason="やめる", by=BY)


def test_the_administrator_registers_both_and_never_sees_them_again(database: Any, signed_in: Signed) -> None:
    with database.transaction():
        a_pledge()
        admin, clerk = a_staff_user(Role.MUNICIPALITY_ADMIN, TOWN), a_clerk(TOWN)
    browser = signed_in(admin)
    page = browser.get("/staff/payment-account")
    assert f"/webhooks/stripe/{TOWN}" in page.text
    page = browser.submit(page, "鍵を保存する", {"key": "pk_test_public"}, expect=422)
    assert "sk_ または rk_" in page.text
    page = browser.submit(page, "鍵を保存する", {"key": KEY}).follow()
    page = browser.submit(page, "合言葉を保存する", {"secret": SECRET}).follow()
    assert "まちの口座で寄附を受け取れます" in page.text
    assert "末尾 town" in page.text
    assert KEY not in page.html
    assert SECRET not in page.html
    browser.get(f"/staff/payment-account/{OTHER}", expect=404)
    signed_in(clerk).get("/staff/payment-account", expect=403)
