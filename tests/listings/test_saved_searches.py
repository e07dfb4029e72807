"""Kept searches: whose they are, one letter about what is new, one click to stop it, demand without people."""

from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import URLSafeSerializer
from sqlmodel import col, select

from tests.factories.accounts import a_resident_user, a_user, actor_of
from tests.factories.listings import a_listing
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.jobs import Job
from webapp.core.letters import Letter
from webapp.listings import actions as listings
from webapp.listings.filters import Filters
from webapp.listings.models import ListingKind
from webapp.listings.saved import actions, jobs, own_data, queries
from webapp.listings.saved.days import LAG, ROUND
from webapp.listings.saved.models import Frequency, SavedSearch

HOMES = Filters.read({"kind": "home", "q": "平屋", "prefecture": "200000"})
MONDAY_NOON = datetime(2027, 4, 5, 3, 0, tzinfo=UTC)


def kept(person, filters=HOMES, *, name="信州の平屋", frequency=Frequency.AT_ONCE):
    return actions.keep(filters, name=name, frequency=frequency, by=actor_of(person))


@pytest.fixture
def somebody(making, time_machine):
    """A person who keeps a search, on a Monday at noon."""
    time_machine.move_to(MONDAY_NOON, tick=False)
    with making():
        person = a_resident_user()
        kept(person)
    return person


def look(app, database, time_machine, after=timedelta(hours=1)):
    """A look so much later; the letters there are then."""
    time_machine.shift(after)
    with app.app_context():
        jobs.look({})
    with database.transaction() as session:
        return list(session.exec(select(Letter).order_by(col(Letter.id))))


def test_one_letter_tells_of_what_is_new_and_fits(making, somebody, app, database, time_machine):
    time_machine.shift(timedelta(minutes=1))
    with making():
        a_listing(title="山の平屋")
        a_listing(title="川の平屋")
        a_listing(title="町の二階家")
        a_listing("382035", title="海の平屋")
    [letter] = look(app, database, time_machine)
    assert letter.subject == "新しい掲載が2件あります：信州の平屋"
    assert [value.split("　")[0] for _label, value in letter.content["facts"]] == ["川の平屋", "山の平屋"]
    assert letter.content["link"].startswith("/listings?")
    assert len(look(app, database, time_machine)) == 1


def test_nothing_new_is_no_letter_and_what_was_there_before_is_not_new(making, app, database, time_machine):
    time_machine.move_to(MONDAY_NOON, tick=False)
    with making():
        a_listing(title="山の平屋", published_at=now() - timedelta(days=1))
        kept(a_resident_user())
    assert look(app, database, time_machine) == []


def test_what_appeared_a_moment_ago_waits_for_the_next_look(making, somebody, app, database, time_machine):
    time_machine.shift(timedelta(hours=1))
    with making():
        a_listing(title="山の平屋")
    assert look(app, database, time_machine, LAG / 2) == []
    assert len(look(app, database, time_machine, LAG)) == 1


@pytest.mark.parametrize(
    ("frequency", "too_early", "in_time"),
    [
        (Frequency.DAILY, timedelta(hours=18), timedelta(hours=19, minutes=5)),
        (Frequency.WEEKLY, timedelta(days=6, hours=18), timedelta(days=6, hours=19, minutes=5)),
    ],
)
def test_daily_letters_leave_at_seven_and_weekly_ones_on_monday(
    making, app, database, time_machine, frequency, too_early, in_time
):
    time_machine.move_to(MONDAY_NOON, tick=False)
    with making():
        kept(a_resident_user(), frequency=frequency)
    time_machine.shift(timedelta(minutes=5))
    with making():
        a_listing(title="山の平屋")
    time_machine.move_to(MONDAY_NOON, tick=False)
    assert look(app, database, time_machine, too_early) == []
    assert len(look(app, database, time_machine, in_time - too_early)) == 1


def test_publishing_plans_one_look_for_ten_minutes(making, somebody, database, time_machine):
    with making() as session:
        for title in ("山の平屋", "川の平屋"):
            listings.go_public(a_listing(title=title))
        assert len(list(session.exec(select(Job).where(Job.kind == ROUND)))) == 1


