"""What a municipality asks to be handed in: its own lines, or the built-in list that towns commonly publish."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlmodel import col, select

from webapp.core.clock import months_later
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations.documents.models import DesignationDocument, DocumentRequirement
from webapp.corporations.designations.models import Designation


@dataclass(frozen=True)
class Asked:
    """One line of the checklist."""

    key: str
    label: Any
    help: Any = ""
    is_required: bool = True
    max_age_months: int | None = None


#: as published by 鳥羽市 (2025-08) and 東広島市 (2025-09); three months for the register extract as 大分県 asks
BUILT_IN: Final = (
    Asked("articles", _l("定款"), _l("いまの内容のもの。")),
    Asked("register", _l("登記事項証明書"), _l("履歴事項全部証明書。法人番号と名称、住所を確かめます。"), True, 3),
    Asked("organisation", _l("法人の組織と沿革、事務分担を書いた書面")),
    Asked("accounts", _l("前の事業年度の事業報告書・収支決算書・貸借対照表"), _l("設立したばかりの場合は、設立時の財産目録。")),
    Asked("budget", _l("今年度の事業計画書・収支予算書")),
    Asked("record", _l("これまでの特定居住の促進に関する活動の実績")),
    Asked("plan", _l("業務に関する計画書"), _l("法律の第29条の業務ごとに、いつ・誰が・何をするか。")),
    Asked("privacy", _l("個人情報の管理に関する規程"), "", False),
    Asked("other", _l("そのほか参考になる書類"), "", False),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of an application's checklist: what is asked, and what was handed in for it."""

    asked: Asked
    document: DesignationDocument | None
    is_too_old: bool

    @property
    def is_missing(self) -> bool:
        """Whether a required paper is not there."""
        return self.asked.is_required and self.document is None


def own_lines(municipality_code: str) -> list[DocumentRequirement]:
    """The municipality's own lines, those dropped too."""
    chosen = select(DocumentRequirement).where(DocumentRequirement.municipality_code == municipality_code)
    return list(session().exec(chosen.order_by(col(DocumentRequirement.position), col(DocumentRequirement.id))))


def asked_by(municipality_code: str) -> list[Asked]:
    """What a municipality asks for now."""
    own = own_lines(municipality_code)
    if not own:
        return list(BUILT_IN)
    return [
        Asked(line.key, line.title, line.help, line.is_required, line.max_age_months)
        for line in own
        if not line.is_dropped
    ]


def documents_of(designation: Designation, *, replaced_too: bool = False) -> list[DesignationDocument]:
    """The files of an application, newest first."""
    chosen = select(DesignationDocument).where(DesignationDocument.designation_id == designation.id)
    if not replaced_too:
        chosen = chosen.where(col(DesignationDocument.replaced_at).is_(None))
    return list(session().exec(chosen.order_by(col(DesignationDocument.id).desc())))


def lines_of(designation: Designation, on: date) -> list[Line]:
    """The checklist of an application; its age counts on the day it is or was handed in."""
    known = {document.key: document for document in reversed(documents_of(designation))}
    return [
        Line(asked, known.get(asked.key), is_too_old(asked, known.get(asked.key), on))
        for asked in asked_by(designation.municipality_code)
    ]


def is_too_old(asked: Asked, document: DesignationDocument | None, on: date) -> bool:
    """Whether a paper was issued longer ago than the town takes; one without a date is not known to be fresh."""
    if asked.max_age_months is None or document is None:
        return False
    return document.issued_on is None or months_later(document.issued_on, asked.max_age_months) < on
