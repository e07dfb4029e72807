"""The post: turns a queued letter into an e-mail and hands it to the SMTP server, if there is one."""

import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from flask import render_template
from sqlalchemy.exc import SQLAlchemyError

from webapp.config import Settings
from webapp.core.errors import MissingSetup
from webapp.core.i18n import in_language, language_tag
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import InDoubt, handler
from webapp.core.letters import SEND, Letter, blank, mark_sent
from webapp.core.services import services

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@handler(SEND, title=_l("メールを送る"), once_only=True, outside=True)
def send(payload: dict[str, Any]) -> None:
    """Send one letter; without an SMTP server it stays in the outbox, where the demo shows it."""
    found = services()
    with found.database.transaction(read_only=True) as s:
        letter = s.get_one(Letter, payload["letter"])
    if not letter.subject:
        return  # it was blanked before it could leave
    if found.settings.smtp_url:
        deliver(compose(letter, found.settings), found.settings.smtp_url)
    try:
        with found.database.transaction() as s:
            sent = s.get_one(Letter, payload["letter"])
            mark_sent(sent)
            if found.settings.smtp_url:
                forget_secret(sent)
    except SQLAlchemyError as error:
        if not found.settings.smtp_url:
            raise
        raise InDoubt("the letter has left, but that could not be noted") from error


def forget_secret(letter: Letter) -> None:
    """Blank a secret link, which nobody who reads the outbox later may use, and all of a letter to who has left."""
    if letter.content.get("is_last"):
        blank(letter)
    if letter.content.get("is_secret"):
        letter.content = {**letter.content, "link": ""}


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The letter as a multipart message, plain text first."""
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = settings.mail_from
    message["To"] = letter.to_email
    message["Date"] = letter.created_at
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    if stop := _stop_link(letter):
        message["List-Unsubscribe"] = f"<{settings.base_url}{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(render("mail/letter.txt", letter, settings.base_url))
    message.add_alternative(render("mail/letter.html", letter, settings.base_url), subtype="html")
    message["Content-Language"] = language_tag(letter.locale)  # last: setting the content clears such fields
    return message


def _stop_link(letter: Letter) -> str:
    """The path that mail programs may end such letters by (RFC 8058): the narrower one where there are two."""
    return str(letter.content.get("stop_link") or letter.content.get("topic_link") or "")


def render(template: str, letter: Letter, base_url: str) -> str:
    """One of the two mail templates, filled with a letter, in the letter's language."""
    link, stop_link, topic_link = (letter.content.get(name, "") for name in ("link", "stop_link", "topic_link"))
    with in_language(letter.locale):
        return render_template(
            template,
            subject=letter.subject,
            locale=letter.locale,
            to_name=letter.to_name,
            paragraphs=letter.content.get("paragraphs", []),
            facts=letter.content.get("facts", []),
            groups=letter.content.get("groups", []),
            action_label=letter.content.get("link_label", ""),
            action_url=f"{base_url}{link}" if link else "",
            stop_label=letter.content.get("stop_label", ""),
            stop_url=f"{base_url}{stop_link}" if stop_link else "",
            topic_url=f"{base_url}{topic_link}" if topic_link else "",
            base_url=base_url,
        )


def deliver(message: EmailMessage, smtp_url: str) -> None:
    """Hand a message to `smtp://` (STARTTLS when offered) or `smtps://`.

    Raises InDoubt when the connection breaks while the message is on its way: it may have been taken or not.
    """
    parts = urlsplit(smtp_url)
    with closing(_connected(parts)) as server:  # smtplib's own `with` raises when only the good-bye fails
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        try:
            server.send_message(message)
        except smtplib.SMTPServerDisconnected as error:
            raise InDoubt("the mail server went away while it took the message") from error
        except smtplib.SMTPException:
            raise  # the server said no: nothing was taken
        except OSError as error:
            raise InDoubt("the mail server fell silent while it took the message") from error
        with suppress(smtplib.SMTPException, OSError):
            server.quit()


def _connected(parts: SplitResult) -> smtplib.SMTP:
    """A connection, encrypted where that can be had. Raises MissingSetup rather than send a password in the clear."""
    host = parts.hostname or "localhost"
    is_here = host in _THIS_MACHINE
    tls = ssl._create_unverified_context() if is_here else ssl.create_default_context()  # noqa: S323 - self-signed
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, parts.port or 0, timeout=30, context=tls)
    server = smtplib.SMTP(host, parts.port or 0, timeout=30)
    server.ehlo_or_helo_if_needed()
    if server.has_extn("starttls"):
        server.starttls(context=tls)
        server.ehlo_or_helo_if_needed()
    elif parts.username and not is_here:
        server.close()
        raise MissingSetup("FUTAMACHI_SMTP_URL holds a password, but the mail server offers no encryption.")
    return server
