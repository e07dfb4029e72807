"""Letters: written in the addressee's language, delivered as mail once, readable without a mail server, then forgotten."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlmodel import select

from tests.support.demo import free_port
from webapp.core import jobs, mail
from webapp.core.clock import now
from webapp.core.errors import MissingSetup
from webapp.core.i18n import current_locale
from webapp.core.jobs import Job, JobStatus
from webapp.core.letters import Draft, Letter, Recipient, erase_letters_to, forget_old, queue


class Post:
    """A mail server that keeps what it is handed, or answers as told."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.answer = "250 OK"
        self.hang_up = False

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - named by aiosmtpd
        message = BytesParser(policy=default).parsebytes(envelope.content)
        if self.answer.startswith("250"):
            self.received.append(message)
        if self.hang_up:
            server.transport.abort()
        return self.answer


@pytest.fixture(autouse=True)
def _some_day(time_machine: Any) -> None:
    time_machine.move_to("2026-04-01T00:00:00Z")


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def smtp(post: Post, settings: Any) -> Iterator[str]:
    """A running mail server; the app of this test uses it."""
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.smtp_url = f"smtp://127.0.0.1:{controller.port}"
    yield settings.smtp_url
    controller.stop()


@pytest.fixture
def send(app: Flask, database: Any) -> Callable[..., str]:
    """Queue a letter; its id."""

    def queue_one(to: Any = HANAKO, write: Any = None, **values: Any) -> str:
        with app.app_context(), database.transaction():
            return queue(to, write or a_draft, **values).id

    return queue_one


@pytest.fixture
def work(app: Flask, database: Any) -> Callable[[], Job]:
    """Let the worker do what is due; the newest job."""

    def run() -> Job:
        with app.app_context():
            jobs.run_due(database)
        with database.transaction(read_only=True) as s:
            return s.exec(select(Job).order_by(Job.id.desc())).first()  # type: ignore[attr-defined, return-value]

    return run


HANAKO = Recipient("hanako@example.jp", "山田 花子")


def a_draft(subject: str = "登録が認められました") -> Draft:
    return Draft(
        subject=subject,
        paragraphs=["ようこそ、塩尻市へ。<b>太字</b>ではありません。"],
        facts=[("まち", "塩尻市")],
        link="/my/registrations/1",
        link_label="登録を見る",
    )


def the_letter(database: Any) -> Letter:
    with database.transaction(read_only=True) as s:
        return s.exec(select(Letter)).one()


def test_a_letter_arrives_with_text_and_html(
    smtp: str, post: Post, send: Callable[..., str], work: Callable[[], Job], database: Any
) -> None:
    letter_id = send()
    assert work().status is JobStatus.DONE
    (message,) = post.received
    assert (message["Subject"], message["To"]) == ("登録が認められました", "hanako@example.jp")
    assert message["From"] == "no-reply@localhost"
    assert message["Message-ID"] == f"<{letter_id}@futamachi>"
    assert message["Date"].datetime.date() == now().date()
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert "山田 花子 様" in text
    assert "まち：塩尻市" in text
    assert "http://localhost/my/registrations/1" in text
    assert "<b>太字</b>ではありません" in text
    assert "&lt;b&gt;太字" in html
    assert '<a href="http://localhost/my/registrations/1"' in html
    assert the_letter(database).sent_at is not None


def test_the_last_letter_to_who_has_left_is_blanked_once_it_is_out(
    smtp: str, post: Post, send: Callable[..., str], work: Callable[[], Job], database: Any
) -> None:
    send()
    with database.transaction():
        erase_letters_to({"hanako@example.jp"})
    assert work().status is JobStatus.DONE
    assert post.received[0]["To"] == "hanako@example.jp"
    letter = the_letter(database)
    assert (letter.to_email, letter.to_name, letter.subject, letter.content) == ("", "", "", {})


def test_a_letter_is_not_sent_twice(
    smtp: str, post: Post, send: Callable[..., str], work: Callable[[], Job], time_machine: Any
) -> None:
    send()
    work()
    time_machine.shift(timedelta(days=2))
    work()
    assert len(post.received) == 1


def test_a_letter_that_was_refused_is_sent_later_under_the_same_id(
    smtp: str, post: Post, send: Callable[..., str], work: Callable[[], Job], time_machine: Any
) -> None:
    letter_id = send()
    post.answer = "451 try again later"
    job = work()
    assert (job.status, "451" in job.last_error, post.received) == (JobStatus.QUEUED, True, [])
    post.answer = "250 OK"
    time_machine.shift(timedelta(minutes=1))
    assert work().status is JobStatus.DONE
    assert [m["Message-ID"] for m in post.received] == [f"<{letter_id}@futamachi>"]


