"""Quiet hours: what is not urgent waits until the morning in Japan; codes, safety and decisions never wait."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_user, actor_of
from tests.factories.notices import CHOSEN, REQUIRED, a_letter
from webapp.core.jobs import Job
from webapp.core.letters import Letter, SecretDraft, erase_letters_to, queue
from webapp.notices import actions
from webapp.notices.models import Way
from webapp.notices.quiet import quiet_until
from webapp.notices.topics import Topic


def japan(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+09:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-04-01T20:59:59", None),
        ("2026-04-01T21:00:00", "2026-04-02T07:00:00"),
        ("2026-04-01T23:59:59", "2026-04-02T07:00:00"),
        ("2026-04-02T00:00:00", "2026-04-02T07:00:00"),
        ("2026-04-02T06:59:59", "2026-04-02T07:00:00"),
        ("2026-04-02T07:00:00", None),
        ("2026-12-31T22:00:00", "2027-01-01T07:00:00"),
    ],
)
def test_a_night_from_nine_to_seven_ends_in_the_next_morning(moment: str, until: str | None) -> None:
    assert quiet_until(japan(moment), 21, 7) == (japan(until) if until else None)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-04-01T00:59:59", None),
        ("2026-04-01T01:00:00", "2026-04-01T06:00:00"),
        ("2026-04-01T05:59:00", "2026-04-01T06:00:00"),
        ("2026-04-01T06:00:00", None),
        ("2026-04-01T23:00:00", None),
    ],
)
def test_quiet_hours_may_lie_within_one_day(moment: str, until: str | None) -> None:
    assert quiet_until(japan(moment), 1, 6) == (japan(until) if until else None)


def test_equal_hours_mean_no_quiet() -> None:
    assert quiet_until(japan("2026-04-01T05:00:00"), 5, 5) is None


def due(session: Session) -> list[datetime]:
    return [job.run_at for job in session.exec(select(Job).order_by(Job.id))]


@pytest.mark.settings(quiet_hours="21-7")
@pytest.mark.parametrize(
    ("kind", "leaves"),
    [
        (CHOSEN, "2026-04-02T07:00:00"),
        (REQUIRED, "2026-04-01T23:30:00"),
        ("accounts.verify_email", "2026-04-01T23:30:00"),
        ("accounts.reset_password", "2026-04-01T23:30:00"),
    ],
)
def test_at_night_only_what_is_urgent_leaves(session: Session, time_machine: Any, kind: str, leaves: str) -> None:
    time_machine.move_to(japan("2026-04-01T23:30:00"), tick=False)
    a_letter(a_user(), kind)
    assert due(session) == [japan(leaves)]


@pytest.mark.settings(quiet_hours="21-7")
def test_ones_own_hours_go_before_those_of_the_service(session: Session, time_machine: Any) -> None:
    time_machine.move_to(japan("2026-04-01T23:30:00"), tick=False)
    early, awake = a_user(), a_user()
    hours = {"digest_hour": 8, "quiet_from": 23}
    actions.choose({}, is_quiet=True, quiet_until=5, by=actor_of(early), **hours)
    actions.choose({}, is_quiet=False, quiet_until=5, by=actor_of(awake), **hours)
    for person in (early, awake):
        a_letter(person)
    assert due(session) == [japan("2026-04-02T05:00:00"), japan("2026-04-01T23:30:00")]


@pytest.mark.settings(quiet_hours="21-7")
def test_what_waits_for_the_morning_is_not_sent_to_who_left_at_night(session: Session, time_machine: Any) -> None:
    time_machine.move_to(japan("2026-04-01T23:30:00"), tick=False)
    person = a_user()
    address, waits, urgent = person.email, a_letter(person, CHOSEN), a_letter(person, REQUIRED)
    session.flush()
    erase_letters_to({address})
    assert [(row.to_email, row.subject != "") for row in (waits, urgent)] == [("", False), (address, True)]


def test_a_link_that_is_in_the_mail_alone_is_mailed_whatever_was_chosen(session: Session) -> None:
    person = a_user()
    actions.choose(
        {Topic.MATCHES: Way.CENTRE}, digest_hour=8, is_quiet=False, quiet_from=21, quiet_until=7, by=actor_of(person)
    )

    def new_listings() -> SecretDraft:
        return SecretDraft("題", [], [], "/secret")

    new_listings.__module__ = "webapp.listings.saved.letters"
    queue(person, new_listings)
    session.flush()
    assert len(session.exec(select(Letter)).all()) == 1
