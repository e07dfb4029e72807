"""The table of municipalities' own accounts at the provider; what is secret lies there encrypted only."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.clock import now
from webapp.core.table import Table, created_field
from webapp.core.tenant_data import KEPT_BACK


def _wrapped_field() -> Any:
    kept_back = {"info": {KEPT_BACK: True}}
    return Field(default=None, sa_type=sa.LargeBinary, nullable=True, sa_column_kwargs=kept_back)


class PaymentAccount(Table, table=True):
    """The account that receives a municipality's donations. The municipality is its holder, never the operator."""

    __tablename__ = "payment_account"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    is_live: bool = False  # real money
    key_hint: str = Field(default="", max_length=8)  # the key's last characters, to tell keys apart
    wrapped_key: bytes | None = _wrapped_field()
    wrapped_secret: bytes | None = _wrapped_field()  # verifies notices
    wrapped_secret_old: bytes | None = _wrapped_field()  # still accepted while secrets roll
    old_secret_until: datetime | None = Field(default=None, sa_column_kwargs={"info": {KEPT_BACK: True}})
    kek_id: str = Field(default="", max_length=16)  # which key encryption key wraps them
    version: int = 1  # grows with every change, so that no process keeps working with the former keys
    is_demo: bool = False
    created_at: datetime = created_field()
    changed_at: datetime = created_field()

    @property
    def takes_notices(self) -> bool:
        """The provider's notices can be verified."""
        return self.wrapped_secret is not None

    @property
    def is_rolling(self) -> bool:
        """Two secrets verify notices now."""
        return self.wrapped_secret_old is not None and (self.old_secret_until or now()) > now()
