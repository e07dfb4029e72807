"""What the running app holds on to: its settings and its database."""

from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from webapp.config import Settings
from webapp.core.database import Database


@dataclass
class Services:
    """One per app; `extras` lets a feature keep something of its own, such as a payment gateway."""

    settings: Settings
    database: Database
    extras: dict[str, Any] = field(default_factory=dict)


def services() -> Services:
    """The services of the running app."""
    found: Services = current_app.extensions["futamachi"]
    return found


def settings() -> Settings:
    """The settings of the running app."""
    return services().settings
