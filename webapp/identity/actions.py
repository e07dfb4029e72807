"""Checks of identity: on the way to a provider and back, or at a town's counter; what differs is said, not stored."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, delete, select, update

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo, months_later, now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.identity import letters
from webapp.identity.models import DocumentKind, EndReason, IdentityAttempt, IdentityCheck, Method
from webapp.identity.provider import Proven, Start
from webapp.identity.queries import latest_check, same_name
from webapp.municipalities import queries as municipalities
from webapp.residents.models import Resident
from webapp.residents.queries import profile_of_user

PATIENCE = timedelta(minutes=15)
trail.ACTION_LABELS |= {
    "identity_check.pass": _l("本人確認をした"),
    "identity_check.counter": _l("窓口で本人確認をした"),
    "identity_check.end": _l("本人確認を取り消した"),
    "identity_check.erase": _l("本人確認の情報を消した"),
}


def remember(start: Start, *, by: Actor) -> None:
    """Note that this person is on the way; an older attempt of theirs is void."""
    user_id = by.user_id or ""
    _profile_to_compare(user_id)
    session().execute(delete(IdentityAttempt).where(col(IdentityAttempt.user_id) == user_id))
    attempt = IdentityAttempt(
        state_hash=hashed(start.state), user_id=user_id, nonce=start.nonce, verifier=start.verifier
    )
    session().add(attempt)


def use_attempt(state: str, *, by: Actor) -> IdentityAttempt:
    """The attempt that a person comes back from: their own, fresh, and never used. Raises RuleBroken."""
    used = (
        update(IdentityAttempt)
        .where(
            col(IdentityAttempt.state_hash) == hashed(state),
            col(IdentityAttempt.user_id) == by.user_id,
            col(IdentityAttempt.used_at).is_(None),
            col(IdentityAttempt.created_at) > now() - PATIENCE,
        )
        .values(used_at=now())
    )
    result: Any = session().execute(used)
    if result.rowcount != 1:
        raise RuleBroken(
            _(
                "この本人確認は、もう使われたか、時間が過ぎたか、別の人が始めたものです。"
                "本人確認の画面から、もう一度はじめてください。"
            )
        )
    return session().get_one(IdentityAttempt, hashed(state))


def accept(proven: Proven, *, by: Actor) -> IdentityCheck:
    """Keep what a provider vouches for, when it is about this very person. Raises RuleBroken, and then nothing is kept."""
    profile = _profile_to_compare(by.user_id or "")
    subject = subject_of(proven)
    _refuse_if_of_somebody_else(subject, profile.user_id)
    _refuse_if_different(proven.name, proven.birth_date, profile)
    check = IdentityCheck(
        user_id=profile.user_id,
        method=Method.ONLINE,
        provider=proven.issuer,
        subject_sha256=subject,
        acr=proven.acr,
        seen_name=profile.full_name,
        seen_birth_date=profile.birth_date,
        seen_address=proven.address,
        address_matches=_is_in_home(proven.address, profile),
        verified_at=proven.verified_at,
        valid_until=_until(proven.verified_at, None),
    )
    return _stand(check, "identity_check.pass", by=by)


def check_at_counter(
    user_id: str,
    municipality_code: str,
    *,
    document_kind: DocumentKind,
    seen_on: date,
    address_matches: bool,
    by: Actor,
) -> IdentityCheck:
    """A town's clerk saw the person and a document: its kind is noted, never its number, and no copy is kept."""
    if not by.may_act_for(municipality_code):
        raise NotAllowed(_("窓口の本人確認を記録できるのは、そのまちの担当者だけです。"))
    if by.user_id == user_id:
        raise RuleBroken(_("自分の本人確認は、自分では記録できません。ほかの担当者に頼んでください。"))
    if not today() - timedelta(days=90) <= seen_on <= today():
        raise RuleBroken(_("確かめた日は、きょうまでの90日のあいだの日を入力してください。"))
    profile = _profile_to_compare(user_id)
    seen_at = now() if seen_on == today() else datetime.combine(seen_on, datetime.min.time(), in_tokyo(now()).tzinfo)
    check = IdentityCheck(
        user_id=user_id,
        municipality_code=municipality_code,
        method=Method.COUNTER,
        document_kind=document_kind,
        checked_by=by.user_id,
        seen_name=profile.full_name,
        seen_birth_date=profile.birth_date,
        address_matches=address_matches,
        verified_at=seen_at,
        valid_until=_until(seen_at, municipality_code),
    )
    return _stand(check, "identity_check.counter", by=by)


