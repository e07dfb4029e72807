"""Who asks for 秘匿 is named on two screens only: the review of the application, and the person's own.

The demo's busiest resident, who is registered, was scouted, gives and takes part, asks for it late: when every list was
already made. Then the staff of everybody else in the demo walks through all pages and files that it can reach.
"""

import io
import zipfile
from collections import Counter, deque
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlmodel import select

from tests.support.client import Page
from tests.support.following import browser_of, endpoint_of, links_of
from webapp.accounts.models import User
from webapp.demo.world import MAIN_TOWN
from webapp.residents.models import Resident

HIDDEN = "resident"
#: every way in which the person could be named
NAMES = ("青木 美咲", "美咲", "アオキ", "ミサキ", "resident@demo.example")
#: the review shows who it is about; what a clerk reaches from there names nobody
MAY_NAME = {"registrations_staff.review"}
#: who walks, and how many pages of each view they open
STAFF = {"clerk": 2, "corporation": 2, "admin": 1, "hub": 1, "partner": 1, "prefecture": 1, "operator": 1}
#: pages that know of people; the rest of the site is the same for everybody
ABOUT_PEOPLE = ("/staff", "/desk", "/partner", "/prefecture", "/operator", "/projects", "/activities", "/supporters")
FILES = {"text/csv", "application/json", "application/geo+json", "application/zip"}


@pytest.fixture
def hidden(demo_app: Flask) -> Flask:
    database = demo_app.extensions["futamachi"].database
    with demo_app.app_context(), database.transaction() as session:
        person = session.exec(select(User).where(User.email == f"{HIDDEN}@demo.example")).one()
        profile = session.exec(select(Resident).where(Resident.user_id == person.id)).one()
        assert profile.full_name == NAMES[0]
        profile.is_confidential = True
    return demo_app


def named(app: Flask, who: str) -> Iterator[str]:
    """Where a walk through everything that somebody can reach meets one of the names."""
    browser = browser_of(app, who)
    waiting: deque[str] = deque(["/my", "/projects", "/staff/audit", "/staff/pledges", "/supporters"])
    seen: set[str] = set()
    opened: Counter[str] = Counter()
    while waiting:
        path = waiting.popleft()
        endpoint = endpoint_of(app, path) if path.startswith("/") else ""
        if not endpoint or path in seen or opened[endpoint] >= STAFF[who]:
            continue
        seen.add(path)
        opened[endpoint] += 1
        page = Page(browser.raw.get(path), browser)
        if page.response.mimetype == "text/html":
            links = [page.location] if 300 <= page.status < 400 else links_of(page)
            waiting.extend(link for link in links if link.startswith(ABOUT_PEOPLE))
        if endpoint not in MAY_NAME:
            yield from (f"{who}: {path} ({endpoint}) says {name}" for name in NAMES if name in text_of(page))


def text_of(page: Page) -> str:
    if page.response.mimetype == "text/html":
        return page.html
    return page.response.get_data(as_text=True) if page.response.mimetype in FILES else ""


@pytest.mark.settings(rate_limits=False)
def test_no_staff_meets_the_name_of_who_asks_for_secrecy(hidden: Flask) -> None:
    found = [place for who in STAFF for place in named(hidden, who)]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.settings(rate_limits=False)
def test_the_review_and_the_person_do_see_it(hidden: Flask) -> None:
    clerk = browser_of(hidden, "clerk")
    queue = clerk.get("/staff/registrations?status=all").tree
    rows = {str(link.attrs["href"]) for link in queue.select('a[href^="/staff/registrations/0"]')}
    assert any(NAMES[1] in clerk.raw.get(row).get_data(as_text=True) for row in rows)
    assert NAMES[1] in browser_of(hidden, HIDDEN).get("/my/profile").html


@pytest.mark.settings(rate_limits=False)
def test_the_towns_own_export_leaves_the_name_out(hidden: Flask) -> None:
    admin = browser_of(hidden, "admin")
    answer = admin.raw.post(f"/staff/town/{MAIN_TOWN}/export", data={"csrf_token": admin.csrf_token()})
    found = []
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode(errors="replace")
            found += [f"{name} says {part}" for part in NAMES if part in text]
    assert not found, "\n" + "\n".join(found)
