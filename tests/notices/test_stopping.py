"""Links in letters: they stop one thing without signing in, only by a button or a mail program's own one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.notices import CHOSEN, REQUIRED, a_letter
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core import mail
from webapp.core.clock import now
from webapp.core.letters import Letter
from webapp.notices import actions, queries
from webapp.notices.models import Way
from webapp.notices.stopping import DIGEST, link_to_stop, stop_of, topic_link
from webapp.notices.topics import Topic

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person(database: Any) -> User:
    with database.transaction():
        return a_resident_user()


def a_message(app: Flask, database: Any, person: User, kind: str) -> Any:
    """The mail of a letter as it leaves."""
    with database.transaction():
        letter: Letter = a_letter(person, kind)
        return mail.compose(letter, app.extensions["futamachi"].settings)


def way_of(database: Any, person: User, topic: Topic = Topic.MATCHES) -> Way:
    with database.transaction(read_only=True):
        row = queries.choices_of(person.id)
        return row.way(topic) if row else Way.AT_ONCE


def test_letters_of_choice_carry_the_link_in_their_head_and_required_ones_do_not(
    app: Flask, database: Any, person: User
) -> None:
    message = a_message(app, database, person, CHOSEN)
    address = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (urlsplit(address).netloc, person.id in address) == ("localhost", False)
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert address in text
    assert address in html
    required = a_message(app, database, person, REQUIRED)
    assert (required["List-Unsubscribe"], "/letters/stop/" in required.get_body(("plain",)).get_content()) == (
        None,
        False,
    )


def test_a_link_shows_what_will_stop_and_only_its_button_stops_it(
    database: Any, person: User, client: PageClient
) -> None:
    link = topic_link_of(database, person, Topic.MATCHES)
    page = client.get(link)
    client.raw.head(link)
    assert way_of(database, person) is Way.AT_ONCE
    assert ("おすすめと保存した検索" in page.text, person.email in page.html) == (True, False)
    page = client.submit(page, "このメールを止める").follow()
    assert way_of(database, person) is Way.CENTRE
    client.submit(page, "また受け取る")
    assert way_of(database, person) is Way.AT_ONCE


def topic_link_of(database: Any, person: User, topic: Topic | str) -> str:
    with database.transaction(read_only=True):
        return topic_link(person.id, topic)


def test_a_mail_program_stops_them_without_token_or_redirect_and_twice_is_once(
    database: Any, person: User, client: PageClient
) -> None:
    link = topic_link_of(database, person, Topic.MATCHES)
    for _time in range(2):
        answer = client.post(link, ONE_CLICK, csrf=False, expect=200)
        assert answer.html == ""
    assert way_of(database, person) is Way.CENTRE
    assert way_of(database, person, Topic.PLANS) is Way.AT_ONCE


def test_undoing_brings_back_what_was_before(database: Any, person: User, client: PageClient) -> None:
    ways = {Topic.MATCHES: Way.DIGEST, Topic.PLANS: Way.AT_ONCE}
    with database.transaction():
        actions.choose(ways, digest_hour=8, is_quiet=True, quiet_from=21, quiet_until=7, by=actor_of(person))
    link = topic_link_of(database, person, DIGEST)
    client.post(link, ONE_CLICK, csrf=False, expect=200)
    assert (way_of(database, person), way_of(database, person, Topic.PLANS)) == (Way.CENTRE, Way.AT_ONCE)
    client.post(link, {"again": "1"}, csrf=False)
    assert way_of(database, person) is Way.DIGEST


def test_wrong_links_are_told_kindly_and_change_nothing(database: Any, person: User, client: PageClient) -> None:
    good = topic_link_of(database, person, Topic.MATCHES)
    with database.transaction(read_only=True):
        unknown = [link_to_stop("z", person.id), topic_link(person.id, "nothing"), link_to_stop("s", person.id)]
    for link in (good[:-4], f"{good[:-1]}!", "/letters/stop/x", "/letters/stop/あ", *unknown):
        assert "このリンクは使えません" in client.get(link, expect=404).h1
        client.post(link, ONE_CLICK, csrf=False, expect=404)
    assert way_of(database, person) is Way.AT_ONCE


def test_a_link_made_with_another_secret_is_not_ours(app: Flask, database: Any, person: User) -> None:
    link = topic_link_of(database, person, Topic.MATCHES)
    settings = app.extensions["futamachi"].settings
    settings.secret_key = type(settings.secret_key)("another-secret-" + "y" * 32)
    with database.transaction(read_only=True):
        assert stop_of(link.rsplit("/", 1)[-1]) is None


def test_somebody_elses_link_is_said_to_be_that(
    database: Any, person: User, signed_in: Callable[..., PageClient]
) -> None:
    with database.transaction():
        other = a_resident_user()
    link = topic_link_of(database, person, Topic.MATCHES)
    assert "別の方に届いた手紙のリンクです" in signed_in(other).get(link).text
    assert "このメールを止める" in signed_in(person).get(link).text


def test_what_was_stopped_is_still_found_in_the_centre(
    database: Any, person: User, client: PageClient, signed_in: Callable[..., PageClient]
) -> None:
    client.post(topic_link_of(database, person, Topic.MATCHES), ONE_CLICK, csrf=False, expect=200)
    with database.transaction():
        a_letter(person, title="海の平屋")
    browser = signed_in(person)
    assert "海の平屋" in browser.get("/my/notices").text
    assert browser.get("/my/notices/choices").tree.select("input[value=centre][checked]")


def test_stopping_the_morning_letter_leaves_what_is_chosen_to_come_at_once(database: Any, person: User) -> None:
    def choose(matches: Way, plans: Way) -> None:
        ways = {Topic.MATCHES: matches, Topic.PLANS: plans}
        actions.choose(ways, digest_hour=8, is_quiet=True, quiet_from=21, quiet_until=7, by=actor_of(person))

    def press(*, again: bool = False) -> None:
        found = actions.stop_of_topic(person.id, DIGEST)
        assert found is not None
        (found.resume if again else found.stop)(actor_of(person))

    with database.transaction():
        choose(Way.DIGEST, Way.AT_ONCE)
        press()
        choose(Way.AT_ONCE, Way.DIGEST)
        press()
    assert (way_of(database, person), way_of(database, person, Topic.PLANS)) == (Way.AT_ONCE, Way.CENTRE)
    with database.transaction():
        choose(Way.CENTRE, Way.AT_ONCE)
        press(again=True)
    assert (way_of(database, person), way_of(database, person, Topic.PLANS)) == (Way.CENTRE, Way.AT_ONCE)


def test_a_link_to_an_account_that_is_gone_stops_nothing(
    app: Flask, database: Any, person: User, client: PageClient
) -> None:
    with database.transaction() as s:
        left = a_resident_user()
        left.closed_at = now()
        s.flush()
        links = [topic_link(left.id, Topic.MATCHES), topic_link("01J0000000000000000000000A", Topic.MATCHES)]
    for link in links:
        client.get(link, expect=404)
        client.post(link, ONE_CLICK, csrf=False, expect=404)
    with database.transaction(read_only=True):
        assert queries.choices_of(left.id) is None
