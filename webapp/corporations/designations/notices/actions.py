"""Announcements: drawn up when the need arises, noted as published with day and place."""

from datetime import date
from typing import Any

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations import queries as corporations
from webapp.corporations.designations import letters, rules
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.changes import queries as changes
from webapp.corporations.designations.models import DESIGNATION, Designation
from webapp.corporations.designations.notices import queries, texts
from webapp.corporations.designations.notices.models import DesignationNotice, NoticeKind

trail.ACTION_LABELS |= {
    "designation.reword_notice": _l("公示の文を直した"),
    "designation.note_notice": _l("公示を記録した"),
}


def make(
    designation: Designation,
    kind: NoticeKind,
    *,
    changed: dict[str, Any] | None = None,
    effective_on: date | None = None,
) -> DesignationNotice:
    """Draw an announcement up."""
    corporation = corporations.by_id(designation.corporation_id or "")
    title, text = texts.compose(kind, texts.Matter(designation, corporation, changed or {}, effective_on))
    row = DesignationNotice(
        designation_id=designation.id,
        municipality_code=designation.municipality_code,
        kind=kind,
        title=title,
        text=text,
    )
    session().add(row)
    session().flush()
    return row


def reword(notice: DesignationNotice, text: str, *, by: Actor) -> None:
    """Change the words before they are published."""
    designation = designations.by_id(notice.designation_id)
    rules.must_examine(designation, by)
    _must_be_open(notice)
    if not text.strip():
        raise RuleBroken(_("公示の文を書いてください。"))
    notice.text = text.strip()
    trail.record(designation, "designation.reword_notice", by=by)


def publish(notice: DesignationNotice, *, on: date, by: Actor, url: str = "", number: str = "") -> None:
    """Note that it was published: from now on everybody reads it, and the designation moves on when nothing is left."""
    designation = designations.by_id(notice.designation_id, to_change=True)
    rules.must_examine(designation, by)
    _must_be_open(notice)
    if on > today():
        raise RuleBroken(_("公示した日には、きょうまでの日を入れてください。"))
    notice.published_on, notice.url, notice.number, notice.published_by = on, url, number, by.user_id
    if notice.kind is NoticeKind.DESIGNATION:
        designation.notice_url = url
    session().flush()
    if designation.status in DESIGNATION.moves["publish_notice"].sources and is_settled(designation):
        DESIGNATION.apply(designation, "publish_notice", by=by)
    else:
        trail.record(designation, "designation.note_notice", by=by, reason=notice.title)
    letters.tell_corporation(designation, letters.noticed, url=url)


def is_settled(designation: Designation) -> bool:
    """Whether nothing waits to be announced: neither an announcement nor a change that the town has not noted."""
    return not queries.open_of(designation) and not changes.unnoted_of(designation)


def drop_open(designation: Designation) -> None:
    """What was drawn up and not published is announced no more: the end is."""
    for notice in queries.open_of(designation):
        session().delete(notice)
    session().flush()


def _must_be_open(notice: DesignationNotice) -> None:
    if notice.published_on is not None:
        raise RuleBroken(_("すでに公示したものは変えられません。"))
