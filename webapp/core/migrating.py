"""Bring a database to the newest tables, and say where it stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from webapp.core.database import Database

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


def alembic_config(url: str) -> Config:
    """Alembic's configuration for one database address; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to a revision."""
    command.upgrade(alembic_config(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down to a revision."""
    command.downgrade(alembic_config(url), revision)


def head() -> str | None:
    """The newest revision that the code knows."""
    return ScriptDirectory.from_config(alembic_config("sqlite://")).get_current_head()


def revision_of(database: Database) -> str | None:
    """The revision a database stands at; None before the first migration."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(database: Database) -> bool:
    """Whether the database has the newest tables."""
    return revision_of(database) == head()
