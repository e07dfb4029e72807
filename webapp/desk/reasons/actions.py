"""Writing a reason, and counting how often one was taken."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import col

from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.bulk import insert_or_ignore
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_id
from webapp.desk.reasons.models import Answer, ReasonTemplate, ReasonUse
from webapp.desk.reasons.queries import Reason, current, reasons_of

trail.ACTION_LABELS |= {"reason_template.write": _l("よく使う理由を直した")}
MOST = 30


def write(
    municipality_code: str, answer: Answer, *, key: str = "", title: str, words: str, is_shown: bool = True, by: Actor
) -> ReasonTemplate:
    """A new reason, or a new version of one; the version before stays readable."""
    if municipality_code not in by.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotAllowed(_("よく使う理由を直せるのは、まちの管理者だけです。"))
    if not key and len(reasons_of(municipality_code, answer)) >= MOST:
        raise RuleBroken(_("理由は%(n)s個までです。使わない理由を直して使ってください。", n=MOST))
    for row in current(municipality_code, answer, to_change=True):
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


def note_use(municipality_code: str, answer: Answer, key: str | None, offered: Mapping[str, Reason]) -> None:
    """One more decision of a town took this reason; own words count for nothing."""
    if key not in offered:
        return
    row = {"municipality_code": municipality_code, "answer": answer.value, "key": key, "times": 0, "last_at": now()}
    insert_or_ignore(session(), ReasonUse, [row], keys=("municipality_code", "answer", "key"))
    session().execute(
        sa.update(ReasonUse)
        .where(
            col(ReasonUse.municipality_code) == municipality_code,
            col(ReasonUse.answer) == answer.value,
            col(ReasonUse.key) == key,
        )
        .values(times=ReasonUse.times + 1, last_at=now())
    )
