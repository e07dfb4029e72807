"""Collecting money: short transactions around calls to the provider, so that no lock is held while we wait for it."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import structlog

from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.payments import actions, syncing
from webapp.payments.accounts.holding import KEY, account_for, gateway
from webapp.payments.gateway import AttemptSpec, GatewayDoubt, GatewayError, GatewayRefused, HostedPage
from webapp.payments.models import PaymentAttempt
from webapp.payments.queries import attempts_of, locked
from webapp.payments.states import ENDED
from webapp.payments.syncing import check, sync
from webapp.pledges.methods import SLIP_DAYS, closed_methods
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.projects.models import Project

__all__ = ["KEY", "check", "gateway", "sync"]  # one place for what talks to the provider

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Plan:
    """What the first transaction leaves to do: ask for a page, or go to the one that stands; close other pages."""

    account: str
    spec: AttemptSpec
    standing: str | None
    others: tuple[str, ...]
    was_asked_otherwise: bool


def open_page(database: Database, pledge_id: str, *, base_url: str, by: Actor, guest_key: str = "") -> str:
    """The address of the provider's page for a pledge; who has no account comes back over a link with a key.

    The attempt is committed before the provider hears of it; a crash in between is healed by repeating
    the call with the same key. Raises RuleBroken when the provider cannot be reached or says no.
    """
    plan = _plan(database, pledge_id, base_url, guest_key, by)
    if plan.standing:
        return plan.standing
    for ref in plan.others:
        _close_other(database, ref, plan.account)
    if plan.others:
        _must_still_be_unpaid(database, pledge_id)
    page = _ask_for_page(database, plan)
    if page.url is None:
        raise RuleBroken(_("この支払い画面はもう閉じています。もう一度「支払いに進む」を押してください。"))
    return page.url


def _plan(database: Database, pledge_id: str, base_url: str, guest_key: str, by: Actor) -> _Plan:
    with database.transaction() as s:
        pledge = s.get_one(Pledge, pledge_id)
        account = account_for(pledge.municipality_code)
        project = s.get_one(Project, pledge.project_id)
        attempt = actions.prepare(pledge, project, account=account, by=by)
        spec = _spec(attempt, pledge, project, base_url, guest_key)
        asked = _hash(spec)
        was_asked_otherwise = attempt.request_hash not in ("", asked)
        attempt.request_hash = attempt.request_hash or asked
        others = tuple(
            other.provider_ref
            for other in attempts_of(pledge.id)
            if other.id != attempt.id and other.state not in ENDED and other.provider_ref and other.account == account
        )
        return _Plan(account, spec, attempt.page_url, others, was_asked_otherwise)


def _hash(spec: AttemptSpec) -> str:
    return hashlib.sha256(repr(spec).encode()).hexdigest()


def _close_other(database: Database, ref: str, account: str) -> None:
    """Only one page at a time takes money for a pledge; one that cannot be closed now ends by itself."""
    try:
        syncing.close_page(database, ref, account)
    except GatewayError as error:
        log.warning("an earlier page stays open", error=type(error).__name__)


def _must_still_be_unpaid(database: Database, pledge_id: str) -> None:
    with database.transaction(read_only=True) as s:
        if s.get_one(Pledge, pledge_id).status not in (PledgeStatus.PENDING, PledgeStatus.LAPSED):
            raise RuleBroken(_("この申出は、もう支払いの手続きが進んでいます。"))


def _ask_for_page(database: Database, plan: _Plan) -> HostedPage:
    try:
        if plan.was_asked_otherwise:  # the same key with other words would be refused
            return _found_or_given_up(database, plan)
        page = gateway(plan.account).start(plan.spec)
    except GatewayDoubt as doubt:
        if doubt.needs_new_key:
            return _found_or_given_up(database, plan)
        with database.transaction():
            actions.doubted(locked(plan.spec.reference))
        raise _unreachable() from None
    except GatewayRefused:
        syncing.give_up(database, plan.spec.reference)
        raise RuleBroken(
            _("決済会社がこの支払いを受け付けませんでした。金額を確かめて、もう一度お試しください。")
        ) from None
    with database.transaction():
        actions.opened(locked(plan.spec.reference), page)
    return page


def _found_or_given_up(database: Database, plan: _Plan) -> HostedPage:
    """The page that the provider may have opened all the same; without one the next try gets a new key."""
    try:
        page = gateway(plan.account).find(plan.spec.reference, since=now() - timedelta(hours=1))
    except GatewayError:
        with database.transaction():
            actions.doubted(locked(plan.spec.reference))
        raise _unreachable() from None
    if page is None:
        syncing.give_up(database, plan.spec.reference)
        raise _unreachable()
    with database.transaction():
        actions.opened(locked(plan.spec.reference), page)
    return page


def _unreachable() -> RuleBroken:
    return RuleBroken(
        _("決済会社と連絡が取れませんでした。お金は動いていません。少し待ってから、もう一度お試しください。")
    )


def _spec(attempt: PaymentAttempt, pledge: Pledge, project: Project, base_url: str, guest_key: str) -> AttemptSpec:
    own = f"{base_url}/donations/{guest_key}" if guest_key else f"{base_url}/my"
    return AttemptSpec(
        reference=attempt.id,
        idempotency_key=attempt.key,
        amount=attempt.amount,
        description=project.title,
        success_url=f"{own}/payments/{attempt.id}",
        cancel_url=own if guest_key else f"{own}/pledges/{pledge.id}",
        expires_at=attempt.expires_at.replace(microsecond=0),
        excluded_methods=tuple(method.value for method in closed_methods(project, attempt.amount)),
        slip_days=SLIP_DAYS,
        metadata={"pledge": pledge.id, "project": project.id, "municipality": pledge.municipality_code},
    )
