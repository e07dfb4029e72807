"""A donor without an account goes to pay and comes back over the link of their pledge."""

from typing import Any

from sqlmodel import select

from tests.factories.pledges import a_pledge
from tests.pledges.walking import GUEST, an_open_project, send, to_confirm
from tests.support.client import PageClient
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import PaymentAttempt
from webapp.pledges import guests


def test_a_guest_pays_and_asks_how_it_stands_over_their_own_link_only(
    database: Any, provider: LocalStripe, client: PageClient
) -> None:
    with database.transaction():
        project = an_open_project()
        other = a_pledge(project=project)
        other.user_id, other.email = None, "other@example.jp"
        others_key = guests.new_key(other)
    assert send(client, to_confirm(client, project, **GUEST)).location.startswith(provider.url)
    with database.transaction() as s:
        attempt = s.exec(select(PaymentAttempt)).one()
    own = send(client, to_confirm(client, project, **GUEST), expect=303)  # a second gift: the first stays as it is
    assert own.location.startswith(provider.url)
    with client.raw.session_transaction() as cookie:
        key = cookie["pledge_keys"][attempt.pledge_id]
    back = f"/donations/{key}/payments/{attempt.id}"
    assert "知らせを待っています" in client.get(back).text
    for wrong in (others_key, "nobodys-key"):
        client.get(f"/donations/{wrong}/payments/{attempt.id}", expect=404)
        client.post(f"/donations/{wrong}/payments/{attempt.id}/check", expect=404)
    client.post("/donations/nobodys-key/pay", expect=404)
    assert attempt.provider_ref is not None
    provider.checkout.pay_card(attempt.provider_ref, email=GUEST["email"].strip())
    assert client.submit(client.get(back), "いまの状態を確かめる").follow(expect=303).location == f"/donations/{key}"
    assert "寄附を受け取りました" in client.get(f"/donations/{key}").text
    client.post(f"/donations/{key}/pay", expect=409)


def test_a_lapsed_pledge_of_a_guest_can_be_paid_after_all(
    database: Any, provider: LocalStripe, client: PageClient
) -> None:
    with database.transaction():
        pledge = a_pledge(project=an_open_project())
        pledge.user_id, pledge.email = None, "guest@example.jp"
        key = guests.new_key(pledge)
    page = client.submit(client.get(f"/donations/{key}"), "支払いに進む")
    assert page.location.startswith(provider.url)
    assert client.post(f"/donations/{key}/pay").location == page.location
