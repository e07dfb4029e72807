"""The hosted pages: what a donor sees and sends, in Japanese and English, and what the pages refuse."""

import http.client
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import turbohtml

from tests.payments.shop import Shop, spec
from tests.support.pagelint import Document, lint, words_of
from webapp.payments.gateway import PaymentState
from webapp.payments.local_stripe.server import LocalStripe, Options
from webapp.payments.local_stripe.words import BANNER, ENGLISH, JAPANESE
from webapp.payments.stripe_gateway import StripeGateway

CARD = {"method": "card", "email": "hanako@example.jp", "name": ""}
KONBINI = {"method": "konbini", "email": "hanako@example.jp", "name": "二町 花子"}


@dataclass(frozen=True)
class Page:
    status: int
    html: str
    headers: dict[str, str]

    @property
    def tree(self) -> turbohtml.Document:
        return turbohtml.parse(self.html)

    def value(self, name: str) -> str:
        field = self.tree.select_one(f'input[name="{name}"]')
        return str(field.attrs["value"]) if field else ""

    @property
    def location(self) -> str:
        return self.headers["Location"]


class Browser:
    """Opens pages as a phone does: no redirect is followed unseen, every page is linted."""

    def __init__(self, server: LocalStripe) -> None:
        self._address = urlsplit(server.url).netloc

    def open(self, url: str, form: dict[str, str] | None = None, **headers: str) -> Page:
        connection = http.client.HTTPConnection(self._address, timeout=20)
        body = None if form is None else urlencode(form)
        sent = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        try:
            connection.request("GET" if form is None else "POST", urlsplit(url).path, body, sent)
            answer = connection.getresponse()
            page = Page(answer.status, answer.read().decode(), dict(answer.headers))
        finally:
            connection.close()
        if page.html.startswith("<!doctype html>") and page.status != 303:
            assert lint(Document(page.html, page.status, page.headers)) == []
            assert BANNER in page.html
        return page

    def send(self, url: str, typed: dict[str, str], *, action: str = "") -> Page:
        """Fill in the form that is on the page and send it."""
        page = self.open(url)
        forms = [f for f in page.tree.find_all("form") if str(f.attrs.get("action", "")).endswith(action)]
        target = str(forms[0].attrs.get("action") or url) if forms else url
        return self.open(target, typed | {"csrf_token": page.value("csrf_token")})


@pytest.fixture
def browser(stripe_server: LocalStripe) -> Browser:
    return Browser(stripe_server)


@pytest.fixture
def url(gateway: StripeGateway) -> str:
    page = gateway.start(spec())
    assert page.url is not None
    return page.url


def session_id(url: str) -> str:
    return url.rsplit("/", 1)[1]


def test_the_page_says_what_for_how_much_and_that_it_is_a_test(browser: Browser, url: str) -> None:
    page = browser.open(url)
    assert page.status == 200
    assert page.tree.find("html").attrs["lang"] == "ja"
    text = words_of(page.tree)
    assert "テスト決済・お金は動きません" in text
    assert "海辺の図書室への寄附" in text
    assert "3,000円を寄附する" in text


def test_a_paid_page_leads_back_with_the_sessions_number(
    browser: Browser, url: str, gateway: StripeGateway, shop: Shop, settle: Callable[[], None]
) -> None:
    page = browser.send(url, CARD)
    assert page.status == 303
    assert page.location == f"http://127.0.0.1:8000/thanks?session={session_id(url)}"
    settle()
    assert shop.books.paid == {"attempt-1": 1}


def test_a_refused_card_is_told_and_another_try_works(browser: Browser, url: str, gateway: StripeGateway) -> None:
    page = browser.send(url, CARD | {"method": "generic_decline"})
    assert page.status == 402
    assert "カード会社がこの支払いを断りました" in page.tree.select_one(".error-summary").text  # type: ignore[union-attr]
    assert gateway.snapshot(session_id(url)).state is PaymentState.OPEN
    assert browser.send(url, CARD).status == 303
    assert gateway.snapshot(session_id(url)).state is PaymentState.PAID


