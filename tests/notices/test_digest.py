"""The morning letter: one a day, at the hour that was chosen, about what is still unread; never empty, never twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import col, select

from tests.factories.accounts import a_user, actor_of
from tests.factories.notices import CHOSEN, a_letter
from webapp.accounts.models import User
from webapp.core import mail
from webapp.core.clock import now, today
from webapp.core.jobs import Job, run_due
from webapp.core.letters import Letter
from webapp.notices import actions, days, jobs, queries
from webapp.notices.models import Notice, Way
from webapp.notices.topics import Topic

Look = Callable[[str], list[Letter]]


@pytest.fixture
def person(database: Any, time_machine: Any) -> User:
    """Somebody who wants letters about searches and plans at eight, and already has one of each."""
    time_machine.move_to("2026-04-01T03:00:00Z", tick=False)
    with database.transaction():
        made = a_user()
        _choose(made, 8)
        a_letter(made, title="山の平屋")
        a_letter(made, "bookings.tomorrow", title="明日の見学")
    return made


def _choose(person: User, hour: int) -> None:
    ways = {Topic.MATCHES: Way.DIGEST, Topic.PLANS: Way.DIGEST}
    actions.choose(ways, digest_hour=hour, is_quiet=True, quiet_from=21, quiet_until=7, by=actor_of(person))


@pytest.fixture
def look(app: Flask, database: Any, time_machine: Any) -> Look:
    """A round at a time in Japan; every digest there is then."""

    def run(when: str) -> list[Letter]:
        time_machine.move_to(f"{when}:00+09:00", tick=False)
        with app.app_context():
            jobs.send_digests({})
        with database.transaction() as s:
            return list(s.exec(select(Letter).where(col(Letter.subject).like("お知らせのまとめ%")).order_by(Letter.id)))

    return run


def test_one_letter_a_day_at_the_hour_with_groups(app: Flask, person: User, look: Look) -> None:
    assert look("2026-04-02T07:59") == []
    (letter,) = look("2026-04-02T08:00")
    assert (letter.to_email, letter.subject) == (person.email, "お知らせのまとめ：2件")
    assert [heading for heading, _lines in letter.content["groups"]] == ["予約と活動", "おすすめと保存した検索"]
    with app.app_context():
        text = mail.render("mail/letter.txt", letter, "http://localhost")
    assert "・新しい掲載が3件あります：山の平屋\n  http://localhost/my/searches" in text
    assert len(look("2026-04-02T09:00")) == 1
    assert len(look("2026-04-03T08:00")) == 1, "nothing new, nothing sent"


def test_two_workers_and_a_rerun_send_one_letter(
    app: Flask, person: User, look: Look, database: Any, time_machine: Any
) -> None:
    time_machine.move_to("2026-04-02T08:00:00+09:00", tick=False)
    with database.transaction():
        days.plan()
        days.plan()
    with database.transaction() as s:
        assert len(s.exec(select(Job).where(Job.kind == days.ROUND)).all()) == 2  # this hour's and the next one's
    with app.app_context():
        run_due(database)
        run_due(database)
    assert len(look("2026-04-02T08:00")) == 1


@pytest.mark.both_databases
def test_a_second_worker_in_the_midst_of_the_first_finds_nobody(
    app: Flask, person: User, database: Any, look: Look, time_machine: Any
) -> None:
    time_machine.move_to("2026-04-02T08:00:00+09:00", tick=False)
    with database.transaction() as s:
        (found,) = jobs._due(today(), 8)
        jobs._write(found, today())
        s.flush()
        assert jobs._due(today(), 8) == []
    assert len(look("2026-04-02T08:30")) == 1


def test_what_was_read_or_is_wanted_no_more_is_left_out(database: Any, person: User, look: Look) -> None:
    with database.transaction() as s:
        actions.mark_read(s.exec(select(Notice).where(Notice.kind == CHOSEN)).one())
    (letter,) = look("2026-04-02T08:00")
    assert letter.subject == "お知らせのまとめ：1件"
    with database.transaction():
        a_letter(person, title="川の平屋")
        actions.mark_all_read(by=actor_of(person))
    assert len(look("2026-04-03T08:00")) == 1
    with database.transaction():
        a_letter(person, title="海の平屋")
        found = actions.stop_of_topic(person.id, Topic.MATCHES)
        assert found is not None
        found.stop(actor_of(person))
    assert len(look("2026-04-04T08:00")) == 1


def test_a_worker_that_slept_through_the_hour_sends_later_and_another_hour_counts_from_tomorrow(
    database: Any, person: User, look: Look
) -> None:
    assert len(look("2026-04-02T11:20")) == 1
    with database.transaction():
        a_letter(person)
        _choose(person, 10)
    assert len(look("2026-04-02T12:00")) == 1
    assert len(look("2026-04-03T09:59")) == 1
    assert len(look("2026-04-03T10:00")) == 2


def test_who_left_gets_none(database: Any, person: User, look: Look) -> None:
    with database.transaction() as s:
        s.get_one(User, person.id).closed_at = now() - timedelta(hours=1)
    assert look("2026-04-02T08:00") == []


def test_many_of_one_topic_are_told_by_their_number(database: Any, person: User, look: Look) -> None:
    with database.transaction():
        for number in range(11):
            a_letter(person, title=f"家{number}")
    (letter,) = look("2026-04-02T08:00")
    lines = dict(letter.content["groups"])["おすすめと保存した検索"]
    assert (len(lines), lines[-1]) == (11, ["ほか2件", "/my/notices"])
    with database.transaction():
        assert queries.choices_of(person.id).last_digest_on.isoformat() == "2026-04-02"  # type: ignore[union-attr]
