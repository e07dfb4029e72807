"""As the resident sees it: read only, no more than the clerk may see, own town only."""

from typing import Any

from flask import Flask
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration
from tests.factories.residents import a_resident
from tests.support.following import browser_of
from webapp.certificates.models import Certificate
from webapp.demo.world import MAIN_TOWN
from webapp.desk.preview.reading import harmless
from webapp.listings.models import Listing, ListingStatus
from webapp.projects.models import Project
from webapp.residents.models import Resident


def test_nothing_can_be_pressed_sent_or_followed() -> None:
    page = """<header><a href="/">x</a></header><main id="main"><h1 id="top">A &amp; B</h1>
    <a href="/my" class="button" aria-current="page">開く</a><form method="post"><p>sent<input name="x"></p>
    <select><option>sent<option>sent</select><p>sent</form>
    <dl aria-labelledby="top"><dt onclick="x()">&lt;b&gt;</dt></dl><img src="/a.png" alt=""><svg><use href="#dot"/></svg>
    <button>押す</button></main><footer>y</footer>"""
    inside = harmless(page)
    assert '<h2 id="seen-top">A &amp; B</h2>' in inside
    assert '<span class="button">開く</span>' in inside
    assert '<dl aria-labelledby="seen-top"><dt>&lt;b&gt;</dt></dl>' in inside
    assert '<use href="#seen-dot"/>' in inside
    for gone in ("<a", "form", "sent", "押す", "onclick", "header", "footer", "<main"):
        assert gone not in inside, gone


def test_the_applicants_page_shows_what_was_handed_in_and_acts_for_nobody(
    database: Any, office: Any, signed_in: Any
) -> None:
    with database.transaction() as s:
        a_programme("011002")
        stranger = a_clerk("011002")
        user, hidden = a_resident_user(), a_resident_user()
        a_resident(user, family_name="青木")
        a_resident(hidden, family_name="井上", is_confidential=True)
        row, secret = a_registration(user), a_registration(hidden)
        s.exec(select(Resident).where(Resident.user_id == user.id)).one().family_name = "あとから変えた名"
    clerk = signed_in(office["clerk"])
    review = clerk.get(f"/staff/registrations/{row.id}")
    page = clerk.get(review.links()["利用者からの見え方を開く"])
    assert "見るだけの画面です" in page.text
    assert "青木" in page.text
    assert "あとから変えた名" not in page.html
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert page.tree.select(".as-seen :is(a, form, button, input)") == []
    assert "井上" not in clerk.get(f"/staff/registrations/{secret.id}/preview").html
    signed_in(stranger).get(f"/staff/registrations/{row.id}/preview", expect=404)
    signed_in(user).get(f"/staff/registrations/{row.id}/preview", expect=403)


def test_listings_projects_certificates_and_the_town_are_shown_too(demo_app: Flask) -> None:
    clerk = browser_of(demo_app, "clerk")
    with demo_app.extensions["futamachi"].database.transaction(read_only=True) as s:
        here = Listing.municipality_code == MAIN_TOWN
        waiting = s.exec(select(Listing.id).where(here, Listing.status == ListingStatus.SUBMITTED)).first()
        shown = s.exec(select(Listing.id).where(here, Listing.status == ListingStatus.PUBLISHED)).first()
        project = s.exec(select(Project.id).where(Project.municipality_code == MAIN_TOWN)).first()
        certificate = s.exec(select(Certificate.id).where(Certificate.municipality_code == MAIN_TOWN)).first()
    paths = [f"/staff/listings/{waiting}", f"/staff/listings/{shown}", f"/staff/projects/{project}"]
    for path in [
        *(f"{path}/preview" for path in paths),
        f"/staff/certificates/{certificate}/preview",
        "/staff/town-page",
    ]:
        page = clerk.get(path)
        assert len(page.tree.select(".as-seen h2")) >= 1, path
        assert page.tree.select(".as-seen :is(a[href], form, button)") == [], path
    clerk.get("/staff/town-page/011002", expect=404)
