"""A person who leaves by the page."""

from tests.factories.accounts import PASSWORD
from tests.support.client import Page, PageClient

LABELS = {"profile": "プロフィールを消す", "account": "アカウントを閉じる"}


def leave(browser: PageClient, scope: str = "profile", *, when: str = "now", expect: int = 303) -> Page:
    """Through the page that says what goes and what stays."""
    page = browser.get(f"/my/privacy/leaving/{scope}")
    return browser.submit(page, LABELS[scope], {"when": when, "current": PASSWORD}, expect=expect)
