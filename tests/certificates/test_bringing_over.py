"""What was issued before tokens keeps its number and its code, and still answers the public check."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from tests.migrations.rows import fill_empty_tables
from webapp.core import migrating
from webapp.core.database import make_engine


@pytest.mark.both_databases
def test_old_rows_say_the_same_in_the_new_shape(empty_database_url: str) -> None:
    migrating.upgrade(empty_database_url, "0013")
    engine = make_engine(empty_database_url)
    facts = {"holder": "佐藤 花子", "issuer": "長野県塩尻市", "mayor": "塩尻市長　見本", "is_confidential": True}
    with engine.connect() as connection:
        fill_empty_tables(connection)
        stored = sa.text("UPDATE certificate SET facts = :facts, status = 'revoked'")
        connection.execute(stored.bindparams(sa.bindparam("facts", facts, sa.JSON())))
        connection.commit()
        before = connection.execute(sa.text("SELECT number, public_code, registration_id FROM certificate")).one()
    migrating.upgrade(empty_database_url, "0014")
    with engine.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM certificate")).one()
        claims: dict[str, Any] = row.claims if isinstance(row.claims, dict) else json.loads(row.claims)
        assert (row.number, row.public_code, row.source_id) == tuple(before)
        assert claims == {
            "holder_name": "佐藤 花子",
            "issuer": facts["issuer"],
            "mayor": facts["mayor"],
            "tier": "basic",
        }
        assert (row.kind, row.template_version, bool(row.is_confidential)) == ("dual_resident", 1, True)
        assert (row.revoked_for, len(row.claims_sha256)) == ("office", 64)
        kinds = connection.execute(sa.text("SELECT kind FROM certificate_counter")).scalars().all()
        assert set(kinds) == {"dual_resident"}
    migrating.downgrade(empty_database_url, "0013")
    with engine.connect() as connection:
        again = connection.execute(sa.text("SELECT facts FROM certificate")).scalar_one()
        assert (again if isinstance(again, dict) else json.loads(again)) == facts
    engine.dispose()
