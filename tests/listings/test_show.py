"""One listing's page."""

import pytest

from tests.factories.listings import JOB, a_listing
from webapp.listings.kinds import KINDS
from webapp.listings.models import ListingKind, ListingStatus


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
    assert page.tree.select_one("svg.dot-map title").text == "長野県塩尻市のだいたいの場所"


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
