"""Tables of handing over to wallets: the offer with its code, and the numbers that a wallet's proof answers once."""

from datetime import datetime

from sqlmodel import Field

from webapp.core.table import Table, created_field, id_field


class WalletOffer(Table, table=True):
    """One offer: a code for the wallet, six digits for the person, then one access token; only hashes are kept."""

    __tablename__ = "wallet_offer"

    id: str = id_field()
    certificate_id: str = Field(max_length=26, foreign_key="certificate.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    code_hash: str = Field(max_length=64, unique=True)
    digits_hash: str = Field(max_length=64)  # of the six digits, with the code
    tries: int = 0
    expires_at: datetime
    access_hash: str | None = Field(default=None, max_length=64, unique=True)
    access_expires_at: datetime | None = None
    token_id: str | None = Field(default=None, max_length=26)  # what the wallet got
    created_at: datetime = created_field()


class WalletNonce(Table, table=True):
    """A number that one proof may answer."""

    __tablename__ = "wallet_nonce"

    nonce_hash: str = Field(primary_key=True, max_length=64)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    expires_at: datetime
