"""Every step of the migrations, up and down, on both databases, with rows in every table."""

import pytest
import sqlalchemy as sa

from tests.migrations.test_migrations import engine, revisions, walk

__all__ = ["engine"]


@pytest.mark.both_databases
def test_each_step_up_and_down_keeps_the_rows_there_are(empty_database_url: str, engine: sa.Engine) -> None:
    assert len(revisions()) > 4
    walk(empty_database_url, engine, revisions())