def withdraw(check: IdentityCheck, *, reason: str, by: Actor) -> None:
    """A town takes back what it noted at its own counter. Raises NotAllowed for another's."""
    if check.municipality_code is None or not by.may_act_for(check.municipality_code):
        raise NotAllowed(_("取り消せるのは、自分のまちの窓口で記録した本人確認だけです。"))
    if check.ended_at is not None:
        raise RuleBroken(_("この本人確認は、すでに終わっています。"))
    check.ended_at, check.end_reason = now(), EndReason.WITHDRAWN
    trail.record(check, "identity_check.end", by=by, reason=reason.strip())
    post.queue(accounts.user(check.user_id), letters.withdrawn)


def erase(user_id: str, *, by: Actor) -> None:
    """Blank what is known from checks; that there was one, and when, stays without a name."""
    session().execute(delete(IdentityAttempt).where(col(IdentityAttempt.user_id) == user_id))
    known = select(IdentityCheck).where(IdentityCheck.user_id == user_id, IdentityCheck.seen_name != "")
    for check in session().exec(known):
        check.seen_name, check.seen_birth_date, check.seen_address = "", None, ""
        check.subject_sha256, check.acr, check.address_matches = "", "", None
        if check.ended_at is None:
            check.ended_at, check.end_reason = now(), EndReason.ERASED
        trail.record(check, "identity_check.erase", by=by)


def hashed(state: str) -> str:
    """A state as it is stored."""
    return hashlib.sha256(state.encode()).hexdigest()


def subject_of(proven: Proven) -> str:
    """The provider's name for a person, so that it can be compared and not be used elsewhere."""
    return hashlib.sha256(f"{proven.issuer}\n{proven.subject}".encode()).hexdigest()


def _stand(check: IdentityCheck, action: str, *, by: Actor) -> IdentityCheck:
    before = latest_check(check.user_id)
    if before is not None:
        before.ended_at, before.end_reason = now(), EndReason.RENEWED
    session().add(check)
    session().flush()
    trail.record(check, action, by=by)
    post.queue(accounts.user(check.user_id), letters.passed, method=check.method, until=check.valid_until)
    return check


def _until(seen_at: datetime, municipality_code: str | None) -> date:
    months = int(municipalities.setting("identity_valid_months", municipality_code))
    return months_later(in_tokyo(seen_at).date(), months)


def _profile_to_compare(user_id: str) -> Resident:
    profile = profile_of_user(user_id)
    if profile is None or not profile.full_name or profile.birth_date is None:
        raise RuleBroken(
            _("本人確認では、お名前と生年月日を比べます。先に、プロフィールのお名前の画面を埋めてください。")
        )
    return profile


def _refuse_if_of_somebody_else(subject: str, user_id: str) -> None:
    chosen = select(IdentityCheck.id).where(
        IdentityCheck.subject_sha256 == subject,
        IdentityCheck.user_id != user_id,
        col(IdentityCheck.ended_at).is_(None),
    )
    if session().exec(chosen).first() is not None:
        raise RuleBroken(
            _(
                "この本人確認は、別のアカウントですでに使われています。1人で使えるアカウントは1つです。"
                "以前のアカウントでサインインするか、そちらを閉じてから、もう一度お試しください。"
            )
        )


def _refuse_if_different(name: str, birth_date: date | None, profile: Resident) -> None:
    different = [
        words
        for words, is_same in (
            (_("お名前"), same_name(name, profile.full_name)),
            (_("生年月日"), birth_date == profile.birth_date),
        )
        if not is_same
    ]
    if different:
        raise RuleBroken(
            _(
                "確かめた人の%(what)sが、プロフィールと違います。プロフィールを住民票のとおりに直して、もう一度お試しください。"
                "旧字など、どうしても同じに書けないときは、市町村の窓口で本人確認を受けられます。今回の内容は保存していません。",
                what=joined(different),
            )
        )


def _is_in_home(address: str, profile: Resident) -> bool | None:
    if not address or not profile.home_code:
        return None
    return municipalities.by_code(profile.home_code).name in address
