"""Tables of accounts: people, sign-ins, second factors, memberships and one-time links."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import now
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field

#: roles whose organisation is a municipality
_IN_TOWNS = frozenset({*TOWN_ROLES, Role.HUB, Role.PARTNER})
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


_HAS_ADDRESS = sa.text("email <> ''")


class User(Table, table=True):
    """One person. The e-mail address is stored in lower case; empty for somebody who has none and cannot sign in."""

    __tablename__ = "account"
    __table_args__ = (
        sa.Index("uq_account_email", "email", unique=True, sqlite_where=_HAS_ADDRESS, postgresql_where=_HAS_ADDRESS),
    )

    id: str = id_field()
    email: str = Field(max_length=254)
    kept_by: str | None = Field(default=None, max_length=6)  # the town that writes on paper to who has no address
    display_name: str = Field(max_length=60)
    password_hash: str = Field(default="", max_length=200)
    locale: str = Field(default="ja", max_length=5)
    email_verified_at: datetime | None = None
    closed_at: datetime | None = None
    shortcuts_off_at: datetime | None = None  # since when single keys do nothing for this person
    put_away: list[str] = json_field(list)  # hints that this person does not want to see again
    is_demo: bool = False
    created_at: datetime = created_field()

    @property
    def is_active(self) -> bool:
        """A closed account cannot sign in."""
        return self.closed_at is None

    @property
    def is_verified(self) -> bool:
        """The address was shown to be this person's."""
        return self.email_verified_at is not None


class Membership(Table, table=True):
    """A role that a person holds, from a day and possibly until a day."""

    __tablename__ = "membership"
    __table_args__ = (sa.Index("ix_membership_organisation", "role", "organisation"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    role: Role = enum_field(Role)
    organisation: str | None = Field(default=None, max_length=26)  # municipality code or corporation id
    valid_from: date
    valid_until: date | None = None
    granted_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()

    def holds_on(self, day: date) -> bool:
        """Whether the role is in force that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def municipality_code(self) -> str | None:
        """The town whose trail this belongs to."""
        return town_of(self.role, self.organisation)


def town_of(role: Role | None, organisation: str | None) -> str | None:
    """The municipality's code when the organisation is one."""
    return organisation if role in _IN_TOWNS else None


class SignIn(Table, table=True):
    """One signed-in browser; deleting or revoking it signs that browser out."""

    __tablename__ = "sign_in"

    id: str = id_field()
    token_hash: str = Field(max_length=64, unique=True)
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    created_at: datetime = created_field()
    expires_at: datetime
    revoked_at: datetime | None = None
    second_factor_at: datetime | None = None
    device: str = Field(default="", max_length=120)

    @property
    def device_name(self) -> str:
        """The browser and its system in words a person knows."""
        return name_of_device(self.device)


def name_of_device(user_agent: str) -> str:
    """Browser and system out of what a browser says about itself: the first known word of each decides."""
    browser = next((name for word, name in _BROWSERS if word in user_agent), _("ブラウザ"))
    system = next((name for word, name in _SYSTEMS if word in user_agent), _("不明な端末"))
    return f"{browser}（{system}）"


class LinkPurpose(Labelled):
    """What a one-time link in a letter is for."""

    VERIFY_EMAIL = "verify_email", _l("メールアドレスの確認")
    RESET_PASSWORD = "reset_password", _l("パスワードの再設定")
    CHANGE_EMAIL = "change_email", _l("メールアドレスの変更")
    UNDO_EMAIL_CHANGE = "undo_email_change", _l("メールアドレス変更の取消し")
    RESET_SECOND_FACTOR = "reset_second_factor", _l("二段階認証の解除")
    INVITATION = "invitation", _l("招待")
    TAKEOVER_CODE = "takeover_code", _l("紙の受け取りコード")
    TAKEOVER = "takeover", _l("窓口で申請した人の利用開始")


class OneTimeLink(Table, table=True):
    """A link sent by letter; only the hash of its token is stored, and it works once."""

    __tablename__ = "one_time_link"

    id: str = id_field()
    token_hash: str = Field(max_length=64, unique=True)
    purpose: LinkPurpose = enum_field(LinkPurpose)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    email: str = Field(max_length=254)
    name: str = Field(default="", max_length=60)  # this and the next five: of an invitation
    role: Role | None = enum_field(Role, None, nullable=True)
    organisation: str | None = Field(default=None, max_length=26)
    organisation_name: str = Field(default="", max_length=120)
    valid_from: date | None = None
    valid_until: date | None = None
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    not_before: datetime | None = None
    expires_at: datetime
    used_at: datetime | None = None

    @property
    def is_usable(self) -> bool:
        """Neither used nor past its time; it may still have to wait for `not_before`."""
        return self.used_at is None and now() < self.expires_at

    @property
    def is_waiting(self) -> bool:
        """Its time has not come yet."""
        return self.not_before is not None and now() < self.not_before

    @property
    def municipality_code(self) -> str | None:
        """The town whose trail an invitation belongs to."""
        return town_of(self.role, self.organisation)


class TotpSecret(Table, table=True):
    """The shared secret of an authenticator app."""

    __tablename__ = "totp_secret"

    user_id: str = Field(primary_key=True, max_length=26, foreign_key="account.id")
    secret: str = Field(max_length=300)  # encrypted with a key derived from the service's secret
    confirmed_at: datetime | None = None
    last_step: int = 0  # a code works once


class Passkey(Table, table=True):
    """A public key that lives in somebody's device."""

    __tablename__ = "passkey"

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    credential_id: str = Field(max_length=400, unique=True)
    public_key: str = Field(max_length=2000)
    sign_count: int = 0
    label: str = Field(default="", max_length=60)
    created_at: datetime = created_field()
    last_used_at: datetime | None = None


class RecoveryCode(Table, table=True):
    """A code on paper for the day the second factor is lost; only its hash is stored, it works once."""

    __tablename__ = "recovery_code"

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    code_hash: str = Field(max_length=64)
    created_at: datetime = created_field()
    used_at: datetime | None = None
