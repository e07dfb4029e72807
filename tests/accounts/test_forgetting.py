"""What is over is forgotten: dead links, old sign-ins, sign-ups that nobody verified, tokens in letters that left."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.factories.accounts import a_resident_user
from webapp.accounts import actions, links
from webapp.accounts.jobs import forget_old
from webapp.accounts.models import LinkPurpose, OneTimeLink, User
from webapp.core import mail
from webapp.core.clock import now
from webapp.core.letters import Letter


@pytest.mark.both_databases
def test_old_sign_ups_and_links_are_forgotten_and_people_kept(session: Any, time_machine: Any) -> None:
    kept = a_resident_user()
    links.issue(LinkPurpose.RESET_PASSWORD, kept.email, user=kept)
    actions.sign_up("never@example.jp", display_name="未確認", password="four words make it long", locale="ja")
    session.flush()
    forget_old()
    assert len(session.exec(select(User)).all()) == 2
    time_machine.move_to(now() + timedelta(days=32))
    forget_old()
    assert session.exec(select(User.id)).all() == [kept.id]
    assert session.exec(select(OneTimeLink)).all() == []


@pytest.mark.parametrize("subject", ["reset", "already"])
def test_a_token_does_not_stay_in_a_letter_that_left(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch, subject: str
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(mail, "deliver", lambda message, _url: sent.append(message))
    settings = app.extensions["futamachi"].settings
    app.extensions["futamachi"].settings = settings.model_copy(update={"smtp_url": "smtp://mail.example"})
    with app.app_context(), database.transaction() as session:
        person = a_resident_user()
        if subject == "reset":
            actions.send_reset_link(person.email)
        else:
            actions.resend_verification(person.email)
        session.flush()
        letter = session.exec(select(Letter)).one()
        link = letter.content["link"]
    with app.app_context():
        mail.send({"letter": letter.id})
    with database.transaction(read_only=True) as session:
        kept = session.get_one(Letter, letter.id).content["link"]
    assert link in sent[0].get_body(("plain",)).get_content()
    assert kept == ("" if subject == "reset" else link)
