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

import turbohtml
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from turbohtml import Element
from werkzeug.test import TestResponse

from tests.support.pagelint import Document, lint, words_of

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
    def tree(self) -> turbohtml.Document:
        """The body as the parser of the HTML standard builds it."""
        return self.document.tree

    @cached_property
    def text(self) -> str:
        """What a person reads in <main> (or in the whole page), spaces collapsed."""
        return words_of(self.main)

    @property
    def main(self) -> Element:
        """The part that is this page's own, or the whole of it."""
        found = self.tree.find("main") or self.tree.root
        assert found is not None, f"{self.path} answered nothing"
        return found

    @property
    def h1(self) -> str:
        """The words of the main heading."""
        return "".join(self.document.words("h1")[:1])

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
        return [words_of(item) for item in self.tree.select(".error-summary li")]

    def links(self) -> dict[str, str]:
        """Words → address of each link in <main>."""
        return {words_of(link): str(link.attrs["href"]) for link in self.main.select("a[href]")}

    def form(self, which: str) -> Element:
        """The form with this button, or the form whose action is or ends with this path."""
        forms = self.tree.find_all("form")
        for form in forms:
            action = urlsplit(str(form.attrs.get("action") or self.path)).path
            if _button(form, which) is not None or (which.startswith("/") and action.endswith(which)):
                return form
        raise AssertionError(f"{self.path} has no form {which!r} among {[f.attrs.get('action') for f in forms]}")


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
        unknown = sorted(set(values or {}) - {str(field.attrs["name"]) for field in form.select("[name]")})
        assert not unknown, f"the form {which!r} of {page.path} has no field {unknown}"
        filled.update(values or {})
        sent = {name: value for name, value in filled.items() if value is not None}
        files = [name for name, value in sent.items() if isinstance(value, tuple)]
        assert not files or form.attrs.get("enctype") == "multipart/form-data", (
            f"a browser sends only the names of {files}"
        )
        target = urljoin(page.response.request.url, str(form.attrs.get("action") or ""))
        address = urlsplit(target)
        where = address.path + (f"?{address.query}" if address.query else "")
        if str(form.attrs.get("method", "get")).lower() == "post":
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


def _button(form: Element, which: str) -> Element | None:
    buttons = form.select('button:not([disabled]), input[type="submit"]:not([disabled])')
    return next((one for one in buttons if which in {words_of(one), one.attrs.get("value")}), None)


def _shown_values(form: Element, which: str) -> dict[str, Any]:
    """What a browser sends of a form that nobody touched, with the button that is pressed."""
    pressed = _button(form, which)
    pairs = form.form_data()
    if pressed is not None and pressed.attrs.get("name") and pressed.attrs.get("type", "submit") == "submit":
        pairs.append((str(pressed.attrs["name"]), str(pressed.attrs.get("value") or "")))
    values: dict[str, Any] = {}
    for name, value in pairs:
        values[name] = [*_as_list(values[name]), value] if name in values else value
    return values


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
