"""Support corporations, designations and applications for tests."""

from datetime import date
from itertools import count
from typing import Any

from webapp.core.clock import now, today
from webapp.core.codes import corporate_number
from webapp.core.database import session
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.documents.models import DesignationDocument, Verdict
from webapp.corporations.designations.models import Designation, DesignationStatus
from webapp.corporations.models import Corporation

_numbers = count(700_110_000_001)
BODY = {
    "name": "山里くらし支援",
    "legal_form": "npo",
    "representative": "山田 太郎",
    "seat": "長野県塩尻市大門一番町1-1",
    "address": "長野県塩尻市大門二番町2-2",
}
OFFICER = {"name": "役員 秘子", "title": "理事", "address": "秘密の町1-1", "career": "教員"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def a_corporation(**changes: Any) -> Corporation:
    """A corporation with a number of its own."""
    values = {"number": corporate_number(str(next(_numbers))), "name": "山里くらし支援", "legal_form": "npo"}
    row = Corporation(**{**values, **changes})
    session().add(row)
    session().flush()
    return row


def a_designation(corporation: Corporation, municipality_code: str, **changes: Any) -> Designation:
    """A designation in force since last spring, announced."""
    values: dict[str, Any] = {
        "designated_on": date(2025, 4, 1),
        "tasks": ["1", "2"],
        "status": DesignationStatus.NOTICED,
        "corporate_number": corporation.number,
        "number": "見本第1号",
    }
    row = Designation(corporation_id=corporation.id, municipality_code=municipality_code, **{**values, **changes})
    session().add(row)
    session().flush()
    return row


def an_application(
    person: Any, municipality_code: str = "202151", *, papers: bool = True, **changes: Any
) -> Designation:
    """Everything that an application needs, in a draft; every required paper is handed in today."""
    values: dict[str, Any] = {
        "corporate_number": corporate_number(str(next(_numbers))),
        "body": BODY,
        "officers": [OFFICER],
        "tasks": ["1"],
        "plans": {"1": "毎週土曜に相談を受けます。"},
        "area": "市内全域",
        "accounts": {"means": "会費"},
        "stated_at": now(),
    }
    row = Designation(municipality_code=municipality_code, applicant_id=person.id, **{**values, **changes})
    session().add(row)
    session().flush()
    if papers:
        for asked in checklist.asked_by(municipality_code):
            if asked.is_required:
                a_paper(row, asked.key)
    return row


def a_paper(designation: Designation, key: str, **changes: Any) -> DesignationDocument:
    """One paper of an application, issued and handed in today, not looked at."""
    values: dict[str, Any] = {
        "file_key": f"{'a' * 40}.pdf", "file_name": f"{key}.pdf", "mime": "application/pdf", "size": 10, "issued_on": today(),
    }  # fmt: skip
    row = DesignationDocument(designation_id=designation.id, key=key, **{**values, **changes})
    session().add(row)
    session().flush()
    return row


def in_review(person: Any, municipality_code: str = "202151", **changes: Any) -> Designation:
    """An application whose papers are all ticked."""
    handed_in = {"status": DesignationStatus.REVIEW, "submitted_at": now(), "due_on": today()}
    row = an_application(person, municipality_code, **{**handed_in, **changes})
    for document in checklist.documents_of(row):
        document.verdict = Verdict.GOOD
    session().flush()
    return row
