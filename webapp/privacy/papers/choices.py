"""Words of stored choices (a status, a kind, a side): the same value says other things in other tables."""

from functools import cache
from typing import Final

import sqlalchemy as sa
from sqlmodel import SQLModel

from webapp.core.labels import Labelled

#: a part of the export, or what lies inside of one → the table whose words its choices have
TABLES: Final = {
    "activities": "activity_record", "bank_homes": "bank_home", "bank_users": "bank_user", "bookings": "booking",
    "certificates": "certificate", "designations": "designation", "feedback": "participation_feedback",
    "guardian": "guardian_consent", "hub_cards": "hub_person", "messages": "thread_message",
    "onestop": "onestop_application", "participations": "participation", "payments": "payment_attempt",
    "place_suggestions": "match_suggestion", "pledges": "pledge", "premium_requests": "premium_request",
    "privacy_requests": "privacy_request", "project_questions": "project_question", "project_support": "project_supporter",
    "project_updates": "project_update", "projects_begun": "project", "questions": "question",
    "refunds": "payment_refund", "registrations": "registration", "renewals": "renewal", "reports": "report",
    "scouts": "scout", "talks": "bank_talk", "threads": "thread",
}  # fmt: skip


def choice_words(place: str, column: str, value: str) -> str:
    """What a choice says in the table of this place; elsewhere where all tables say the same, else nothing."""
    known = _known().get((column, value), {})
    said = {known[TABLES[place]]} if TABLES.get(place) in known else set(known.values())
    return said.pop() if len(said) == 1 else ""


@cache
def _known() -> dict[tuple[str, str], dict[str, str]]:
    """By column and value, the words by table; loaded tables do not change while the service runs."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            kind = column.type.enum_class if isinstance(column.type, sa.Enum) else None
            if kind is not None and issubclass(kind, Labelled):
                for member in kind:
                    found.setdefault((column.name, member.value), {})[table.name] = str(member.label)
    return found
