"""One PostgreSQL database for one test after another: rinsing it costs a tenth of making it anew from 1,200 files."""

from collections.abc import Callable

import psycopg
from psycopg import sql

#: the only rows that a fresh database has
_OF_THE_TEMPLATE = "alembic_version"
#: changes with every table, column, index, function, trigger, setting or revision that a test makes or drops
_MAKE = f"""
    SELECT (SELECT count(*) || '/' || max(oid) FROM pg_class), 
        (SELECT count(*) || '/' || max(oid) FROM pg_trigger WHERE tgenabled = 'O'),
        (SELECT count(*) || '/' || max(oid) FROM pg_proc), (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_db_role_setting),
        (SELECT string_agg(version_num, ' ') FROM {_OF_THE_TEMPLATE})
"""
_END_OTHERS = """
    SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_MET_ROWS = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""


class Rinsed:
    """The database of this process; `make` and `drop` are called with its address as seldom as can be."""

    def __init__(self, make: Callable[[], str], drop: Callable[[], None]) -> None:
        self.make, self.drop = make, drop
        self.url = ""
        self.made_as: object = None

    def lend(self) -> str:
        """The address of a database with every table and no rows."""
        if not self.url:
            self.url = self.make()
            with psycopg.connect(self.url, autocommit=True) as connection:
                self.made_as = connection.execute(_MAKE).fetchone()
        return self.url

    def take_back(self) -> None:
        """End what is still connected and take all rows out; drop a database that is no longer as it was made."""
        if not self._rinse():
            self.end()

    def end(self) -> None:
        """Drop the database, if there is one."""
        if self.url:
            self.drop()
        self.url = ""

    def _rinse(self) -> bool:
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(_END_OTHERS)
                is_as_made = connection.execute(_MAKE).fetchone() == self.made_as
                if is_as_made:
                    _empty(connection)
                return is_as_made
        except psycopg.errors.OperationalError:  # a test took the database itself away
            return False


def _empty(connection: psycopg.Connection[tuple[str]]) -> None:
    met = [name for (name,) in connection.execute(_MET_ROWS) if name != _OF_THE_TEMPLATE]
    connection.execute("SET session_replication_role = replica")  # neither foreign keys nor guards of history
    for name in met:
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
