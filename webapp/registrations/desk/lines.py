"""Rows of the queue in words: who asked for secrecy is not named in a list."""

from collections.abc import Container, Sequence
from typing import Any

from flask import url_for

from webapp.accounts import queries as accounts
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import Channel, Registration, RegistrationStatus
from webapp.residents import queries as residents

TONES = {
    RegistrationStatus.SUBMITTED: "info",
    RegistrationStatus.CORRECTION: "warning",
    RegistrationStatus.PROPOSED: "warning",
    RegistrationStatus.APPROVED: "success",
    RegistrationStatus.SUSPENDED: "warning",
    RegistrationStatus.REFUSED: "error",
}


def titles_of(rows: Sequence[Registration]) -> dict[str, str]:
    """What a list calls each row, by id."""
    secret = residents.confidential_among({row.user_id for row in rows})
    return {row.id: _title(row, row.is_confidential or row.user_id in secret) for row in rows}


def _title(row: Registration, is_secret: bool) -> str:
    return _("秘匿希望の方") if is_secret else row.applicant_name or _("（消去済み）")


def lines_of(rows: Sequence[Registration], in_hand: Container[str] = ()) -> list[dict[str, Any]]:
    """The rows as the queue's table takes them; `in_hand` are those that will be approved in some minutes."""
    titles = titles_of(rows)
    towns = municipalities.by_codes({row.municipality_code for row in rows})
    holders = accounts.names_of({row.assigned_to for row in rows if row.assigned_to})
    return [
        {
            "href": url_for("registrations_staff.review", registration_id=row.id),
            "title": titles[row.id],
            "who": _details(row, towns[row.municipality_code].name, holders),
            "status": _("まもなく登録を認めます") if row.id in in_hand else row.status.label,
            "tone": TONES.get(row.status, "neutral"),
            "received": show_date(row.resubmitted_at or row.submitted_at),
            "due": show_date(row.due_on),
            "overdue": row.is_overdue,
            "value": row.id,
        }
        for row in rows
    ]


def _details(row: Registration, town: str, holders: dict[str, str]) -> str:
    """Town, number, and what is out of the ordinary."""
    holder = holders.get(row.assigned_to or "")
    parts = [
        town,
        row.reference,
        _("担当：%(name)s", name=holder) if holder else "",
        str(row.channel.label) if row.channel is not Channel.ONLINE else "",
        _("再提出") if row.resubmitted_at else "",
    ]
    return joined(part for part in parts if part)
