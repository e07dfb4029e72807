"""The post: turns a queued letter into an e-mail and hands it to the SMTP server, if there is one."""

import smtplib
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import render_template

from webapp.config import Settings
from webapp.core.i18n import in_language
from webapp.core.jobs import handler
from webapp.core.letters import SEND, Letter, mark_sent
from webapp.core.services import services


@handler(SEND, once_only=True, outside=True)
def send(payload: dict[str, Any]) -> None:
    """Send one letter; without an SMTP server it stays in the outbox, where the demo shows it."""
    found = services()
    with found.database.transaction(read_only=True) as s:
        letter = s.get_one(Letter, payload["letter"])
        message = compose(letter, found.settings)
    if found.settings.smtp_url:
        deliver(message, found.settings.smtp_url)
    with found.database.transaction() as s:
        sent = s.get_one(Letter, payload["letter"])
        mark_sent(sent)
        if found.settings.smtp_url:
            forget_secret(sent)


def forget_secret(letter: Letter) -> None:
    """Blank a secret link: whoever reads the outbox later must not be able to use it."""
    if letter.content.get("is_secret"):
        letter.content = {**letter.content, "link": ""}


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The letter as a multipart message, plain text first."""
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = settings.mail_from
    message["To"] = letter.to_email
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render("mail/letter.txt", letter, settings.base_url))
    message.add_alternative(render("mail/letter.html", letter, settings.base_url), subtype="html")
    return message


def render(template: str, letter: Letter, base_url: str) -> str:
    """One of the two mail templates, filled with a letter, in the letter's language."""
    link = letter.content.get("link", "")
    with in_language(letter.locale):
        return render_template(
            template,
            subject=letter.subject,
            locale=letter.locale,
            to_name=letter.to_name,
            paragraphs=letter.content.get("paragraphs", []),
            facts=letter.content.get("facts", []),
            action_label=letter.content.get("link_label", ""),
            action_url=f"{base_url}{link}" if link else "",
            base_url=base_url,
        )


def deliver(message: EmailMessage, smtp_url: str) -> None:
    """Hand a message to `smtp://` (STARTTLS when offered) or `smtps://`."""
    parts = urlsplit(smtp_url)
    client = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with client(parts.hostname or "localhost", parts.port or 0, timeout=30) as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
