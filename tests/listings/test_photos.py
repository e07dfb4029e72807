"""Photos of a listing: sent quickly, drawn by the worker, described, put in order; nobody else touches them."""

import io

import pytest
from PIL import Image
from sqlmodel import col, select

from tests.core.test_pictures import a_picture
from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_consent, a_listing
from webapp.core import pictures, storage
from webapp.core.actor import Role
from webapp.core.database import session
from webapp.core.jobs import run_due
from webapp.listings import rules
from webapp.listings.models import Listing, ListingKind, ListingPhoto, ListingStatus, PhotoKind
from webapp.listings.photo_wishes import wishes

TOWN = "202151"
JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(making, signed_in):
    """A corporation's person with a draft."""
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        person = a_staff_user(Role.CORPORATION, corporation.id)
        row = a_listing(status=ListingStatus.DRAFT, published_at=None, corporation_id=corporation.id)
    return signed_in(person), row


@pytest.fixture
def work(app, database):
    """Does what is queued, as the worker does."""

    def do():
        with app.app_context():
            return run_due(database)

    return do


def upload(browser, row, *pictures_sent, expect=303, **more):
    sent = {"pictures": [(io.BytesIO(data), "a.jpg") for data in pictures_sent]}
    return browser.post(
        f"/desk/listings/{row.id}/photos", sent, expect=expect, content_type="multipart/form-data", **more
    )


def small(number: int) -> bytes:
    return a_picture(size=(64, 48 + number))


def all_photos() -> list[ListingPhoto]:
    return list(session().exec(select(ListingPhoto).order_by(col(ListingPhoto.position))))


def test_a_photo_waits_then_the_worker_draws_it_in_three_widths(making, desk, client, work, settings, monkeypatch):
    browser, row = desk
    monkeypatch.setattr(pictures, "draw", None)  # the request must not
    upload(browser, row, a_picture(size=(2000, 1000)))
    monkeypatch.undo()
    with making():
        (photo,) = all_photos()
    assert (photo.is_waiting, photo.is_ready) == (True, False)
    assert "準備をしています" in browser.get(f"/desk/listings/{row.id}/photos").text
    browser.get(f"/listings/photos/{photo.id}", expect=404)
    work()
    with making() as opened:
        (photo,) = all_photos()
        opened.get_one(Listing, row.id).status = ListingStatus.PUBLISHED
    assert (photo.widths, photo.height) == ([480, 960, 1600], 800)
    for asked, wide in ((480, 480), (500, 960), (9999, 1600)):
        answer = client.get(f"/listings/photos/{photo.id}/{asked}", lint=False).response
        assert Image.open(io.BytesIO(answer.data)).width == wide
        assert "immutable" in answer.headers["Cache-Control"]
    kept = [path.suffix for path in (settings.home / "uploads").rglob("*.*")]
    assert kept == [".webp"] * 3, "what was sent, with its place, is gone"
    first = client.get(f"/listings/{row.id}").tree.select_one(".gallery img")
    assert "1600w" in first.attrs["srcset"]
    assert (first.attrs["fetchpriority"], first.attrs.get("loading")) == ("high", None)
    assert client.get("/listings").tree.select_one(".card img").attrs["srcset"].count("w,") == 1
    beside = client.get(f"/compare?home={row.id}").tree.select_one(".compare-homes img")
    client.get(beside.attrs["src"], lint=False)


def test_only_those_who_may_see_the_listing_see_its_photos(making, desk, client, work):
    browser, row = desk
    upload(browser, row, small(0))
    work()
    with making():
        (photo,) = all_photos()
    assert "no-store" in browser.get(f"/listings/photos/{photo.id}", lint=False).response.headers["Cache-Control"]
    client.get(f"/listings/photos/{photo.id}", expect=404)


def test_a_file_that_is_no_photo_is_refused_at_once_and_none_of_the_others_is_taken(making, desk):
    browser, row = desk
    page = upload(browser, row, small(0), b"not a picture", expect=422)
    assert "写真を読めません" in page.errors()[0]
    told = browser.post(
        f"/desk/listings/{row.id}/photos",
        {"pictures": (io.BytesIO(b"%PDF-1.7"), "a.jpg")},
        expect=422, lint=False, headers=JSON, content_type="multipart/form-data",
    )  # fmt: skip
    assert "写真を読めません" in told.response.json["detail"]
    with making():
        assert all_photos() == []


def test_a_broken_photo_is_said_to_be_unreadable_and_keeps_its_draft_from_being_sent(making, desk, work):
    browser, row = desk
    upload(browser, row, a_picture()[:2000])
    work()
    with making() as opened:
        (photo,) = all_photos()
        assert (photo.is_waiting, photo.is_ready) == (False, False)
        assert any("読めなかった写真" in sentence for sentence in rules.obstacles(opened.get_one(Listing, row.id)))
    assert "読めませんでした" in browser.get(f"/desk/listings/{row.id}/photos").text


