"""A list comes in: checked without a letter, then everybody on it is asked; who does not answer is forgotten."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from webapp.accounts.links import hash_token
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo, now, today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_token
from webapp.core.jobs import enqueue
from webapp.municipalities import queries as municipalities
from webapp.registrations.lists import letters, queries
from webapp.registrations.lists.models import ListStatus, RegistrantEntry, RegistrantList
from webapp.registrations.lists.reading import Around, read

ASK = "registrations.ask_list"
#: a list that was checked and not used is not kept longer than this
UNSENT_DAYS = 14

trail.ACTION_LABELS |= {
    "registrant_list.check": _l("登録者の名簿を取り込み、確かめた"),
    "registrant_list.ask": _l("名簿の人に確認のメールを送った"),
    "registrant_list.drop": _l("名簿を消した"),
    "registrant_list.forget": _l("返事のない人の行を消した"),
}


def check(municipality_code: str, data: bytes, *, title: str, origin: str, by: Actor) -> RegistrantList:
    """Read a file and keep the lines that can be used until the town decides. Raises BadFile; nobody is written to."""
    if not by.may_act_for(municipality_code):
        raise NotThere
    around = Around(municipality_code, queries.registered_at(municipality_code), queries.waiting_at(municipality_code))
    found = read(data, around)
    source = RegistrantList(
        municipality_code=municipality_code,
        title=title,
        origin=origin,
        lines=found.lines,
        taken=len(found.entries),
        refused=[[line, reason.value] for line, reason in found.refused],
        unused=found.unused[:40],
        uploaded_by=by.user_id,
    )
    session().add(source)
    session().flush()
    for entry in found.entries:
        entry.registrant_list_id = source.id
    session().add_all(found.entries)
    trail.record(source, "registrant_list.check", by=by, to_status=source.status)
    return source


def ask_everybody(source: RegistrantList, *, by: Actor) -> None:
    """Write to everybody on a checked list; the worker does it in chunks."""
    if source.status is not ListStatus.CHECKED:
        raise RuleBroken(_("この名簿の人には、もう確認のメールを送りました。"))
    if not queries.count_entries(source):
        raise RuleBroken(_("確認のメールを送れる人がいません。ファイルを直して、もう一度取り込んでください。"))
    if not municipalities.is_running(source.municipality_code):
        raise RuleBroken(_("このまちは、いま登録の申請を受け付けていません。"))
    days = int(municipalities.setting("list_answer_days", source.municipality_code))
    source.status, source.asked_by, source.asked_at = ListStatus.ASKING, by.user_id, now()
    source.answer_by = today() + timedelta(days=days)
    trail.record(source, "registrant_list.ask", by=by, to_status=source.status)
    enqueue(ASK, {"list": source.id}, key=f"{ASK}:{source.id}")


def ask(entry: RegistrantEntry, source: RegistrantList) -> None:
    """Write the first letter; a second call finds it written."""
    if entry.asked_at is None:
        entry.asked_at = now()
        _write(entry, source, letters.please_confirm)


def remind(entry: RegistrantEntry, source: RegistrantList) -> bool:
    """Write once more when the town's days have passed; False when it is not time or was done."""
    if entry.asked_at is None or entry.reminded_at is not None or source.answer_by is None:
        return False
    days = int(municipalities.setting("list_reminder_days", entry.municipality_code))
    if not in_tokyo(entry.asked_at).date() + timedelta(days=days) <= today() <= source.answer_by:
        return False
    entry.reminded_at = now()
    _write(entry, source, letters.still_waiting)
    return True


def _write(entry: RegistrantEntry, source: RegistrantList, words: Any) -> None:
    token = new_token()
    entry.token_hash = hash_token(token)
    to = post.Recipient(entry.email, entry.full_name)
    until: date = source.answer_by or today()
    place = municipalities.by_code(entry.municipality_code)
    post.queue(to, words, entry=entry, source=source, place=place, token=token, until=until)


def drop(source: RegistrantList, *, by: Actor) -> None:
    """Forget everybody on a list who has not answered; links that were sent are dead."""
    left = _forget(source)
    if source.status is ListStatus.ASKING:
        source.unanswered += left
    source.status = ListStatus.CLOSED
    trail.record(source, "registrant_list.drop", by=by, to_status=source.status)


def forget_unanswered(source: RegistrantList, *, by: Actor) -> bool:
    """Forget who has not answered in time, and lists that were never used; False while there is time."""
    if source.status is ListStatus.ASKING and source.answer_by is not None and source.answer_by < today():
        source.unanswered += _forget(source)
    elif source.status is ListStatus.CHECKED and in_tokyo(source.uploaded_at).date() < today() - timedelta(UNSENT_DAYS):
        _forget(source)
    else:
        return False
    source.status = ListStatus.CLOSED
    trail.record(source, "registrant_list.forget", by=by, to_status=source.status)
    return True


def _forget(source: RegistrantList) -> int:
    gone: Any = session().execute(
        sa.delete(RegistrantEntry).where(col(RegistrantEntry.registrant_list_id) == source.id)
    )
    return int(gone.rowcount)