def test_the_slip_shows_numbers_and_deadline_and_can_be_paid(
    browser: Browser, url: str, gateway: StripeGateway, stripe_server: LocalStripe
) -> None:
    slip_url = browser.send(url, KONBINI).location
    assert slip_url == gateway.snapshot(session_id(url)).slip_url
    page = browser.open(slip_url)
    intent = stripe_server.store.get("payment_intent", session_id(slip_url))
    codes = intent["next_action"]["konbini_display_details"]["stores"]["lawson"]
    assert [code.text for code in page.tree.select(".code")] == [
        codes["payment_code"],
        codes["confirmation_number"],
    ]
    assert "23:59" in page.html
    paid = browser.send(slip_url, {"store": "ministop"}, action="pay_slip")
    assert (paid.status, paid.location) == (303, slip_url)
    assert "支払い済み" in browser.open(slip_url).html
    charge = stripe_server.store.where("charge")[0]
    assert charge["payment_method_details"]["konbini"]["store"]["chain"] == "ministop"


def test_a_slip_can_be_let_lapse(browser: Browser, url: str, gateway: StripeGateway) -> None:
    slip_url = browser.send(url, KONBINI).location
    browser.send(slip_url, {}, action="lapse_slip")
    assert "支払われなかった" in browser.open(slip_url).html
    assert gateway.snapshot(session_id(url)).state is PaymentState.FAILED


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        (CARD | {"email": ""}, "email_missing"),
        (CARD | {"email": "hanako"}, "email_missing"),
        (KONBINI | {"name": " "}, "name_missing"),
        (CARD | {"method": "cash"}, "method_missing"),
        ({}, "method_missing"),
    ],
)
def test_a_form_that_lacks_something_is_returned_with_what_was_typed(
    browser: Browser, url: str, stripe_server: LocalStripe, typed: dict[str, str], word: str
) -> None:
    page = browser.send(url, typed)
    assert page.status == 422
    assert JAPANESE[word] in page.html
    assert page.value("email") == typed.get("email", "hanako@example.jp")
    assert stripe_server.store.where("payment_intent") == []


def test_a_method_that_is_not_offered_cannot_be_sent(browser: Browser, gateway: StripeGateway) -> None:
    page = gateway.start(spec(excluded_methods=("konbini",)))
    assert page.url is not None
    assert "コンビニ" not in words_of(browser.open(page.url).tree)
    assert browser.send(page.url, KONBINI).status == 422


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_form_that_is_not_from_the_page_does_nothing(
    browser: Browser, url: str, stripe_server: LocalStripe, token: str
) -> None:
    assert browser.open(url, CARD | {"csrf_token": token}).status == 409
    assert stripe_server.store.where("payment_intent") == []


def test_a_closed_page_says_so_and_takes_nothing(browser: Browser, url: str, gateway: StripeGateway) -> None:
    token = browser.open(url).value("csrf_token")
    gateway.expire(session_id(url))
    assert browser.open(url).status == 410
    late = browser.open(url, CARD | {"csrf_token": token})
    assert late.status == 410
    assert JAPANESE["expired"] in late.html
    assert gateway.snapshot(session_id(url)).captured == 0


def test_a_page_whose_time_is_up_takes_nothing(
    browser: Browser, url: str, gateway: StripeGateway, stripe_server: LocalStripe
) -> None:
    stripe_server.clock.advance(3601)
    page = browser.send(url, CARD)
    assert page.status in {409, 410}
    assert gateway.snapshot(session_id(url)).captured == 0


def test_a_paid_page_cannot_be_paid_again(browser: Browser, url: str, stripe_server: LocalStripe) -> None:
    typed = CARD | {"csrf_token": browser.open(url).value("csrf_token")}
    assert browser.open(url, typed).status == 303
    again = browser.open(url, typed)
    assert (again.status, JAPANESE["done"] in again.html) == (200, True)
    assert len(stripe_server.store.where("charge")) == 1


@pytest.mark.parametrize("path", ["/pay/cs_test_none", "/slips/pi_none", "/payments/pi_none"])
def test_a_page_that_is_not_there_is_told_kindly(browser: Browser, path: str) -> None:
    page = browser.open(path)
    assert (page.status, JAPANESE["missing"] in page.html) == (404, True)


