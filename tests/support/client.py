"""A client that behaves like a careful browser: it carries the CSRF token, and every page it opens is linted.

page = client.get("/listings")                       # fails unless 200 and clean
client.get("/listings/nothing", expect=404)
page = client.submit(page, "申請を送る", {"reason": ""}, expect=422)
page = client.post("/sign-out", expect=303).follow()
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from tests.support.pagelint import Document, lint

Values = Mapping[str, Any]


@dataclass
class Page:
    """An answer, and what a person could do with it."""

    response: TestResponse
    client: "PageClient" = field(repr=False)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @cached_property
    def html(self) -> str:
        """The body as text."""
        return self.response.get_data(as_text=True)

    @cached_property
    def document(self) -> Document:
        """The answer as the page linter takes it."""
        return Document(self.html, self.response.status_code, self.response.headers)

    @property
    def soup(self) -> BeautifulSoup:
        """The body as a tree."""
        return self.document.soup

    @cached_property
    def text(self) -> str:
        """What a person reads in <main> (or in the whole page), spaces collapsed."""
        return _words(self.soup.find("main") or self.soup)

    @property
    def h1(self) -> str:
        """The words of the main heading."""
        heading = self.soup.find("h1")
        return _words(heading) if heading else ""

    @property
    def path(self) -> str:
        """Where this page is."""
        return self.response.request.path

    @property
    def location(self) -> str:
        """Where a redirect leads: the path with its query when on this site, else the whole address."""
        address = self.response.headers.get("Location", "")
        parts = urlsplit(address)
        if parts.netloc in {"", "localhost"}:
            return parts.path + (f"?{parts.query}" if parts.query else "")
        return address

    def follow(self, *, expect: int = 200) -> "Page":
        """Go where the redirect leads."""
        assert self.location, f"{self.path} answered {self.status} and leads nowhere"
        return self.client.get(self.location, expect=expect)

    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [_words(item) for item in self.soup.select(".error-summary li")]

    def links(self) -> dict[str, str]:
        """Words → address of each link in <main>."""
        part = self.soup.find("main") or self.soup
        return {_words(a): str(a["href"]) for a in part.select("a[href]")}

    def form(self, which: str) -> Tag:
        """The form with this button, or the form whose action is or ends with this path."""
        forms = self.soup.find_all("form")
        for form in forms:
            buttons = [_words(button) for button in form.select("button")]
            buttons += [str(button.get("value")) for button in form.select("input[type=submit]")]
            action = urlsplit(str(form.get("action") or self.path)).path
            if which in buttons or (which.startswith("/") and action.endswith(which)):
                return form
        raise AssertionError(f"{self.path} has no form {which!r} among {[f.get('action') for f in forms]}")


class PageClient:
    """Wraps Flask's test client; one PageClient is one browser with its own cookies."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.raw: FlaskClient = app.test_client()

    def get(self, path: str, *, expect: int = 200, lint: bool = True, **options: Any) -> Page:
        """Open a page."""
        return self._judge(self.raw.get(path, **options), expect, lint)

    def post(
        self,
        path: str,
        data: Values | None = None,
        *,
        expect: int = 303,
        lint: bool = True,
        csrf: bool = True,
        **options: Any,
    ) -> Page:
        """Send a form without opening its page first; with a valid token unless csrf=False."""
        values = dict(data or {})
        if csrf:
            values.setdefault("csrf_token", self.csrf_token())
        return self._judge(self.raw.post(path, data=values, **options), expect, lint)

    def submit(
        self, page: Page, which: str, values: Values | None = None, *, expect: int = 303, **options: Any
    ) -> Page:
        """Fill in and send one form of a page as a browser would: unnamed fields keep what they show.

        `which` is the words of its button or the end of its action. None leaves a field out (an empty checkbox).
        """
        form = page.form(which)
        filled = _shown_values(form, which)
        unknown = sorted(set(values or {}) - {str(f.get("name")) for f in form.select("[name]")})
        assert not unknown, f"the form {which!r} of {page.path} has no field {unknown}"
        filled.update(values or {})
        sent = {name: value for name, value in filled.items() if value is not None}
        files = [name for name, value in sent.items() if isinstance(value, tuple)]
        assert not files or form.get("enctype") == "multipart/form-data", f"a browser sends only the names of {files}"
        target = urljoin(page.response.request.url, str(form.get("action") or ""))
        address = urlsplit(target)
        where = address.path + (f"?{address.query}" if address.query else "")
        if str(form.get("method", "get")).lower() == "post":
            return self._judge(self.raw.post(where, data=sent, **options), expect, True)
        return self.get(address.path, query_string=sent, expect=200 if expect == 303 else expect, **options)

    def sign_in(self, user: Any, *, second_factor: bool = True) -> "PageClient":
        """Sign this browser in as a stored user, without a password; returns itself."""
        from flask import session

        from webapp.accounts import signing

        with self.app.test_request_context(environ_base=self.raw.environ_base):
            with self.app.extensions["futamachi"].database.transaction():
                signing.start(user, second_factor=second_factor)
            kept = dict(session)
        with self.raw.session_transaction() as stored:
            stored.clear()
            stored.update(kept)
        return self

    def csrf_token(self) -> str:
        """A token that belongs to this browser's session."""
        with self.raw.session_transaction() as stored:
            known = dict(stored)
        with self.app.test_request_context():
            from flask import session

            session.update(known)
            token = cast("str", generate_csrf())
            changed = dict(session)
        with self.raw.session_transaction() as stored:
            stored.update(changed)
        return token

    def _judge(self, response: TestResponse, expect: int, wants_lint: bool) -> Page:
        page = Page(response, self)
        where = f"{response.request.method} {response.request.path}"
        assert response.status_code == expect, (
            f"{where} answered {response.status_code}, not {expect}: "
            f"{page.location or page.errors() or page.text[:600]}"
        )
        if wants_lint and response.mimetype == "text/html" and not 300 <= expect < 400:
            found = lint(page.document)
            assert not found, f"{where} is not a clean page:\n- " + "\n- ".join(found)
        return page


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _shown_values(form: Tag, which: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for tag in form.select("input[name], textarea[name], select[name], button[name]"):
        if tag.has_attr("disabled"):
            continue
        for value in _values_of(tag, which):
            name = str(tag["name"])
            values[name] = [*_as_list(values[name]), value] if name in values else value
    return values


def _values_of(tag: Tag, which: str) -> list[str]:
    kind = str(tag.get("type", "submit" if tag.name == "button" else "text"))
    if tag.name == "textarea":
        return [tag.get_text()]
    if tag.name == "select":
        options = tag.select("option")
        chosen = [o for o in options if o.has_attr("selected")] or ([] if tag.has_attr("multiple") else options[:1])
        return [str(o.get("value", o.get_text())) for o in chosen]
    if kind in {"checkbox", "radio"}:
        return [str(tag.get("value", "on"))] if tag.has_attr("checked") else []
    if kind == "submit":
        return [str(tag.get("value", ""))] if which in {_words(tag), tag.get("value")} else []
    return [] if kind in {"file", "image", "reset", "button"} else [str(tag.get("value", ""))]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