def test_photos_are_described_moved_and_removed_with_plain_buttons(making, desk, work):
    browser, row = desk
    upload(browser, row, small(0), small(1), small(2))
    work()
    with making() as opened:
        first, second, third = (photo.id for photo in all_photos())
        a_consent(opened.get_one(Listing, row.id), items=["photos", "building", "public_address"])
        assert any("説明" in sentence for sentence in rules.obstacles(opened.get_one(Listing, row.id)))
    at = f"/desk/listings/{row.id}/photos"
    texts = {f"alt_{first}": "縁側", f"alt_{second}": "台所", f"alt_{third}": "庭"}
    browser.post(f"{at}/texts", texts)
    browser.post(f"{at}/{third}/move", {"place": "0", f"alt_{third}": "広い庭"})
    browser.post(f"{at}/{second}/remove", {})
    browser.post(f"{at}/{second}/remove", {}, expect=404)
    assert "120字" in browser.post(f"{at}/texts", {f"alt_{first}": "あ" * 121}, expect=422).errors()[0]
    with making() as opened:
        assert [(photo.position, photo.alt) for photo in all_photos()] == [(0, "広い庭"), (1, "縁側")]
        assert not any("説明" in sentence for sentence in rules.photo_gaps(opened.get_one(Listing, row.id)))


def test_a_listing_has_twenty_photos_at_most_and_none_is_changed_while_it_is_shown(making, desk):
    browser, row = desk
    with making() as opened:
        opened.add_all(ListingPhoto(listing_id=row.id, position=n, file_key="a", alt="x") for n in range(19))
    upload(browser, row, small(0), small(1), expect=409)
    upload(browser, row, small(0))
    with making() as opened:
        opened.get_one(Listing, row.id).status = ListingStatus.PUBLISHED
    upload(browser, row, small(1), expect=409)


def test_nobody_else_adds_orders_or_removes(making, desk, signed_in):
    browser, row = desk
    upload(browser, row, small(0))
    with making():
        (photo,) = all_photos()
        stranger = a_clerk("382035")
    stranger = signed_in(stranger)
    upload(stranger, row, small(0), expect=404)
    for path in ("texts", f"{photo.id}/move", f"{photo.id}/remove"):
        stranger.post(f"/desk/listings/{row.id}/photos/{path}", {}, expect=404)
    stranger.get(f"/listings/photos/{photo.id}", expect=404)


def test_the_same_photo_sent_twice_is_drawn_twice(making, desk, work):
    browser, row = desk
    upload(browser, row, small(0), small(0))
    work()
    with making():
        assert [photo.is_ready for photo in all_photos()] == [True, True]
        assert storage.load(all_photos()[1].file_key)


def test_what_is_still_wished_for_is_said_to_maker_and_clerk_and_holds_nothing_up(making, signed_in, desk, work):
    browser, row = desk
    with making():
        a_consent(row)
        person = a_clerk(TOWN)
    clerk = signed_in(person)
    assert "まだない写真：外から見たところ" in browser.get(f"/desk/listings/{row.id}/summary").text
    upload(browser, row, small(1), small(2))
    work()
    with making():
        outside, kitchen = (photo.id for photo in all_photos())
    page = browser.get(f"/desk/listings/{row.id}/photos")
    assert "いま2枚" in page.text
    assert "種類を選んでいない写真が2枚" in page.text
    chosen = {
        f"alt_{outside}": "庭",
        f"kind_{outside}": "outside",
        f"alt_{kitchen}": "流し",
        f"kind_{kitchen}": "kitchen",
    }
    page = browser.submit(page, "説明を保存する", chosen).follow()
    assert "まだない写真：部屋の中" in page.text
    assert "種類を選んでいない" not in page.text
    assert page.tree.select_one(f"#kind_{outside} option[selected]").attrs["value"] == "outside"
    with making() as opened:
        listing = opened.get_one(Listing, row.id)
        assert not rules.photo_gaps(listing)
        listing.status = ListingStatus.SUBMITTED
    review = clerk.get(f"/staff/listings/{row.id}")
    assert "写真がそろっていません" in review.text
    assert "風呂・トイレ" in review.text
    with making():
        for photo, kind in zip(all_photos(), ("inside", "bath"), strict=True):
            photo.shows = PhotoKind(kind)
    assert "まだない写真：外から見たところ、台所、前の道・まわり" in clerk.get(f"/staff/listings/{row.id}").text


def test_an_unknown_kind_is_refused_and_other_listings_are_not_asked(making, signed_in, desk):
    browser, row = desk
    upload(browser, row, small(1))
    with making():
        photo = all_photos()[0].id
        need = a_listing(kind=ListingKind.NEED)
    path = f"/desk/listings/{row.id}/photos/texts"
    browser.post(path, {f"alt_{photo}": "庭", f"kind_{photo}": "attic"}, expect=422)
    with making() as opened:
        assert opened.get_one(ListingPhoto, photo).shows is None
        assert wishes(opened.get_one(Listing, need.id), []) == []


def test_a_home_with_every_kind_of_picture_lacks_nothing():
    kinds = (PhotoKind.OUTSIDE, PhotoKind.INSIDE, PhotoKind.KITCHEN, PhotoKind.BATH, PhotoKind.AROUND)
    photos = [ListingPhoto(listing_id="x", file_key="k", shows=kind) for kind in kinds]
    assert wishes(Listing(kind=ListingKind.HOME, municipality_code=TOWN, title="家"), photos) == []
