"""What a leaving town takes along: nothing that was never handed to it."""

from typing import Any

from tests.factories.accounts import a_resident_user
from tests.factories.pledges import a_pledge
from tests.factories.registrations import a_draft, a_registration
from webapp.core.tenant_data import tenant_tables

TOWN = "202151"


def rows_of(session: Any, table: str) -> list[str]:
    found = next(tenant for tenant in tenant_tables(TOWN) if tenant.table.name == table)
    return [row.id for row in session.execute(found.table.select().where(found.condition))]


def test_a_draft_stays_with_its_applicant(session: Any) -> None:
    a_draft(a_resident_user(), TOWN)
    handed_in = a_registration(a_resident_user(), TOWN)
    assert rows_of(session, "registration") == [handed_in.id]
    assert len(rows_of(session, "registration_handover")) == 1


def test_a_pledge_that_was_never_paid_stays_with_its_donor(session: Any) -> None:
    a_pledge(a_resident_user())
    session.flush()
    assert rows_of(session, "pledge") == []
