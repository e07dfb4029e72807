"""A person's threads, questions and reports as their own data: to take along, and to be erased."""

from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from webapp.core import storage, trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.inquiries import places
from webapp.inquiries.questions.models import Question, QuestionStatus
from webapp.inquiries.reports.models import PENDING, Report, ReportStatus
from webapp.inquiries.threads import clock, keys, queries
from webapp.inquiries.threads.models import Side, Thread, ThreadBlock, ThreadFile, ThreadStatus

trail.ACTION_LABELS |= {
    "thread.erase": _l("やりとりから本人の情報を消した"),
    "question.erase": _l("質問から本人の情報を消した"),
    "report.erase": _l("申し出から本人の情報を消した"),
}
_OF_THE_PLACE = {"user_id", "assigned_to", "answerer", "corporation_id", "broker_id", "handoff_id", "is_demo", "round"}


def exported(actor: Actor) -> dict[str, Any]:
    """Everything the person asked, was answered, and told."""
    threads = queries.own_threads(actor)
    names = places.names_of({thread.answerer for thread in threads})
    return {
        "threads": [_thread(thread, names.get(thread.answerer, "")) for thread in threads],
        "questions": [
            row.model_dump(mode="json", exclude={"user_id", "answerer", "corporation_id", "is_demo"})
            for row in _of(Question, actor.user_id)
        ],
        "reports": [row.model_dump(mode="json", exclude={"user_id", "is_demo"}) for row in _of(Report, actor.user_id)],
        "places_that_take_no_messages": [block.at.isoformat() for block in _of(ThreadBlock, actor.user_id)],
    }


def _of(table: Any, user_id: str | None) -> list[Any]:
    chosen = select(table).where(table.user_id == user_id).order_by(col(table.id))
    return list(session().exec(chosen)) if user_id else []


def _thread(thread: Thread, place: str) -> dict[str, Any]:
    return {
        **thread.model_dump(mode="json", exclude=_OF_THE_PLACE),
        "place": place,
        "messages": [
            {
                "side": one.message.side.value,
                "text": one.message.text,
                "signed": one.message.signed,
                "at": one.message.at.isoformat(),
                "files": [file.file_name for file in one.files],
            }
            for one in queries.said_in(thread)
        ],
    }


def erase(user_id: str, *, by: Actor) -> None:
    """Cut a person off: words, names, files and blocks go; that somebody asked and was answered stays, for the figures."""
    nobody = replace(by, user_id=None)  # the trail must not lead from one matter of a person to another
    for thread in _of(Thread, user_id):
        _erase_thread(thread, nobody)
    for question in _of(Question, user_id):
        if question.status is QuestionStatus.ASKED:
            question.status = QuestionStatus.TAKEN_BACK
        question.text, question.user_id = "", None
        trail.record(question, "question.erase", by=nobody)
    for report in _of(Report, user_id):
        if report.status in (*PENDING, ReportStatus.RAISED):
            report.status = ReportStatus.WITHDRAWN
        report.text = report.decision = report.email = ""
        report.user_id = None
        trail.record(report, "report.erase", by=nobody)
    for block in _of(ThreadBlock, user_id):
        session().delete(block)
    session().flush()


def _erase_thread(thread: Thread, by: Actor) -> None:
    for one in queries.said_in(thread):
        if one.message.side is Side.PERSON:
            one.message.text = ""
        for file in one.files:
            _erase_file(file)
    if not thread.is_closed:
        thread.status = ThreadStatus.CLOSED
    clock.stop(thread)
    keys.end(thread)
    thread.subject = thread.shown_name = ""
    thread.user_id = None
    trail.record(thread, "thread.erase", by=by)


def _erase_file(file: ThreadFile) -> None:
    """The same bytes may have been sent twice: the file itself goes with its last mention."""
    others = select(ThreadFile.id).where(ThreadFile.file_key == file.file_key, ThreadFile.id != file.id)
    is_last = session().exec(others).first() is None
    key = file.file_key
    session().delete(file)
    session().flush()
    if is_last:
        storage.remove(key)
