"""Tables of support corporations; their designations by municipalities are in `designations`."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, id_field, text_field
from webapp.municipalities.legal_forms import label_of


class SupportTask(Labelled):
    """The tasks of a support corporation as the law numbers them (広域的地域活性化基盤整備法29条)."""

    ADVICE = "1", _l("情報の提供、相談、そのほかの手助け")
    FACILITIES = "2", _l("拠点施設や、暮らし・仕事に役立つ施設の整備")
    RESEARCH = "3", _l("調査と研究")
    OUTREACH = "4", _l("広く知らせる活動")
    OTHER = "5", _l("そのほか必要な業務")


class Corporation(Table, table=True):
    """One body with its 13-digit corporate number (法人番号), shared by every town that designates it."""

    __tablename__ = "corporation"

    id: str = id_field()
    number: str = Field(min_length=13, max_length=13, unique=True)
    name: str = Field(max_length=100)
    kana: str = Field(default="", max_length=150)
    legal_form: str = Field(default="other", max_length=40)  # of municipalities.legal_forms
    representative: str = Field(default="", max_length=60)
    seat: str = Field(default="", max_length=200)  # 住所, as registered
    address: str = Field(default="", max_length=200)  # 事務所の所在地
    established_on: date | None = None
    purpose: str = text_field("", max_length=1000)  # of the articles, as far as it is about 特定居住
    website: str = Field(default="", max_length=300)
    contact_email: str = Field(default="", max_length=254)
    contact_phone: str = Field(default="", max_length=20)
    about: str = text_field("", max_length=1000)
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    is_demo: bool = False

    @property
    def legal_form_label(self) -> Any:
        """Its legal form in words."""
        return label_of(self.legal_form)
