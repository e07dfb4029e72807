"""What every answer carries: headers, a fresh nonce, careful cookies; and redirects that stay here."""

import re
from typing import Any

import pytest
from flask import Flask, flash, redirect, request
from itsdangerous import URLSafeTimedSerializer

from tests.factories.accounts import a_resident_user
from tests.support.client import PageClient
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow
from webapp.core.security import is_local_path, local_path, remote_address

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def odd_views(app: Flask) -> None:
    @allow(PUBLIC)
    def breaks() -> str:
        raise ValueError("山田花子 <hanako@example.jp> lives here")

    @allow(PUBLIC)
    def address() -> str:
        return f"{remote_address()} {request.scheme} {request.host}"

    @allow(SIGNED_IN)
    def leave() -> Any:
        flash("さようなら")
        return redirect("/", 303)

    for view in (breaks, address, leave):
        app.add_url_rule(f"/{view.__name__}", view_func=view, endpoint=view.__name__, methods=["GET", "POST"])


def policy(response: Any) -> dict[str, str]:
    parts = (part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    return {name: (rest or [""])[0] for name, *rest in parts}


@pytest.mark.usefixtures("odd_views")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("OPTIONS", "/", 200),
        ("GET", "/nothing", 404),
        ("GET", "/my", 303),
        ("POST", "/", 405),
        ("POST", "/language", 422),
        ("GET", "/breaks", 500),
        ("GET", "/healthz", 200),
        ("GET", "/assets/x/nothing.css", 404),
        ("GET", "/assets/x/app.css", 200),
    ],
)
def test_every_answer_carries_the_headers(client: PageClient, method: str, path: str, status: int) -> None:
    response = client.raw.open(path, method=method)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    found = policy(response)
    assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "*" not in response.headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in response.headers
    if not path.startswith("/assets"):
        is_front = (path, status) == ("/", 200) and method != "OPTIONS"
        assert response.headers["Cache-Control"] == ("private, no-cache" if is_front else "no-store")


def test_the_nonce_is_another_one_each_time_and_the_one_of_the_page(client: PageClient) -> None:
    nonces = []
    for _ in range(3):
        page = client.get("/")
        (nonce,) = re.findall(r"'nonce-([^']+)'", page.response.headers["Content-Security-Policy"])
        assert {tag.attrs["nonce"] for tag in page.tree.select("script[nonce]")} == {nonce}
        nonces.append(nonce)
    assert len(set(nonces)) == 3
    assert min(map(len, nonces)) >= 20


@pytest.mark.settings(base_url="https://futamachi.example.jp")
def test_over_https_cookies_are_bound_to_this_host_and_https_is_remembered(client: PageClient) -> None:
    response = client.raw.get("/sign-in", base_url="https://futamachi.example.jp")
    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-futamachi=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_over_http_cookies_are_still_hidden_from_scripts(client: PageClient) -> None:
    (cookie,) = client.raw.get("/sign-in").headers.getlist("Set-Cookie")
    assert cookie.startswith("futamachi=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_the_session_cookie_holds_a_token_and_nothing_about_the_person(
    app: Flask, database: Any, signed_in: Any, settings: Any
) -> None:
    with database.transaction():
        person = a_resident_user(email="hanako@example.jp", display_name="山田花子")
    browser = signed_in(person)
    browser.get("/settings")
    with browser.raw.session_transaction() as stored:
        kept = dict(stored)
    assert not {"hanako@example.jp", "山田花子", person.id} & {str(value) for value in kept.values()}
    assert set(kept) <= {"_user_id", "_fresh", "_id", "csrf_token"}
    assert len(kept["_user_id"]) == 43


def test_a_session_cookie_signed_with_another_key_is_nobody(client: PageClient) -> None:
    forged = URLSafeTimedSerializer("another key", salt="cookie-session").dumps({"_user_id": "x"})
    client.raw.set_cookie("futamachi", str(forged))
    assert client.get("/my", expect=303).location.startswith("/sign-in")


@pytest.mark.parametrize(
    "target", ["/", "/my", "/listings?q=%E5%AE%B6&page=2", "/v/AB12#top", "/まち", "/%2F%2Fevil.example"]
)
def test_a_path_of_ours_is_followed(target: str) -> None:
    assert local_path(target, "/my") == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "my",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/my\\..\\..",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        " /my",
        "/my\r\nSet-Cookie: a=b",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\x00",
        "/\u2028x",
        "/\u202emy",
    ],
)
def test_a_path_that_leads_elsewhere_is_not_followed(target: str | None) -> None:
    assert not is_local_path(target)
    assert local_path(target, "/my") == "/my"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_view_redirects_to_another_site(client: PageClient, target: str) -> None:
    assert client.post("/language", {"locale": "en", "next": target}).response.headers["Location"] == "/"


@pytest.mark.usefixtures("odd_views")
class TestProxies:
    """Headers of proxies are believed as far as the settings say."""

    FORWARDED = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}

    def test_by_default_nobody_in_front_is_believed(self, client: PageClient) -> None:
        page = client.get("/address", headers=self.FORWARDED, lint=False)
        assert page.html == "127.0.0.1 http localhost"

    @pytest.mark.settings(trusted_proxies=1)
    def test_one_proxy_is_believed_and_what_a_visitor_made_up_is_not(self, client: PageClient) -> None:
        headers = {**self.FORWARDED, "X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
        assert client.get("/address", headers=headers, lint=False).html.startswith("203.0.113.7 https")


@pytest.mark.usefixtures("odd_views")
def test_a_stale_form_is_refused_with_a_page_that_says_what_to_do(client: PageClient) -> None:
    for token in ({}, {"csrf_token": "forged"}):
        page = client.post("/language", {"locale": "en", **token}, csrf=False, expect=422)
        assert "開き直して" in page.text
        assert "futamachi_language" not in page.response.headers.get("Set-Cookie", "")


@pytest.mark.settings(max_upload_mib=1)
def test_a_body_that_is_too_large_is_refused_in_words(client: PageClient) -> None:
    page = client.post("/language", {"locale": "x" * 2 * 2**20}, csrf=False, expect=413)
    assert page.h1 == "ファイルが大きすぎます"


def test_too_many_fields_are_refused_in_words(client: PageClient) -> None:
    page = client.raw.post("/language", data={f"f{n}": "x" for n in range(600)}, content_type="multipart/form-data")
    assert page.status_code == 413
