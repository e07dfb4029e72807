"""The table of gifts: what it costs, what it is worth, and on which ground of the standard it is local."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field


class GiftKind(Labelled):
    """What it is; never points, money or anything that can be redeemed."""

    EXPERIENCE = "experience", _l("体験・招待")
    GOODS = "goods", _l("品物")


class Standard(Labelled):
    """The grounds on which a gift counts as local (地場産品基準, notice 179 of 2019, article 5)."""

    PRODUCED = "1", _l("1 区域内で生産されたもの")
    MATERIAL = "2", _l("2 区域内の原材料が主なもの")
    PROCESSED = "3", _l("3 区域内で主な製造・加工をしたもの")
    BLENDED = "4", _l("4 区域内のものと近隣のものが混ざったもの")
    PROMOTION = "5", _l("5 まちの広報のための、まち独自のもの")
    BUNDLED = "6", _l("6 上のものと関係の深いものを合わせたもの")
    SERVICE = "7", _l("7 区域内で提供される体験・役務")
    SHARED = "8", _l("8 近隣や都道府県と共通で認められたもの")


class Gift(Table, table=True):
    """One gift of a project. Without rows there is none, which is the rule."""

    __tablename__ = "project_gift"
    __table_args__ = (
        sa.CheckConstraint("from_yen > 0 AND cost_yen >= 0 AND side_cost_yen >= 0", name="amounts"),
        sa.CheckConstraint("stock IS NULL OR stock >= 0", name="stock"),
    )

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id", index=True)
    kind: GiftKind = enum_field(GiftKind, GiftKind.EXPERIENCE)
    title: str = Field(max_length=80)
    about: str = text_field("", max_length=600)
    from_yen: int = Field(sa_type=sa.BigInteger)  # donations of at least so much
    cost_yen: int = Field(sa_type=sa.BigInteger)  # 調達に要する費用, for one
    side_cost_yen: int = Field(default=0, sa_type=sa.BigInteger)  # packing and sending one
    value_yen: int = Field(default=0, sa_type=sa.BigInteger)  # what one would pay in a shop
    standard: Standard = enum_field(Standard)
    evidence: str = text_field(max_length=600)
    stock: int | None = None  # nothing: as many as are asked for
    withdrawn_at: datetime | None = None
    created_at: datetime = created_field()
