"""What the search keeps of listings: it shows every change at once, in every process, and never what is hidden."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.bench.harness import counted_queries
from tests.factories.corporations import a_corporation
from tests.factories.listings import a_listing
from tests.support.apps import make_app
from tests.support.pagelint import words_of
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.listings import actions
from webapp.listings.finding import kept
from webapp.listings.models import Deal, Listing, ListingKind, ListingStatus


def titles(browser, address):
    return [words_of(tag) for tag in browser.get(address).tree.select(".card__title")]


def test_a_listing_is_found_by_its_words_as_soon_as_it_is_published(making, client):
    with making():
        a_listing(title="古民家の一軒目")
    assert titles(client, "/listings?q=古民家") == ["古民家の一軒目"]
    with making():
        a_listing(title="古民家の二軒目")
    assert titles(client, "/listings?q=古民家") == ["古民家の二軒目", "古民家の一軒目"]


def test_a_paused_listing_is_no_longer_found(making, client, database):
    with making():
        row = a_listing(title="古民家の一軒目")
    assert titles(client, "/listings?q=古民家")
    with making() as session:
        actions.pause(session.get(Listing, row.id), by=system_actor("test"), reason="お休みします")
    assert titles(client, "/listings?q=古民家") == []


def test_new_words_of_a_listing_are_found_and_old_ones_are_not(making, client):
    with making():
        row = a_listing(title="海の家")
    assert titles(client, "/listings?q=海の家") == ["海の家"]
    with making() as session:
        found = session.get(Listing, row.id)
        found.title, found.search_text, found.updated_at = "山の家", "山の家", now()
    assert titles(client, "/listings?q=海の家") == []
    assert titles(client, "/listings?q=山の家") == ["山の家"]


def test_another_process_sees_the_change_too(making, client, app, settings):
    with making():
        a_listing(title="古民家の一軒目")
    other = make_app(settings)
    try:
        browser = other.test_client()
        assert "古民家の一軒目" in browser.get("/listings?q=古民家").text
        with making():
            a_listing(title="古民家の二軒目")
        assert "古民家の二軒目" in browser.get("/listings?q=古民家").text
    finally:
        other.extensions["futamachi"].database.dispose()


def test_what_became_hidden_is_not_shown_even_from_an_old_list(making, app, database, monkeypatch):
    browser = app.test_client()
    with making():
        row = a_listing(title="古民家の一軒目")
    monkeypatch.setattr(kept, "_is_present", lambda _kept, _stamp: True)
    assert "古民家の一軒目" in browser.get("/listings?q=古民家").text
    with making() as session:
        session.get(Listing, row.id).status = ListingStatus.PAUSED
    assert "古民家の一軒目" not in browser.get("/listings?q=古民家").text


def test_remembered_words_are_bounded(making, client, database, monkeypatch):
    monkeypatch.setattr(kept, "MOST_WORDS_KEPT", 3)
    with making():
        a_listing(title="古民家")
    for word in ("一", "二", "三", "四", "五"):
        client.get(f"/listings?q={word}")
    assert len(kept._kept[database].having) <= 3


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/listings?q=家&kind=home", ["安い家", "高い家", "借りる家"]),
        ("/listings?q=家&prefecture=380008", ["借りる家"]),
        ("/listings?q=家&municipality=382035", ["借りる家"]),
        ("/listings?q=家 安い", ["安い家"]),
        ("/listings?sort=price", ["借りる家", "安い家", "高い家", "家の仕事"]),
        ("/listings?sort=price&deal=rent", ["借りる家"]),
        ("/listings?q=家&max_price=1000000", ["安い家"]),
        ("/listings?max_rent=50000", ["借りる家"]),
    ],
)
def test_words_prices_places_and_orders_go_together(making, client, address, expected):
    with making():
        a_listing("382035", title="借りる家", deal=Deal.RENT, price=None, monthly_cost=30_000)
        a_listing(title="高い家", price=9_000_000)
        a_listing(title="安い家", price=900_000)
        a_listing(title="家の仕事", kind=ListingKind.JOB, price=None)
    assert titles(client, address) == expected


def test_pages_of_a_search_neither_repeat_nor_lose_a_row(making, client):
    with making():
        for number in range(45):
            a_listing(title=f"家{number:02}")
    pages = [titles(client, f"/listings?q=家&page={page}") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in page}) == 45
    assert titles(client, "/listings?q=家&page=99") == pages[2]


@pytest.mark.both_databases
def test_lists_take_few_queries(making, client, database):
    with making():
        for number in range(3):
            a_listing(title=f"家{number}", corporation_id=a_corporation().id)
    for address, most in (("/listings", 2), ("/listings?q=家&kind=home&sort=price", 2), ("/listings?from=202151", 3)):
        client.get(address)
        with counted_queries(database.engine) as sent:
            client.get(address)
        assert len(sent) <= most, (address, sent)


def read_again(monkeypatch):
    """The sizes of what is read whole from now on."""
    sizes = []
    plain = kept._read_all
    monkeypatch.setattr(kept, "_read_all", lambda stamp: sizes.append(len(found := plain(stamp))) or found)
    return sizes


def test_a_change_reads_only_what_changed(making, client, monkeypatch, database):
    with making():
        rows = [a_listing(title=f"海の家{number}") for number in range(5)]
    client.get("/listings?q=海の家")
    whole = read_again(monkeypatch)
    with making() as session:
        found = session.get(Listing, rows[2].id)
        found.title, found.search_text, found.updated_at = "山の家", "山の家", now()
        a_listing(title="海の家の新しいの")
    assert titles(client, "/listings?q=海の家") == ["海の家の新しいの", "海の家4", "海の家3", "海の家1", "海の家0"]
    assert titles(client, "/listings?q=山の家") == ["山の家"]
    assert len(titles(client, "/listings")) == 6
    assert whole == []


def test_many_changes_are_put_together_again(making, client, monkeypatch, database):
    monkeypatch.setattr(kept, "MOST_LATER", 2)
    with making():
        a_listing(title="海の家")
    for number in range(5):
        with making():
            a_listing(title=f"海の家{number}")
        assert len(titles(client, "/listings?q=海の家")) == number + 2
    assert titles(client, "/listings") == ["海の家4", "海の家3", "海の家2", "海の家1", "海の家0", "海の家"]
    assert len(kept._kept[database].texts[0]) >= 3


def test_a_change_that_was_overtaken_is_seen_after_a_minute(making, client, monkeypatch):
    with making():
        row = a_listing(title="海の家")
        a_listing(title="町の家")
    client.get("/listings?q=海の家")
    whole = read_again(monkeypatch)
    with making() as session:
        found = session.get(Listing, row.id)
        found.title, found.search_text, found.updated_at = "山の家", "山の家", now() - timedelta(minutes=2)
    assert titles(client, "/listings?q=山の家") == []
    monkeypatch.setattr(kept, "KEPT_SECONDS", -1.0)
    assert titles(client, "/listings?q=山の家") == ["山の家"]
    assert whole == []


def test_what_vanished_without_a_trace_is_noticed_after_a_minute(making, client, monkeypatch, database):
    with making():
        rows = [a_listing(title=f"海の家{number}") for number in range(3)]
    assert "3件" in client.get("/listings?q=海の家").text
    with making() as session:
        session.execute(sa.delete(Listing).where(Listing.id == rows[0].id))
    monkeypatch.setattr(kept, "KEPT_SECONDS", -1.0)
    assert "2件" in client.get("/listings?q=海の家").text
