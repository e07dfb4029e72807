"""What was in force before designation became a procedure stays in force, with its number in the town's series."""

import sqlalchemy as sa

from tests.migrations.rows import fill_empty_tables
from webapp.core import migrating
from webapp.core.database import make_engine


def test_a_designation_in_force_is_designated_afterwards(empty_database_url: str) -> None:
    migrating.upgrade(empty_database_url, "0012")
    engine = make_engine(empty_database_url)
    with engine.begin() as connection:
        fill_empty_tables(connection)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE corporation SET number = '8700110005901', address = '塩尻市大門'"))
        connection.execute(sa.text("UPDATE designation SET status = 'in_force'"))
    migrating.upgrade(empty_database_url, "0013")
    with engine.begin() as connection:
        row = connection.execute(sa.text("SELECT status, corporate_number, sequence FROM designation")).one()
        seat = connection.scalar(sa.text("SELECT seat FROM corporation"))
    migrating.downgrade(empty_database_url, "0012")
    with engine.begin() as connection:
        before = connection.scalar(sa.text("SELECT status FROM designation"))
    engine.dispose()
    assert (*row, seat, before) == ("designated", "8700110005901", 1, "塩尻市大門", "in_force")
