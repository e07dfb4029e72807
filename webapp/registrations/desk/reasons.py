"""Reasons to choose from: the house's own, and what a town made of them; every version is kept."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_id
from webapp.registrations.desk.models import Answer, ReasonTemplate

trail.ACTION_LABELS |= {"reason_template.write": _l("よく使う理由を直した")}
MOST = 30

#: answer → key → (title, sentence): what a town starts with
BUILT_IN: dict[Answer, dict[str, tuple[Any, Any]]] = {
    Answer.APPROVE: {
        "welcome": (_l("歓迎のことば"), _l("申請の内容を確かめました。これからよろしくお願いします。")),
    },
    Answer.CORRECTION: {
        "where": (_l("場所がわからない"), _l("滞在する場所を、地区がわかるように書いてください。")),
        "how_often": (_l("頻度がわからない"), _l("いつごろ、どのくらい滞在するかを、もう少しくわしく書いてください。")),
        "address": (_l("住所を確かめたい"), _l("いまの住所を、番地まで書いてください。")),
    },
    Answer.REFUSE: {
        "inside": (_l("住所がまちの中にある"), _l("住所が市町村の中にあるため、二地域居住の登録の対象になりません。")),
        "irregular": (_l("定期的な滞在でない"), _l("定期的な滞在であることを確かめられませんでした。")),
        "no_base": (_l("滞在する場所がない"), _l("市町村の中に滞在する場所があることを確かめられませんでした。")),
        "no_answer": (
            _l("補正への返事がない"),
            _l("お願いした補正（直すこと）へのお返事を、期限までに確かめられませんでした。"),
        ),
        "untrue": (_l("内容が事実と違う"), _l("申請の内容に、事実と違うところがありました。")),
    },
}


@dataclass(frozen=True)
class Reason:
    """One reason as a town has it now."""

    key: str
    title: str
    words: str
    is_shown: bool = True
    is_own: bool = False


def reasons_of(municipality_code: str, answer: Answer) -> list[Reason]:
    """Everything a town has for an answer, hidden ones too: the house's in their order, then its own."""
    own = {row.key: row for row in _current(municipality_code, answer)}
    house = BUILT_IN[answer]
    known = [_as_reason(own.pop(key)) if key in own else Reason(key, str(t), str(w)) for key, (t, w) in house.items()]
    return [*known, *(_as_reason(row) for row in own.values())]


def shown_reasons(municipality_code: str, answer: Answer) -> dict[str, Reason]:
    """What staff can choose, by key."""
    return {reason.key: reason for reason in reasons_of(municipality_code, answer) if reason.is_shown}


def versions_of(municipality_code: str, answer: Answer, key: str) -> list[ReasonTemplate]:
    """Every version a town wrote of one reason, newest first."""
    chosen = select(ReasonTemplate).where(
        ReasonTemplate.municipality_code == municipality_code,
        ReasonTemplate.answer == answer,
        ReasonTemplate.key == key,
    )
    return list(session().exec(chosen.order_by(col(ReasonTemplate.id).desc())))


def write(
    municipality_code: str, answer: Answer, *, key: str = "", title: str, words: str, is_shown: bool = True, by: Actor
) -> ReasonTemplate:
    """A new reason, or a new version of one; the version before stays readable."""
    if municipality_code not in by.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotAllowed(_("よく使う理由を直せるのは、まちの管理者だけです。"))
    if not key and len(reasons_of(municipality_code, answer)) >= MOST:
        raise RuleBroken(_("理由は%(n)s個までです。使わない理由を直して使ってください。", n=MOST))
    for row in _current(municipality_code, answer, to_change=True):
        if row.key == key:
            row.replaced_at = now()
    session().flush()
    row = ReasonTemplate(
        municipality_code=municipality_code,
        answer=answer,
        key=key or new_id(),
        title=title.strip(),
        words=words.strip(),
        is_shown=is_shown,
        written_by=by.user_id,
    )
    session().add(row)
    session().flush()
    trail.record(row, "reason_template.write", by=by)
    return row


def _current(municipality_code: str, answer: Answer, *, to_change: bool = False) -> list[ReasonTemplate]:
    chosen = select(ReasonTemplate).where(
        ReasonTemplate.municipality_code == municipality_code,
        ReasonTemplate.answer == answer,
        col(ReasonTemplate.replaced_at).is_(None),
    ).order_by(col(ReasonTemplate.key))  # fmt: skip
    return list(session().exec(chosen.with_for_update() if to_change else chosen))


def _as_reason(row: ReasonTemplate) -> Reason:
    return Reason(row.key, row.title, row.words, row.is_shown, is_own=True)
