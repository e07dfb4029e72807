"""Tables of pledges: what donors commit to, the words they accepted, what is typed on the way."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank


class PledgeStatus(Labelled):
    """Where a pledge stands; only the payments layer moves it."""

    PENDING = "pending", _l("支払い待ち")
    AWAITING = "awaiting", _l("コンビニでの支払い待ち")
    PAID = "paid", _l("寄附を受け取りました")
    LAPSED = "lapsed", _l("支払われずに終わりました")
    PARTLY_REFUNDED = "partly_refunded", _l("一部を返金しました")
    REFUNDED = "refunded", _l("返金しました")
    DISPUTED = "disputed", _l("カード会社が確認しています")
    CHARGED_BACK = "charged_back", _l("カード会社が取り消しました")


#: the town holds money of these: they count for a project and have a receipt
HOLDING = (PledgeStatus.PAID, PledgeStatus.PARTLY_REFUNDED, PledgeStatus.DISPUTED)


class PaymentMethod(Labelled):
    """How a donor pays; it decides the day of receipt. The first three go over the provider's page."""

    CARD = "card", _l("クレジットカード")
    PAYPAY = "paypay", _l("PayPay")
    KONBINI = "konbini", _l("コンビニ払い")
    BANK_TRANSFER = "bank_transfer", _l("銀行振込")
    REGISTERED_MAIL = "registered_mail", _l("現金書留")
    CASH = "cash", _l("窓口での現金")
    PORTAL = "portal", _l("ほかの寄附サイト")


ONLINE = (PaymentMethod.CARD, PaymentMethod.PAYPAY, PaymentMethod.KONBINI)


class PledgeAgreement(Table, table=True):
    """The words that donors accepted, kept once for all who accepted the very same; never changed or removed."""

    __tablename__ = "pledge_agreement"

    digest: str = Field(primary_key=True, max_length=64)  # SHA-256 of version, language and words
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    version: str = Field(max_length=20)
    locale: str = Field(max_length=5)
    paragraphs: list[str] = json_field(list)
    created_at: datetime = created_field()


append_only(PledgeAgreement)


class Pledge(Table, table=True):
    """One donor's commitment to one project. Name and address are those of the 住民票, for the receipt."""

    __tablename__ = "pledge"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("refunded_yen >= 0 and refunded_yen <= amount", name="refund_within_amount"),
        sa.Index("ix_pledge_project", "project_id", "status"),
        sa.Index("ix_pledge_donor", "user_id", "id"),
        sa.Index("ix_pledge_email", "email"),
        # what was only tried is not the town's; what was said about money is kept as long as the money's books
        {"info": {"tenant_rows": lambda table: table.c.paid_at.is_not(None), "keeps_reasons": True}},
    )

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id")
    email: str = Field(default="", max_length=254)  # of a donor without an account, in lower case
    status: PledgeStatus = enum_field(PledgeStatus, PledgeStatus.PENDING)
    amount: int = Field(sa_type=sa.BigInteger)  # whole yen
    refunded_yen: int = Field(default=0, sa_type=sa.BigInteger)
    method: PaymentMethod | None = enum_field(PaymentMethod, None, nullable=True)  # chosen, then as it was paid
    donor_name: str = Field(max_length=60)
    donor_address: str = Field(max_length=200)
    home_code: str = Field(max_length=6, foreign_key="municipality.code")
    message: str = text_field("", max_length=300)
    shows_name: bool = False
    shown_name: str = Field(default="", max_length=40)  # under which supporters are named; empty: the donor's own
    gift_id: str | None = Field(default=None, max_length=26)
    gift_name: str = Field(default="", max_length=120)  # as it was called then
    agreement_version: str = Field(max_length=20)
    agreement_digest: str | None = Field(default=None, max_length=64, foreign_key="pledge_agreement.digest")
    #: the Japanese words, which count, whatever language the donor read; empty: nobody kept them then
    agreement_source_digest: str | None = Field(default=None, max_length=64, foreign_key="pledge_agreement.digest")
    agreed_at: datetime
    created_at: datetime = created_field()
    paid_at: datetime | None = None
    entered_by: str | None = Field(default=None, max_length=26)  # who of the town wrote it down for the donor
    is_demo: bool = False

    @property
    def kept_yen(self) -> int:
        """What the town holds of it now, whole yen."""
        return self.amount - self.refunded_yen if self.status in HOLDING else 0


_S = PledgeStatus
PLEDGE = Workflow(
    "pledge",
    _l("寄附"),
    PledgeStatus.PENDING,
    [
        move("await_slip", {_S.PENDING}, _S.AWAITING, _l("コンビニの払込票を発行した")),
        move("pay", {_S.PENDING, _S.AWAITING, _S.LAPSED}, _S.PAID, _l("入金を確かめた")),
        move("lapse", {_S.PENDING, _S.AWAITING}, _S.LAPSED, _l("支払われないまま期限が来た")),
        move("try_again", {_S.LAPSED}, _S.PENDING, _l("もう一度支払いに進んだ")),
        move("refund_part", {_S.PAID, _S.PARTLY_REFUNDED}, _S.PARTLY_REFUNDED, _l("一部を返金した")),
        move("refund", {_S.PAID, _S.PARTLY_REFUNDED, _S.DISPUTED}, _S.REFUNDED, _l("全額を返金した")),
        move("refund_failed", {_S.PARTLY_REFUNDED, _S.REFUNDED}, _S.PAID, _l("返金できず、お金が戻った")),
        move("dispute", {_S.PAID, _S.PARTLY_REFUNDED}, _S.DISPUTED, _l("カード会社が確認を始めた")),
        move("reinstate", {_S.DISPUTED, _S.CHARGED_BACK}, _S.PAID, _l("カード会社の確認が終わり、寄附が認められた")),
        move("charge_back", {*HOLDING}, _S.CHARGED_BACK, _l("カード会社が支払いを取り消した")),
    ],
)


class PledgeGuestKey(Table, table=True):
    """A link that opens the pages of a donor without an account; each letter brings its own, only hashes are known."""

    __tablename__ = "pledge_guest_key"

    key_hash: str = Field(primary_key=True, max_length=64)
    pledge_id: str = Field(max_length=26, foreign_key="pledge.id", index=True)
    created_at: datetime = created_field()


class PledgeDraft(Table, table=True):
    """What somebody typed on the way to a pledge; emptied when it became one, removed when it is old."""

    __tablename__ = "pledge_draft"

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id")
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    answers: dict[str, Any] = json_field()
    pledge_id: str | None = Field(default=None, max_length=26, foreign_key="pledge.id", unique=True)
    updated_at: datetime = created_field()


leaves_blank(Pledge, "donor_name", "donor_address", "email", "shown_name", "message")
