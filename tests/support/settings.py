"""The settings that tests run with: nothing from the environment, cheap passwords."""

from pathlib import Path
from typing import Any

from webapp.config import Environment, Settings

WEBHOOK_SECRET = "whsec_only_for_tests"


def make_settings(database_url: str, home: Path, **changes: Any) -> Settings:
    """Settings for one test; `changes` name the fields of `Settings` that differ."""
    values: dict[str, Any] = {
        "env": Environment.TEST,
        "home": home,
        "database_url": database_url,
        "base_url": "http://localhost",
        "secret_key": "only-for-tests-" + "x" * 32,
        "stripe_api_base": "http://127.0.0.1:9",
        "stripe_secret_key": "sk_test_only_for_tests",
        "stripe_webhook_secret": WEBHOOK_SECRET,
        "password_memory_kib": 8,
        "password_rounds": 1,
        "quiet_hours": "",
        "undo_minutes": 0,
    }
    return Settings(_env_file=None, **{**values, **changes})  # type: ignore[call-arg]