def test_a_letter_of_which_nobody_knows_whether_it_arrived_is_not_sent_again(
    smtp: str, post: Post, send: Callable[..., str], work: Callable[[], Job], time_machine: Any
) -> None:
    send()
    post.hang_up = True
    assert work().status is JobStatus.DOUBTFUL
    time_machine.shift(timedelta(days=2))
    work()
    assert len(post.received) == 1


def test_a_mail_server_that_is_away_is_tried_again(
    settings: Any, send: Callable[..., str], work: Callable[[], Job], database: Any
) -> None:
    settings.smtp_url = f"smtp://127.0.0.1:{free_port()}"
    send()
    assert work().status is JobStatus.QUEUED
    assert the_letter(database).sent_at is None


def test_without_a_mail_server_a_letter_stays_readable(
    send: Callable[..., str], work: Callable[[], Job], database: Any
) -> None:
    send()
    assert work().status is JobStatus.DONE
    letter = the_letter(database)
    assert letter.content["paragraphs"][0].startswith("ようこそ")
    assert letter.content["link"] == "/my/registrations/1"


def test_a_letter_is_written_in_the_language_of_who_gets_it(
    app: Flask, send: Callable[..., str], database: Any
) -> None:
    def write() -> Draft:
        return Draft(subject=f"in {current_locale()}", paragraphs=[], facts=[])

    with app.test_request_context(headers={"Accept-Language": "ja"}):
        send(Recipient("jane@example.jp", "Jane", "en"), write)
    letter = the_letter(database)
    assert (letter.subject, letter.locale) == ("in en", "en")
    with app.app_context():
        assert '<html lang="en">' in mail.render("mail/letter.html", letter, "http://localhost")


def test_an_unknown_language_becomes_japanese(send: Callable[..., str], database: Any) -> None:
    send(Recipient("jane@example.jp", "Jane", "xx"), lambda: Draft(f"in {current_locale()}", [], []))
    assert the_letter(database).subject == "in ja"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("駅舎を\r\nBcc: all@example.jp", "駅舎を Bcc: all@example.jp"), ("あ" * 300, "あ" * 199 + "…")],
)
def test_a_subject_is_one_line_of_bounded_length(
    smtp: str, post: Post, send: Callable[..., str], work: Callable[[], Job], typed: str, sent: str
) -> None:
    send(HANAKO, a_draft, subject=typed)
    assert work().status is JobStatus.DONE
    assert post.received[0]["Subject"] == sent
    assert post.received[0]["Bcc"] is None


def test_a_password_is_not_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain(smtplib.SMTP):
        def __init__(self, *_args: Any, **_options: Any) -> None:
            self.sock, self.file = None, None
            self.esmtp_features: dict[str, str] = {}

        def ehlo_or_helo_if_needed(self) -> None:
            """Nothing is offered."""

    monkeypatch.setattr(smtplib, "SMTP", Plain)
    with pytest.raises(MissingSetup, match="no encryption"):
        mail.deliver(EmailMessage(), "smtp://user:secret@mail.example.jp:587")


@pytest.mark.both_databases
def test_old_letters_are_blanked_and_young_ones_kept(
    app: Flask, send: Callable[..., str], work: Callable[[], Job], database: Any, time_machine: Any
) -> None:
    time_machine.move_to("2026-01-01T00:00:00Z", tick=False)
    old = send()
    time_machine.shift(timedelta(days=91))
    young = send()
    with database.transaction():
        forget_old(timedelta(days=90))
    with database.transaction(read_only=True) as s:
        blank, kept = s.get_one(Letter, old), s.get_one(Letter, young)
    assert (blank.to_email, blank.to_name, blank.subject, blank.content) == ("", "", "", {})
    assert blank.created_at.isoformat() == "2026-01-01T00:00:00+00:00"
    assert (kept.to_email, kept.subject) == ("hanako@example.jp", "登録が認められました")


def test_a_letter_that_was_blanked_before_it_could_leave_does_not_leave(
    smtp: str, post: Post, send: Callable[..., str], work: Callable[[], Job], database: Any, time_machine: Any
) -> None:
    send()
    time_machine.shift(timedelta(days=91))
    with database.transaction():
        forget_old(timedelta(days=90))
    assert work().status is JobStatus.DONE
    assert post.received == []
