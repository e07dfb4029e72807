"""What happens to premium: asked for, granted, refused, taken back, ended, lapsed."""

from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import last_day_of_term, now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import DEFAULT_LOCALE, in_language, joined
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.registrations import following
from webapp.registrations.models import Registration, Tier
from webapp.registrations.premium import letters, requirements
from webapp.registrations.premium.models import PREMIUM_REQUEST, PremiumRequest
from webapp.registrations.premium.queries import grants_of, waiting_of

trail.ACTION_LABELS |= {
    "premium_request.request": _l("プレミアムを申し込んだ"),
    "registration.premium": _l("プレミアムになった"),
    "registration.basic": _l("ベーシックに戻った"),
}


def opens_on(registration: Registration) -> date | None:
    """From when premium can be renewed; None when there is nothing to renew."""
    if registration.tier is not Tier.PREMIUM or registration.premium_until is None:
        return None
    days = int(municipalities.setting("premium_notice_days", registration.municipality_code))
    return registration.premium_until - timedelta(days=days)


def request(registration: Registration, *, by: Actor) -> PremiumRequest:
    """Ask for premium, or for another year of it. Raises RuleBroken with everything that is missing."""
    if by.user_id != registration.user_id:
        raise NotAllowed(_("ほかの人の登録では申し込めません。"))
    _refuse_if_too_early(registration)
    _refuse_if_missing(registration)
    days = int(municipalities.setting("premium_review_days", registration.municipality_code))
    row = PremiumRequest(
        registration_id=registration.id,
        user_id=registration.user_id,
        municipality_code=registration.municipality_code,
        is_renewal=registration.tier is Tier.PREMIUM,
        due_on=today() + timedelta(days=days),
        is_demo=registration.is_demo,
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        raise RuleBroken(_already_asked()) from None
    trail.record(row, "premium_request.request", by=by, to_status=row.status)
    letters.tell_town(row)
    return row


def _refuse_if_too_early(registration: Registration) -> None:
    if waiting_of(registration) is not None:
        raise RuleBroken(_already_asked())
    first = opens_on(registration)
    if first is not None and today() < first:
        raise RuleBroken(
            _("更新は%(day)sから申し込めます。それまではいまのプレミアムが続きます。", day=first.isoformat())
        )


def _already_asked() -> str:
    return _("もう申し込んでいます。市町村の返事をお待ちください。")


def _refuse_if_missing(registration: Registration) -> None:
    missing = [finding for finding in requirements.findings(registration) if not finding.is_met]
    if missing:
        raise RuleBroken(
            _(
                "足りない条件があるため、申し込めません（%(what)s）。条件の一覧で、どうすればよいかを確かめてください。",
                what=joined(finding.title for finding in missing),
            )
        )


def withdraw(row: PremiumRequest, *, by: Actor) -> None:
    """The resident takes the request back; a premium that stands goes on to its end."""
    if by.user_id != row.user_id:
        raise NotAllowed(_("ほかの人の登録では申し込めません。"))
    PREMIUM_REQUEST.apply(row, "withdraw", by=by)
    row.due_on = None


def grant(row: PremiumRequest, registration: Registration, *, by: Actor) -> None:
    """The town says yes, for a year from today or from the end of the year before.

    Whoever grants holds the person's account row until the end, so that two towns at once do not pass the cap.
    Raises RuleBroken when a requirement is not met any more.
    """
    _must_be_allowed_to_decide(row, by)
    session().get_one(User, row.user_id, with_for_update=True)
    _refuse_if_missing(registration)
    PREMIUM_REQUEST.apply(row, "grant", by=by)
    _note_decision(row, registration, "", by)
    row.granted_from, row.granted_until = _period(registration)
    registration.tier, registration.premium_until = Tier.PREMIUM, row.granted_until
    trail.record(registration, "registration.premium", by=by)
    letters.tell_person(row, letters.granted)
    following.tell(registration, by=by)


def _period(registration: Registration) -> tuple[date, date]:
    months = int(municipalities.setting("premium_valid_months", registration.municipality_code))
    first, until = today(), registration.premium_until
    if registration.tier is Tier.PREMIUM and until is not None and until >= first:
        first = until + timedelta(days=1)
    return first, last_day_of_term(first, months)


def refuse(row: PremiumRequest, registration: Registration, *, reason: str, by: Actor) -> None:
    """The town says no, with a reason; a premium that stands goes on to its end."""
    _must_be_allowed_to_decide(row, by)
    PREMIUM_REQUEST.apply(row, "refuse", by=by, reason=reason)
    _note_decision(row, registration, reason, by)
    letters.tell_person(row, letters.refused)


def end(row: PremiumRequest, registration: Registration, *, reason: str, by: Actor) -> None:
    """The town ends a premium before its time, with a reason; the registration stands as basic."""
    _must_be_allowed_to_decide(row, by)
    PREMIUM_REQUEST.apply(row, "end", by=by, reason=reason)
    _note_decision(row, registration, reason, by)
    _fall_back(registration, by=by)
    letters.tell_person(row, letters.ended)


def lapse(registration: Registration, *, by: Actor) -> None:
    """The year is over and nothing followed: basic again, with a letter. Doing so twice changes nothing."""
    until = registration.premium_until
    if registration.tier is not Tier.PREMIUM or until is None or until >= today():
        return
    newest = next(iter(grants_of(registration)), None)
    _fall_back(registration, by=by)
    if newest is not None:
        letters.tell_person(newest, letters.lapsed)


def _fall_back(registration: Registration, *, by: Actor) -> None:
    for row in grants_of(registration):
        PREMIUM_REQUEST.apply(row, "lapse", by=system_actor("premium"))
    registration.tier, registration.premium_until = Tier.BASIC, None
    trail.record(registration, "registration.basic", by=by)
    following.tell(registration, by=by)


def _note_decision(row: PremiumRequest, registration: Registration, reason: str, by: Actor) -> None:
    row.decided_at, row.decided_by, row.due_on = now(), by.user_id, None
    row.decision_reason = reason.strip()
    with in_language(DEFAULT_LOCALE):
        row.found = [finding.kept() for finding in requirements.findings(registration)]


def _must_be_allowed_to_decide(row: PremiumRequest, by: Actor) -> None:
    if not by.may_act_for(row.municipality_code):
        raise NotAllowed(_("この申込みを扱えるのは、登録先の市町村の担当者だけです。"))
    if by.user_id == row.user_id:
        raise RuleBroken(_("自分の申込みは、自分では審査できません。公平のため、ほかの担当者に頼んでください。"))
