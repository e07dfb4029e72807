"""The steps of a request: received, who asks is shown, extended once, answered or refused, done; each with who, when, why."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, Role, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.letters import Recipient
from webapp.municipalities import queries as municipalities
from webapp.privacy.requests import letters
from webapp.privacy.requests.models import OPEN, REQUEST, Ground, PrivacyRequest, Proof, RequestKind, Way

MOST_OPEN = 3
trail.ACTION_LABELS |= {
    "privacy_request.send": _l("請求を受け付けた"),
    "privacy_request.erase": _l("請求から個人の情報を消した"),
}


def send(code: str, kind: RequestKind, *, name: str, words: str, by: Actor) -> PrivacyRequest:
    """A person asks a town that takes part. Raises RuleBroken for a fourth one that is open there."""
    if municipalities.running_programme(code) is None or by.user_id is None:
        raise NotThere
    waiting = select(PrivacyRequest.id).where(
        PrivacyRequest.user_id == by.user_id,
        PrivacyRequest.municipality_code == code,
        col(PrivacyRequest.status).in_(OPEN),
    )
    if len(session().exec(waiting).all()) >= MOST_OPEN:
        raise RuleBroken(
            _("同じ市町村への請求は、一度に%(n)s件までです。答えを待ってから送ってください。", n=MOST_OPEN)
        )
    person = accounts.user(by.user_id)
    row = PrivacyRequest(
        municipality_code=code, user_id=by.user_id, kind=kind, name=name.strip(), email=person.email,
        words=words.strip(), received_on=today(), due_on=_due(code, today()), is_demo=person.is_demo,
    )  # fmt: skip
    _open(row, by)
    for admin in accounts.staff_of(code, Role.MUNICIPALITY_ADMIN):
        post.queue(admin, letters.arrived, row=row)
    return row


def enter(
    code: str, kind: RequestKind, *, way: Way, name: str, email: str, words: str, received_on: date, by: Actor
) -> PrivacyRequest:
    """A clerk enters what came to the counter or by letter; the clock runs from the day it came."""
    if code not in by.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    if why_not := refused_day(received_on):
        raise RuleBroken(why_not)
    row = PrivacyRequest(
        municipality_code=code, kind=kind, way=way, name=name.strip(), email=email.strip().lower(),
        words=words.strip(), received_on=received_on, due_on=_due(code, received_on), entered_by=by.user_id,
    )  # fmt: skip
    _open(row, by)
    return row


def refused_day(received_on: date) -> str:
    """Why nothing can be entered that came on this day; nothing where it can."""
    if today() - timedelta(days=90) <= received_on <= today():
        return ""
    return _("受け付けた日は、きょうまでの90日のあいだの日を入力してください。")


def check(row: PrivacyRequest, proof: Proof, *, by: Actor) -> None:
    """It is this very person who asks."""
    _not_ones_own(row, by)
    REQUEST.apply(row, "check", by=by)
    row.proof, row.checked_by = proof, by.user_id


def extend(row: PrivacyRequest, *, reason: str, by: Actor) -> None:
    """Once, before the day is over; the person is told the new day and why."""
    _not_ones_own(row, by)
    if row.is_overdue:
        raise RuleBroken(_("期限を過ぎています。延長できるのは期限までです。すぐに答えてください。"))
    REQUEST.apply(row, "extend", by=by, reason=reason)
    days = int(municipalities.setting("privacy_extension_days", row.municipality_code))
    row.extended_from, row.due_on = row.due_on, row.due_on + timedelta(days=days)
    row.extension_reason, row.extended_by = reason.strip(), by.user_id
    _tell(row, letters.extended)


def answer(row: PrivacyRequest, *, words: str, by: Actor) -> None:
    """Yes: what is shown, corrected, stopped or erased, and how."""
    _decide(row, "answer", words, by)


def refuse(row: PrivacyRequest, ground: Ground, *, words: str, by: Actor) -> None:
    """No, in whole: on a ground that the law names, with the reason."""
    row.ground = ground
    _decide(row, "refuse", words, by)


def finish(row: PrivacyRequest, *, by: Actor) -> None:
    """What was promised is done."""
    _not_ones_own(row, by)
    REQUEST.apply(row, "finish", by=by)
    _tell(row, letters.finished)


def withdraw(row: PrivacyRequest, *, by: Actor) -> None:
    """The person needs it no more."""
    REQUEST.apply(row, "withdraw", by=by)


def exported(actor: Actor) -> dict[str, Any]:
    """What a person asked and was answered."""
    kept = {
        "municipality_code", "kind", "way", "status", "name", "email", "words", "received_on", "due_on", "proof",
        "extended_from", "extension_reason", "decided_at", "ground", "answer", "created_at",
    }  # fmt: skip
    return {"privacy_requests": [row.model_dump(mode="json", include=kept) for row in _of(actor.user_id)]}


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - every feature erases by the same call
    """What is open is taken back; that there was a request and how it ended stays, without who and what."""
    service = system_actor("erasure")
    for row in _of(user_id):
        if row.is_open:
            REQUEST.apply(row, "withdraw", by=service)
        row.name = row.email = row.words = row.answer = row.extension_reason = ""
        row.user_id = None
        trail.record(row, "privacy_request.erase", by=service)


def _of(user_id: str | None) -> list[PrivacyRequest]:
    chosen = select(PrivacyRequest).where(PrivacyRequest.user_id == user_id).order_by(col(PrivacyRequest.id))
    return list(session().exec(chosen)) if user_id else []


def _open(row: PrivacyRequest, by: Actor) -> None:
    session().add(row)
    session().flush()
    trail.record(row, "privacy_request.send", by=by, to_status=row.status)
    _tell(row, letters.received)


def _decide(row: PrivacyRequest, move: str, words: str, by: Actor) -> None:
    _not_ones_own(row, by)
    REQUEST.apply(row, move, by=by, reason=words)
    row.answer, row.decided_by, row.decided_at = words.strip(), by.user_id, now()
    _tell(row, letters.decided)


def _tell(row: PrivacyRequest, write: Any) -> None:
    """Who has an account reads it there too; who left no address is written to on paper by the town itself."""
    if row.user_id is not None:
        post.queue(accounts.user(row.user_id), write, row=row)
    elif row.email:
        post.queue(Recipient(row.email, row.name), write, row=row)


def _due(code: str, received_on: date) -> date:
    return received_on + timedelta(days=int(municipalities.setting("privacy_answer_days", code)))


def _not_ones_own(row: PrivacyRequest, by: Actor) -> None:
    if row.user_id is not None and row.user_id == by.user_id:
        raise RuleBroken(_("自分の請求は、自分では扱えません。ほかの管理者に頼んでください。"))