def test_a_letter_stops_them_by_one_click_without_signing_in(making, somebody, app, database, time_machine, client):
    time_machine.shift(timedelta(minutes=1))
    with making():
        a_listing(title="山の平屋")
    [letter] = look(app, database, time_machine)
    page = client.get(letter.content["stop_link"])
    assert somebody.email not in page.text
    with database.transaction() as session:
        assert session.exec(select(SavedSearch)).one().frequency is Frequency.AT_ONCE
    page = client.submit(page, "このメールを止める").follow()
    with making():
        a_listing(title="川の平屋")
    assert len(look(app, database, time_machine)) == 1
    client.submit(page, "また受け取る")
    with database.transaction() as session:
        row = session.exec(select(SavedSearch)).one()
        old = URLSafeSerializer(app.config["SECRET_KEY"], salt="saved-search-stop").dumps(row.id)
        assert row.frequency is Frequency.DAILY
    assert "平屋" in client.get(f"/searches/stop/{old}", expect=303).follow().text
    client.get("/searches/stop/made-up", expect=303).follow(expect=404)


def test_a_search_is_kept_from_the_page_and_changed_and_dropped(making, signed_in, client):
    with making():
        person, other = a_resident_user(), a_resident_user()
        a_listing(title="山の平屋")
    keep = "この条件を保存して、新着を受け取る"
    assert "/sign-in?next=" in client.get("/listings?q=平屋").links()[keep]
    browser = signed_in(person)
    page = browser.get(browser.get("/listings?q=平屋&kind=home").links()[keep])
    mine = browser.submit(page, "保存する", {"name": "平屋", "frequency": "weekly"}).follow()
    assert "いま1件" in mine.text
    edit = mine.links()["変える"]
    signed_in(other).get(edit, expect=404)
    assert "名前を入力してください" in browser.submit(browser.get(edit), "保存する", {"name": ""}, expect=422).text
    mine = browser.submit(browser.get(edit), "保存する", {"name": "海も", "frequency": "off"}).follow()
    assert "お知らせ：知らせない" in mine.text
    mine = browser.submit(mine, "消す").follow()
    assert "保存した条件はまだありません" in mine.text


def test_rules_of_keeping(making, database):
    with making():
        person = a_resident_user()
        kept(person)
        with pytest.raises(RuleBroken, match="すでに"):
            kept(person)
        with pytest.raises(RuleBroken, match="条件が一つもありません"):
            kept(person, Filters.read({"sort": "price"}))
        for number in range(actions.MOST - 1):
            kept(person, Filters(q=f"家{number}"))
        with pytest.raises(RuleBroken, match="20件まで"):
            kept(person, Filters(q="もう一つ"))
        unknown = a_resident_user(email_verified_at=None)
        with pytest.raises(RuleBroken, match="確かめられていません"):
            kept(unknown)
        assert kept(unknown, frequency=Frequency.OFF).id


def test_demand_counts_people_and_is_silent_about_few(making, database):
    with making():
        for number in range(5):
            person = a_user()
            kept(person, Filters.read({"kind": "home", "deal": "rent", "prefecture": "200000"}), name="a")
            kept(person, Filters.read({"kind": "home", "deal": "rent", "q": "平屋" if number else "海"}), name="b")
        kept(a_user(), Filters.read({"kind": "job", "municipality": "382035"}), name="c")
    with database.transaction(read_only=True):
        found = queries.demand(["202151", "382035"])
    town = found["202151"]
    assert (town.people, town.kinds) == (5, {ListingKind.HOME: 5})
    assert town.facets == {("deal", "rent"): 5}
    assert town.words == {}
    assert found["382035"].people == 6
    assert ListingKind.JOB not in found["382035"].kinds
    with making():
        assert queries.demand(["999999"])["999999"].people == 5


def test_own_data_goes_out_and_is_erased(making, somebody, database):
    with making() as session:
        actor = actor_of(somebody)
        [row] = own_data.exported(actor)["saved_searches"]
        assert row["name"] == "信州の平屋"
        assert "user_id" not in row
        own_data.erase(somebody.id, by=actor)
        session.flush()
        assert own_data.exported(actor) == {"saved_searches": []}
