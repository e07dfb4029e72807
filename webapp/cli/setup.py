"""What every command needs first: the settings, the app, and failures as one sentence."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click
from pydantic import ValidationError

from webapp import create_app
from webapp.config import Settings
from webapp.core.errors import FutamachiError

if TYPE_CHECKING:
    from flask import Flask

Command = TypeVar("Command", bound=Callable[..., Any])


def read_settings() -> Settings:
    """The settings, or one clear sentence and the end."""
    try:
        return Settings()
    except ValidationError as error:
        reasons = "; ".join(str(problem["msg"]).removeprefix("Value error, ") for problem in error.errors())
        raise click.ClickException(reasons) from None


def make_app() -> "Flask":
    """The app with its database, ready for a command."""
    settings = read_settings()
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"The folder {settings.home} cannot be written: {error.strerror}.") from None
    return create_app(settings)


def told(command: Command) -> Command:
    """Turn an error that carries a sentence into that sentence and exit status 1."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except FutamachiError as error:
            raise click.ClickException(error.sentence) from None

    return wrapped  # type: ignore[return-value]
