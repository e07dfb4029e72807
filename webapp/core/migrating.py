"""Bring a database to the newest tables, and say where it stands."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.core.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


def alembic_config(url: str) -> "Config":
    """Alembic's configuration for one database address; there is no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to a revision."""
    from alembic import command

    command.upgrade(alembic_config(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down to a revision."""
    from alembic import command

    command.downgrade(alembic_config(url), revision)


@cache
def head() -> str | None:
    """The newest revision that the code knows."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(alembic_config("sqlite://")).get_current_head()


def revision_of(database: Database) -> str | None:
    """The revision a database stands at; None before the first migration."""
    from alembic.runtime.migration import MigrationContext

    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(database: Database) -> bool:
    """Whether the database has the newest tables."""
    return revision_of(database) == head()
