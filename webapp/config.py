"""Every setting of the service: its type, its default and the reason for it."""

import base64
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 32
LEAST_PASSWORD_MEMORY_KIB = 19456  # OWASP's least for argon2id
DEFAULT_SECRET = "development-only-secret-change-me"  # noqa: S105 - production refuses it
KEY_BYTES = 32
#: the operator has no account at the payment provider: every municipality has its own
NO_ACCOUNT = "sk_test_unset"
_URL_SAFE = str.maketrans("-_", "+/")


class Environment(StrEnum):
    """Where the service runs; production is the same code with stricter demands."""

    DEVELOPMENT = "development"
    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class UnsafeProduction(Exception):
    """The settings are not fit for production; the message is one sentence with each reason.

    Not a ValueError: pydantic would wrap it in a report of its own.
    """


class Settings(BaseSettings):
    """Read from `FUTAMACHI_…` variables; see `.env.example` for the same list in words."""

    model_config = SettingsConfigDict(
        env_prefix="FUTAMACHI_", env_file=".env", extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    env: Environment = Field(default=Environment.DEVELOPMENT, description="development, demo, test or production")
    home: Path = Field(default=Path("var"), description="Folder for the database, uploads and keys")
    database_url: str = Field(
        default="", repr=False, description="SQLAlchemy address; empty means SQLite under FUTAMACHI_HOME"
    )
    base_url: str = Field(
        default="http://localhost:8000",
        pattern=r"^https?://[^/?#]+$",
        description="Public address without a path, used in letters and certificates",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(DEFAULT_SECRET), description="Signs cookies; at least 32 characters"
    )
    key_encryption_key: SecretStr = Field(
        default=SecretStr(""),
        description="Wraps the private keys of municipalities; 32 bytes; empty: a file under FUTAMACHI_HOME",
    )
    key_encryption_key_old: SecretStr = Field(default=SecretStr(""), description="The former one, until rewrapped")
    key_module: str = Field(default="", description="Library of a security module that holds keys")
    key_module_pin: SecretStr = Field(default=SecretStr(""), description="The PIN of its tokens")
    stripe_api_base: str = Field(default="https://api.stripe.com", description="Payment provider's address")
    stripe_secret_key: SecretStr = Field(default=SecretStr(NO_ACCOUNT), description="Payment provider's key")
    stripe_webhook_secret: SecretStr = Field(default=SecretStr(""), description="Verifies the provider's notices")
    stripe_webhook_secret_old: SecretStr = Field(default=SecretStr(""), description="Still accepted while secrets roll")
    identity_issuer: str = Field(
        default="", description="Provider of online identity checks (OpenID Connect); empty: at the counter only"
    )
    identity_client_id: str = Field(default="", description="What the provider calls us")
    identity_client_secret: SecretStr = Field(default=SecretStr(""), description="What the provider knows us by")
    identity_acr_values: str = Field(default="", description="Level of assurance asked for, e.g. aal3")
    identity_authorization_url: str = Field(default="", description="Fixed endpoints, where there is no discovery")
    identity_token_url: str = Field(default="", description="As above")
    identity_jwks_url: str = Field(default="", description="As above")
    identity_userinfo_url: str = Field(default="", description="As above; may stay empty")
    smtp_url: str = Field(
        default="", repr=False, description="smtp://user:password@host:587; empty keeps letters in the outbox"
    )
    mail_from: str = Field(default="no-reply@localhost", description="Sender of every letter")
    demo_data: bool = Field(default=False, description="Labelled demo data is loaded and demo pages are open")
    trusted_proxies: int = Field(
        default=0, ge=0, le=3, description="Reverse proxies in front whose headers are believed"
    )
    require_second_factor: bool | None = Field(default=None, description="Staff need one; default: only in production")
    password_memory_kib: int = Field(default=65536, ge=8, description="argon2id memory; tests use little")
    password_rounds: int = Field(default=3, ge=1, description="argon2id passes")
    max_upload_mib: int = Field(
        default=64, ge=1, le=100, description="Largest request body in MiB: several photos of 12 MB at once"
    )
    s3_bucket: str = Field(default="", description="Bucket for uploaded files; empty: a folder under FUTAMACHI_HOME")
    s3_endpoint: str = Field(
        default="", pattern=r"^(https?://[^?#]+)?$", description="Address of an S3-compatible service; empty: AWS"
    )
    s3_region: str = Field(default="ap-northeast-1", min_length=1, description="Region of the bucket")
    s3_prefix: str = Field(default="", description="Put in front of every key, for a shared bucket")
    s3_access_key_id: str = Field(default="", description="Who we are at the bucket")
    s3_secret_access_key: SecretStr = Field(default=SecretStr(""), description="What the bucket knows us by")
    map_tiles: str = Field(
        default="",
        pattern=r"^(https?://[A-Za-z0-9.:-]+/[^\s;,]*\{z\}/\{x\}/\{y\}[^\s;,]*)?$",
        description="Address of the tiles of 地理院地図 with {z}/{x}/{y}; empty: only the map that the service draws",
    )
    designated_operator_number: str = Field(
        default="",
        pattern=r"^(\d{13})?$",
        description="13 digits of the 特定事業者 that may make yearly 寄附金控除に関する証明書; empty: nobody may here",
    )
    designated_operator_name: str = Field(default="", description="Its name, as the certificate says it")
    designated_operator_schema: str = Field(
        default="", description="Path of the XSD of that certificate; where it is given, nothing else leaves"
    )
    session_hours: int = Field(default=12, ge=1, description="A sign-in ends after so many hours")
    undo_minutes: int = Field(
        default=5, ge=0, le=60, description="So long a move about many things can be taken back; 0: done at once"
    )
    rate_limits: bool = Field(default=True, description="Limits on attempts; tests of other things may turn them off")
    letter_days: int = Field(default=90, ge=1, description="A letter's content is blanked after so many days")
    notice_days: int = Field(default=400, ge=1, description="A notice in the centre is dropped after so many days")
    quiet_hours: str = Field(
        default="21-7",
        pattern=r"^(([01]?\d|2[0-3])-([01]?\d|2[0-3]))?$",
        description="Hours in Japan in which letters that are not urgent wait, for who has not chosen; empty: none",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe level that is logged"
    )

    @field_validator("key_encryption_key", "key_encryption_key_old")
    @classmethod
    def _of_32_bytes(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and key_bytes(value.get_secret_value()) is None:
            raise ValueError("32 bytes in hexadecimal or base64, as `openssl rand -hex 32` makes them")
        return value

    @field_validator("base_url", mode="before")
    @classmethod
    def _without_slash(cls, value: object) -> object:
        return value.rstrip("/") if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def is_demo(self) -> bool:
        """Demo pages and banners are shown."""
        return self.demo_data

    @property
    def is_production(self) -> bool:
        """The strict environment."""
        return self.env is Environment.PRODUCTION

    @property
    def staff_needs_second_factor(self) -> bool:
        """Whether staff without a second factor are led to set one up."""
        return self.is_production if self.require_second_factor is None else self.require_second_factor

    @property
    def database(self) -> str:
        """The database address in force."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'futamachi.db'}"

    @property
    def host(self) -> str:
        """The public host name, without port: the relying-party id of passkeys."""
        return urlsplit(self.base_url).hostname or "localhost"

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if self.is_production and (reasons := unsafe_reasons(self)):
            raise UnsafeProduction("FUTAMACHI_ENV=production is refused: " + "; ".join(reasons))
        return self


def key_bytes(text: str) -> bytes | None:
    """The 32 bytes that a text writes in hexadecimal or base64; None when it does not."""
    for read in (bytes.fromhex, lambda typed: base64.b64decode(typed.translate(_URL_SAFE), validate=True)):
        try:
            found = bytes(read(text))
        except ValueError:
            continue
        if len(found) == KEY_BYTES:
            return found
    return None


def unsafe_reasons(settings: Settings) -> list[str]:
    """Why these settings must not serve real people; empty when they may."""
    key = settings.stripe_secret_key.get_secret_value()
    has_account = bool(settings.stripe_webhook_secret.get_secret_value()) or key != NO_ACCOUNT
    secret = settings.secret_key.get_secret_value()
    identity = [
        settings.identity_issuer,
        settings.identity_authorization_url,
        settings.identity_token_url,
        settings.identity_jwks_url,
        settings.identity_userinfo_url,
    ]
    checks = [
        (not settings.database.startswith("postgres"), "FUTAMACHI_DATABASE_URL must name PostgreSQL, not SQLite"),
        (settings.demo_data, "FUTAMACHI_DEMO_DATA must be off"),
        (
            has_account and not key.startswith(("sk_live_", "rk_live_")),
            "FUTAMACHI_STRIPE_SECRET_KEY is a test key",
        ),
        (settings.stripe_api_base != "https://api.stripe.com", "FUTAMACHI_STRIPE_API_BASE is not the provider's"),
        (
            has_account and not settings.stripe_webhook_secret.get_secret_value(),
            "FUTAMACHI_STRIPE_WEBHOOK_SECRET is empty",
        ),
        (
            secret == DEFAULT_SECRET or len(secret) < SHORTEST_SECRET,
            "FUTAMACHI_SECRET_KEY is the default or under 32 characters",
        ),
        (
            key_bytes(settings.key_encryption_key.get_secret_value()) is None,
            "FUTAMACHI_KEY_ENCRYPTION_KEY is not 32 bytes in hexadecimal or base64",
        ),
        (not settings.base_url.startswith("https://"), "FUTAMACHI_BASE_URL must start with https://"),
        (not settings.staff_needs_second_factor, "FUTAMACHI_REQUIRE_SECOND_FACTOR must not be off"),
        (settings.password_memory_kib < LEAST_PASSWORD_MEMORY_KIB, "FUTAMACHI_PASSWORD_MEMORY_KIB is under 19456"),
        (settings.mail_from.endswith("@localhost"), "FUTAMACHI_MAIL_FROM is an address that nobody can answer"),
        (
            any(url and not url.startswith("https://") for url in identity),
            "FUTAMACHI_IDENTITY_… names the local provider or an address without https",
        ),
        (
            bool(settings.s3_bucket) and settings.s3_endpoint.startswith("http://"),
            "FUTAMACHI_S3_ENDPOINT must start with https://",
        ),
        (settings.map_tiles.startswith("http://"), "FUTAMACHI_MAP_TILES must start with https://"),
        (not settings.smtp_url, "FUTAMACHI_SMTP_URL is empty, so no letter would leave"),
        (not settings.rate_limits, "FUTAMACHI_RATE_LIMITS must be on"),
    ]
    return [reason for is_unsafe, reason in checks if is_unsafe]