def test_the_words_of_both_languages_are_complete() -> None:
    assert JAPANESE.keys() == ENGLISH.keys()
    assert not [name for name, word in ENGLISH.items() if not word.isascii()]


def test_an_english_session_is_paid_in_english(browser: Browser, gateway: StripeGateway) -> None:
    page = gateway.start(spec(locale="en"))
    assert page.url is not None
    shown = browser.open(page.url)
    assert shown.tree.find("html").attrs["lang"] == "en"
    assert "Donate ¥3,000" in words_of(shown.tree)


def test_what_a_donor_types_is_shown_as_text(browser: Browser, gateway: StripeGateway) -> None:
    page = gateway.start(spec(description="<script>alert(1)</script>"))
    assert page.url is not None
    shown = browser.send(page.url, {"method": "card", "email": '"><script>', "name": ""})
    assert "<script" not in shown.html


def test_the_policy_lets_forms_lead_to_the_shop_and_nowhere_else(browser: Browser, url: str) -> None:
    headers = browser.open(url).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert set(policy["form-action"].split()) == {"'self'", "http://127.0.0.1:8000"}
    assert policy["frame-ancestors"] == "'none'"
    assert headers["Cache-Control"] == "no-store"


def test_style_and_mark_are_served(browser: Browser, url: str) -> None:
    links = [str(link.attrs["href"]) for link in browser.open(url).tree.find_all("link")]
    assert [browser.open(link).status for link in links] == [200, 200]


def test_another_host_name_is_turned_away(browser: Browser, url: str) -> None:
    assert browser.open(url, Host="evil.example.jp").status == 421
    assert browser.open(url, Host="localhost:1").status == 200


def test_pages_can_live_behind_another_address(gateway: StripeGateway) -> None:
    with LocalStripe(Options(public_url="https://demo.example.jp/pay-server/")) as server:
        session = server.checkout.create(_asked())
        assert session["url"].startswith("https://demo.example.jp/pay-server/pay/cs_test_")
        page = Browser(server).open(f"/pay/{session['id']}", Host="demo.example.jp")
        assert 'href="https://demo.example.jp/pay-server/static/checkout.css"' in page.html


def _asked() -> dict[str, Any]:
    price = {"currency": "jpy", "unit_amount": 500, "product_data": {"name": "寄附"}}
    return {"mode": "payment", "success_url": "http://127.0.0.1:8000/", "line_items": [{"price_data": price}]}


def test_backstage_shows_every_payment_and_plays_the_bank(
    browser: Browser, url: str, gateway: StripeGateway, stripe_server: LocalStripe
) -> None:
    assert "支払い待ち" in browser.open("/").html
    paid = stripe_server.checkout.pay_card(session_id(url), email="hanako@example.jp")
    payment = f"/payments/{paid['payment_intent']}"
    assert payment in browser.open("/").html
    gateway.refund(paid["payment_intent"], 1000, key="refund:1")
    assert "1,000円" in browser.open(payment).html
    browser.send(payment, {}, action="open_dispute")
    assert gateway.snapshot(paid["payment_intent"]).disputed == 2000
    browser.send(payment, {}, action="win_dispute")
    assert gateway.snapshot(paid["payment_intent"]).disputed == 0
    assert "bounce_refund" in browser.open(payment).html


def test_backstage_plays_the_bank_account_of_a_till_refund(browser: Browser, url: str, gateway: StripeGateway) -> None:
    slip_url = browser.send(url, KONBINI).location
    browser.send(slip_url, {}, action="pay_slip")
    ref = session_id(slip_url)
    gateway.refund(ref, 1000, key="refund:1")
    assert browser.send(f"/payments/{ref}", {}, action="fail_refund").status == 303
    assert gateway.snapshot(ref).refunded == 0
    gateway.refund(ref, 500, key="refund:2")
    browser.send(f"/payments/{ref}", {}, action="pay_out_refund")
    assert gateway.snapshot(ref).refunded == 500
