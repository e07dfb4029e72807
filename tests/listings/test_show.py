"""One listing's page, and its pictures."""

import io

import pytest
from PIL import Image
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import JOB, a_listing
from webapp.core.actor import Role
from webapp.core.database import session
from webapp.listings.kinds import KINDS
from webapp.listings.models import Listing, ListingKind, ListingPhoto, ListingStatus

TOWN = "202151"


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_its_page(making, client, kind):
    with making():
        row = a_listing(kind=kind, title="この掲載", drawbacks="冬は雪が多いです。", themes=["rice"])
        a_listing(title="となりの掲載")
        a_listing("382035", title="よそのまち")
    page = client.get(f"/listings/{row.id}")
    assert page.h1 == "この掲載"
    assert "冬は雪が多いです。" in page.text
    assert "米づくり・棚田" in page.text
    assert "となりの掲載" in page.text
    assert "よそのまち" not in page.text
    assert page.soup.select_one("svg.dot-map title").text == "長野県塩尻市のだいたいの場所"


def test_what_is_not_public_stays_inside(making, client):
    with making():
        row = a_listing(private_address="奈良井99番地")
    page = client.get(f"/listings/{row.id}")
    assert "99番地" not in page.html
    assert "共有者全員" not in page.html
    assert "350万円" in page.text
    assert "旧耐震" in page.text


def test_an_unknown_or_unready_listing_looks_the_same(making, client):
    with making():
        draft = a_listing(status=ListingStatus.DRAFT, published_at=None)
    texts = {
        client.get(f"/listings/{key}", expect=404).text.split("お問い合わせ番号")[0] for key in (draft.id, "0" * 26)
    }
    assert len(texts) == 1


def test_employment_shows_every_item_of_the_law(making, client):
    with making():
        row = a_listing(kind=ListingKind.JOB, details=JOB)
    text = client.get(f"/listings/{row.id}").text
    assert all(str(value) in text for name, value in JOB.items() if name not in {"engagement", "term", "pay", "wage"})
    assert "1,200円" in text


def test_an_old_answer_that_no_longer_fits_does_not_break_the_page(making, client):
    with making():
        row = a_listing(details={"quake": "moon", "layout": "3DK", "built_year": "x", "unknown": 1})
    assert "3DK" in client.get(f"/listings/{row.id}").text
    assert "3DK" in client.get("/listings").text


def a_jpeg(size=(2400, 1200)) -> bytes:
    """A picture with a place and a comment in it."""
    exif = Image.Exif()
    exif[0x010E] = "taken at the owner's door"
    exif.get_ifd(0x8825)[2] = (36.0, 6.0, 54.0)
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "JPEG", exif=exif, comment=b"secret comment")
    return out.getvalue()


@pytest.fixture
def desk(making, signed_in):
    """A corporation's person with a draft."""
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        person = a_staff_user(Role.CORPORATION, corporation.id)
        row = a_listing(status=ListingStatus.DRAFT, published_at=None, corporation_id=corporation.id)
    return signed_in(person), row


def upload(browser, row, data, *, name="a.jpg", alt="庭から見た縁側", expect=303):
    sent = {"picture": (io.BytesIO(data), name), "alt": alt}
    return browser.post(f"/desk/listings/{row.id}/photos", sent, expect=expect, content_type="multipart/form-data")


def test_a_picture_loses_its_place_and_its_size(making, desk, client, settings):
    browser, row = desk
    upload(browser, row, a_jpeg())
    with making():
        photo = session().exec(select(ListingPhoto)).one()
    assert (photo.width, photo.height) == (1600, 800)
    answer = browser.get(f"/listings/photos/{photo.id}", lint=False).response
    kept = Image.open(io.BytesIO(answer.data))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", (1600, 800), {})
    assert b"owner's door" not in answer.data
    assert b"secret" not in answer.data
    assert "no-store" in answer.headers["Cache-Control"]
    client.get(f"/listings/photos/{photo.id}", expect=404)
    with making() as opened:
        opened.get_one(Listing, row.id).status = ListingStatus.PUBLISHED
    assert "immutable" in client.get(f"/listings/photos/{photo.id}", lint=False).response.headers["Cache-Control"]
    assert client.get("/listings").soup.select_one(".card img")["alt"] == "庭から見た縁側"
    assert list((settings.home / "uploads").rglob("*.webp"))


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", a_jpeg()[:900], b"GIF89a" + b"\0" * 40],
)
def test_what_is_no_picture_is_refused(making, desk, data):
    browser, row = desk
    page = upload(browser, row, data, expect=422)
    assert page.errors()
    with making():
        assert session().exec(select(ListingPhoto)).first() is None


def test_pictures_move_up_when_one_goes(making, desk):
    browser, row = desk
    for number in range(3):
        upload(browser, row, a_jpeg((64, 48 + number)), alt=f"写真{number}")
    with making():
        first = session().exec(select(ListingPhoto).where(ListingPhoto.position == 0)).one()
    browser.post(f"/desk/listings/{row.id}/photos/{first.id}/remove")
    browser.post(f"/desk/listings/{row.id}/photos/{first.id}/remove", expect=404)
    with making():
        left = session().exec(select(ListingPhoto).order_by(ListingPhoto.position)).all()
    assert [(photo.position, photo.alt) for photo in left] == [(0, "写真1"), (1, "写真2")]


def test_nobody_else_adds_or_removes(making, desk, signed_in):
    browser, row = desk
    upload(browser, row, a_jpeg((64, 64)))
    with making():
        photo = session().exec(select(ListingPhoto)).one()
        stranger = a_clerk("382035")
    stranger = signed_in(stranger)
    upload(stranger, row, a_jpeg((64, 64)), expect=404)
    stranger.post(f"/desk/listings/{row.id}/photos/{photo.id}/remove", expect=404)
    stranger.get(f"/listings/photos/{photo.id}", expect=404)
