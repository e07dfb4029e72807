"""Settings: typed, documented to the last field, and unfit for production in one sentence with every reason."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from webapp import create_app
from webapp.config import DEFAULT_SECRET, Settings, UnsafeProduction, key_bytes, unsafe_reasons

ROOT = Path(__file__).resolve().parents[2]
SAFE: dict[str, Any] = {
    "env": "production",
    "database_url": "postgresql://futamachi@db.example.jp/futamachi",
    "base_url": "https://futamachi.example.jp",
    "secret_key": "k" * 40,
    "key_encryption_key": "5a" * 32,
    "stripe_secret_key": "sk_live_x",
    "stripe_webhook_secret": "whsec_x",
    "smtp_url": "smtps://user:password@mail.example.jp",
    "mail_from": "ふたまち <no-reply@futamachi.example.jp>",
}


def made(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


def test_safe_settings_are_taken() -> None:
    settings = made(**SAFE)
    assert unsafe_reasons(settings) == []
    assert settings.staff_needs_second_factor


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("database_url", "", "FUTAMACHI_DATABASE_URL"),
        ("database_url", "sqlite:///x.db", "FUTAMACHI_DATABASE_URL"),
        ("database_url", "mysql://x", "FUTAMACHI_DATABASE_URL"),
        ("demo_data", True, "FUTAMACHI_DEMO_DATA"),
        ("stripe_secret_key", "sk_test_x", "FUTAMACHI_STRIPE_SECRET_KEY"),
        ("stripe_api_base", "http://127.0.0.1:12111", "FUTAMACHI_STRIPE_API_BASE"),
        ("stripe_webhook_secret", "", "FUTAMACHI_STRIPE_WEBHOOK_SECRET"),
        ("secret_key", DEFAULT_SECRET, "FUTAMACHI_SECRET_KEY"),
        ("secret_key", "k" * 31, "FUTAMACHI_SECRET_KEY"),
        ("key_encryption_key", "", "FUTAMACHI_KEY_ENCRYPTION_KEY"),
        ("base_url", "http://futamachi.example.jp", "FUTAMACHI_BASE_URL"),
        ("require_second_factor", False, "FUTAMACHI_REQUIRE_SECOND_FACTOR"),
        ("password_memory_kib", 1024, "FUTAMACHI_PASSWORD_MEMORY_KIB"),
        ("mail_from", "no-reply@localhost", "FUTAMACHI_MAIL_FROM"),
        ("identity_issuer", "http://127.0.0.1:12112", "FUTAMACHI_IDENTITY"),
        ("identity_token_url", "http://127.0.0.1:12112/token", "FUTAMACHI_IDENTITY"),
        ("smtp_url", "", "FUTAMACHI_SMTP_URL"),
        ("rate_limits", False, "FUTAMACHI_RATE_LIMITS"),
    ],
)
def test_each_unsafe_setting_is_refused_by_its_name(field: str, value: Any, reason: str) -> None:
    with pytest.raises(UnsafeProduction) as caught:
        made(**{**SAFE, field: value})
    assert str(caught.value).startswith(f"FUTAMACHI_ENV=production is refused: {reason}")
    assert ";" not in str(caught.value)
    assert made(**{**SAFE, field: value, "env": "development"})


def test_the_operator_needs_no_account_at_the_provider_because_towns_have_their_own() -> None:
    without = {name: value for name, value in SAFE.items() if not name.startswith("stripe_")}
    assert unsafe_reasons(made(**without)) == []


def test_all_reasons_are_told_at_once_by_the_app_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FUTAMACHI_ENV", "production")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnsafeProduction) as caught:
        create_app()
    assert str(caught.value).count(";") >= 4
    assert "\n" not in str(caught.value)


def test_secrets_are_neither_shown_nor_repeated_in_errors() -> None:
    shown = repr(made(**SAFE))
    assert not any(secret in shown for secret in ("k" * 40, "sk_live_x", "whsec_x", "password@mail", "futamachi@db"))
    with pytest.raises(ValidationError) as caught:
        made(**{**SAFE, "session_hours": "sk_live_by_mistake"})
    assert "sk_live_by_mistake" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("env", "staging"),
        ("base_url", "futamachi.example.jp"),
        ("base_url", "https://futamachi.example.jp/path"),
        ("log_level", "LOUD"),
        ("trusted_proxies", 9),
        ("letter_days", 0),
        ("max_upload_mib", 0),
    ],
)
def test_a_value_that_means_nothing_is_refused(field: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=field):
        made(**{field: value})


def test_small_differences_in_spelling_are_forgiven() -> None:
    settings = made(base_url="https://futamachi.example.jp/", log_level="info")
    assert (settings.base_url, settings.log_level) == ("https://futamachi.example.jp", "INFO")
    assert settings.host == "futamachi.example.jp"


@pytest.mark.parametrize("text", ["5a" * 32, "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo="])
def test_a_key_of_32_bytes_is_read_in_hexadecimal_and_base64(text: str) -> None:
    assert key_bytes(made(key_encryption_key=text).key_encryption_key.get_secret_value()) == b"Z" * 32
    for wrong in (text[:-4], f"{text}00", f"{text[:-1]}!"):
        with pytest.raises(ValidationError, match="openssl rand"):
            made(key_encryption_key=wrong)


def test_the_example_lists_every_setting_with_its_default_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    named = dict(re.findall(r"^(?:# )?(FUTAMACHI_[A-Z0-9_]+)=(.*)$", text, re.MULTILINE))
    assert sorted(named) == sorted(f"FUTAMACHI_{name.upper()}" for name in Settings.model_fields)
    read = {name.removeprefix("FUTAMACHI_").lower(): value for name, value in named.items() if value}
    read.pop("require_second_factor")
    assert made(**read) == made()


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_an_empty_variable_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUTAMACHI_REQUIRE_SECOND_FACTOR", "")
    monkeypatch.setenv("FUTAMACHI_SESSION_HOURS", "")
    assert (made().require_second_factor, made().session_hours) == (None, 12)
