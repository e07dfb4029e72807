"""Who asks for secrecy leaves without a name in a town's export, now or when the application was handed in."""

import io
import zipfile
from typing import Any

import pytest

from tests.factories.accounts import a_resident_user
from tests.factories.registrations import a_registration
from tests.factories.residents import SHIOJIRI, a_resident
from webapp.core import tenant_data
from webapp.registrations.models import Registration
from webapp.residents.models import Resident

NAMES = ("松本", "マツモト")


def exported(database: Any) -> str:
    data = b"".join(tenant_data.stream(database, SHIOJIRI, "塩尻市"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(
            archive.read(f"tables/{name}.jsonl").decode() for name in ("registration", "registration_handover")
        )


def an_application(**changes: Any) -> tuple[Registration, Resident]:
    user = a_resident_user()
    profile = a_resident(user, family_name=NAMES[0], family_kana=NAMES[1], **changes)
    return a_registration(user), profile


@pytest.mark.both_databases
def test_secrecy_asked_early_or_late_keeps_the_name_here(app: Any, database: Any) -> None:
    with database.transaction():
        early, profile = an_application(is_confidential=True)
        late, other = an_application()
        profile.is_confidential = False
        open_row, _profile = an_application()
    with app.app_context():
        assert exported(database).count(NAMES[0]) > 0
    with database.transaction() as session:
        session.get_one(Resident, other.id).is_confidential = True
    with app.app_context():
        text = exported(database)
    for row in (early, late):
        lines = [line for line in text.splitlines() if row.id in line]
        assert len(lines) == 2
        assert not any(name in line for line in lines for name in NAMES)
    assert sum(NAMES[1] in line for line in text.splitlines() if open_row.id in line) == 2
