"""Collecting money: short transactions around calls to the provider, so that no lock is held while we wait for it."""

from datetime import timedelta

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo, now, today
from webapp.core.database import Database
from webapp.core.errors import MissingSetup, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.services import Services, services
from webapp.payments import actions
from webapp.payments.gateway import (
    AttemptSpec,
    Envelope,
    GatewayDoubt,
    GatewayRefused,
    PaymentGateway,
    PaymentSnapshot,
)
from webapp.payments.models import ENDED, AttemptState, PaymentAttempt, WebhookEvent
from webapp.pledges.models import Pledge
from webapp.projects.models import Project

KEY = "payment_gateway"
KONBINI_LOWEST, KONBINI_HIGHEST = 120, 300_000
SLIP_DAYS = 3


def gateway() -> PaymentGateway:
    """The app's gateway, made at first use from the settings."""
    found = services()
    if KEY not in found.extras:
        found.extras[KEY] = _make(found)
    made: PaymentGateway = found.extras[KEY]
    return made


def _make(found: Services) -> PaymentGateway:
    settings = found.settings
    secrets = [settings.stripe_webhook_secret, settings.stripe_webhook_secret_old]
    named = [s.get_secret_value() for s in secrets if s.get_secret_value()]
    if not named:
        raise MissingSetup(_("決済の準備ができていません。運営者が設定を終えるまでお待ちください。"))
    from webapp.payments.stripe_gateway import StripeGateway

    return StripeGateway(settings.stripe_secret_key.get_secret_value(), named, api_base=settings.stripe_api_base)


def open_page(database: Database, pledge_id: str, *, base_url: str, by: Actor) -> str:
    """The address of the provider's page for a pledge.

    The attempt is committed before the provider hears of it; a crash in between is healed by repeating
    the call with the same key. Raises RuleBroken when the provider cannot be reached or says no.
    """
    with database.transaction() as s:
        pledge = s.get_one(Pledge, pledge_id)
        project = s.get_one(Project, pledge.project_id)
        attempt = actions.prepare(pledge, project, by=by)
        spec = _spec(attempt, pledge, project, base_url)
        standing = attempt.page_url
    if standing:
        return standing
    try:
        page = gateway().start(spec)
    except GatewayDoubt as doubt:
        if doubt.needs_new_key:
            _give_up(database, spec.reference)
        raise RuleBroken(
            _("決済会社と連絡が取れませんでした。お金は動いていません。少し待ってから、もう一度お試しください。")
        ) from None
    except GatewayRefused:
        _give_up(database, spec.reference)
        raise RuleBroken(
            _("決済会社がこの支払いを受け付けませんでした。金額を確かめて、もう一度お試しください。")
        ) from None
    with database.transaction():
        actions.opened(actions.locked(spec.reference), page)
    if page.url is None:
        raise RuleBroken(_("この支払い画面はもう閉じています。もう一度「支払いに進む」を押してください。"))
    return page.url


def _give_up(database: Database, attempt_id: str) -> None:
    with database.transaction():
        actions.locked(attempt_id).state = AttemptState.FAILED


def _spec(attempt: PaymentAttempt, pledge: Pledge, project: Project, base_url: str) -> AttemptSpec:
    return AttemptSpec(
        reference=attempt.id,
        idempotency_key=attempt.key,
        amount=attempt.amount,
        description=project.title,
        success_url=f"{base_url}/my/payments/{attempt.id}",
        cancel_url=f"{base_url}/my/pledges/{pledge.id}",
        expires_at=attempt.expires_at.replace(microsecond=0),
        excluded_methods=_excluded(attempt.amount, project),
        slip_days=SLIP_DAYS,
        metadata={"pledge": pledge.id, "project": project.id},
    )


def _excluded(amount: int, project: Project) -> tuple[str, ...]:
    """No convenience-store slip that could not be paid: out of its bounds, or outliving the project."""
    outlives = (in_tokyo(now()) + timedelta(days=SLIP_DAYS)).date() > max(project.closes_on, today())
    return ("konbini",) if outlives or not KONBINI_LOWEST <= amount <= KONBINI_HIGHEST else ()


def sync(database: Database, ref: str) -> None:
    """Ask the provider for the truth about a page or payment and take it in. Raises GatewayError."""
    snapshot = gateway().snapshot(ref)
    with database.transaction():
        attempt_id = _attempt_id(snapshot)
        if attempt_id is not None:
            actions.fold(actions.locked(attempt_id), snapshot, livemode=services().settings.is_production)


def _attempt_id(snapshot: PaymentSnapshot) -> str | None:
    from webapp.core.database import session

    by_reference = select(PaymentAttempt.id).where(PaymentAttempt.id == snapshot.reference)
    by_page = select(PaymentAttempt.id).where(col(PaymentAttempt.provider_ref) == snapshot.ref)
    return session().exec(by_page).first() or session().exec(by_reference).first()


def check(database: Database, attempt_id: str) -> AttemptState:
    """Look after one attempt: repeat a start that may have been lost, else ask how it stands."""
    with database.transaction(read_only=True) as s:
        attempt = s.get_one(PaymentAttempt, attempt_id)
        state, ref, created_at = attempt.state, attempt.provider_ref, attempt.created_at
    if state in ENDED:
        return state
    if ref is None:
        page = gateway().find(attempt_id, since=created_at - timedelta(minutes=5))
        if page is None:
            _give_up(database, attempt_id)
            return AttemptState.FAILED
        ref = page.ref
    sync(database, ref)
    with database.transaction(read_only=True) as s:
        return s.get_one(PaymentAttempt, attempt_id).state


def receive(database: Database, envelope: Envelope) -> bool:
    """Remember a notice; False when it is known and done already."""
    with database.transaction() as s:
        known = s.get(WebhookEvent, envelope.event_id)
        if known is None:
            s.add(
                WebhookEvent(
                    event_id=envelope.event_id,
                    type=envelope.type[:80],
                    provider_ref=envelope.ref,
                    occurred_at=envelope.occurred_at,
                )
            )
        return known is None or known.done_at is None


def finish(database: Database, event_id: str) -> None:
    """Note that a notice was taken in."""
    with database.transaction() as s:
        s.get_one(WebhookEvent, event_id).done_at = now()
