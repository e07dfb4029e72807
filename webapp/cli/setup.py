"""What every command needs first: the settings, the app, and failures as one sentence."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click
from pydantic import ValidationError

from webapp import create_app
from webapp.config import Settings, UnsafeProduction
from webapp.core.errors import FutamachiError

if TYPE_CHECKING:
    from flask import Flask

Command = TypeVar("Command", bound=Callable[..., Any])


def read_settings() -> Settings:
    """The settings, or one clear sentence and the end."""
    try:
        return Settings()
    except UnsafeProduction as error:
        raise click.ClickException(f"{error}.") from None
    except ValidationError as error:
        wrong = [f"FUTAMACHI_{'_'.join(map(str, p['loc'])).upper()}: {p['msg']}" for p in error.errors()]
        raise click.ClickException(f"{'; '.join(wrong)}.") from None


def settings_and_home() -> Settings:
    """The settings, with FUTAMACHI_HOME there to be written to."""
    settings = read_settings()
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(
            f"The folder {settings.home} cannot be written ({error.strerror}): set FUTAMACHI_HOME."
        ) from None
    return settings


def make_app() -> "Flask":
    """The app with its database, ready for a command."""
    return create_app(settings_and_home())


def told(command: Command) -> Command:
    """Turn an error that carries a sentence, or a database that is away, into one sentence and exit status 1."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except FutamachiError as error:
            raise click.ClickException(error.sentence or type(error).__name__) from None
        except Exception as error:
            sentence = about_database(error)
            if not sentence:
                raise
            raise click.ClickException(sentence) from None

    return wrapped  # type: ignore[return-value]


def about_database(error: Exception) -> str:
    """What to say when the database cannot be used; nothing for any other error."""
    from sqlalchemy.exc import ArgumentError, OperationalError

    if isinstance(error, ArgumentError):
        return "FUTAMACHI_DATABASE_URL is not the address of a database."
    return f"The database cannot be used: {first_line(error)}" if isinstance(error, OperationalError) else ""


def first_line(error: Exception) -> str:
    """What a database driver says, without the lines that follow."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
