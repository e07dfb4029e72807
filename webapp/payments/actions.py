"""Beginning to collect a pledge, inside a transaction; nothing here talks to the provider."""

from datetime import timedelta

from sqlmodel import col, func, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.payments.folding import BY, fold
from webapp.payments.gateway import HostedPage
from webapp.payments.models import SHARED, PaymentAttempt
from webapp.payments.queries import locked
from webapp.payments.states import ENDED, UNSURE, AttemptState
from webapp.pledges import rules
from webapp.pledges.models import PLEDGE, Pledge, PledgeStatus
from webapp.pledges.promising import is_gone
from webapp.projects.models import Project

__all__ = ["BY", "fold", "locked"]  # one place for what is done with an attempt

trail.ACTION_LABELS |= {
    "payment.start": _l("支払い画面を用意した"),
    "payment.settle": _l("合わない支払いを確かめ、片づけた"),
}
PAGE_OPEN = timedelta(hours=1)
CHECK_AFTER = timedelta(minutes=10)


def prepare(pledge: Pledge, project: Project, *, account: str = SHARED, by: Actor) -> PaymentAttempt:
    """The attempt to collect a pledge with now: the one whose page is still open, or a new one."""
    if pledge.status not in (PledgeStatus.PENDING, PledgeStatus.LAPSED):
        raise RuleBroken(_("この申出は、もう支払いの手続きが進んでいます。"))
    rules.must_take(project, pledge.amount)
    standing = open_attempt(pledge.id)
    if standing is not None and standing.account == account and _can_be_used_again(standing):
        return standing
    if pledge.status is PledgeStatus.LAPSED:
        _must_keep_its_gift(pledge)
        PLEDGE.apply(pledge, "try_again", by=BY)
    counted = select(func.count()).select_from(PaymentAttempt).where(PaymentAttempt.pledge_id == pledge.id)
    attempt = PaymentAttempt(
        pledge_id=pledge.id,
        sequence=session().exec(counted).one() + 1,
        account=account,
        key="",
        amount=pledge.amount,
        expires_at=now() + PAGE_OPEN,
    )
    attempt.key = f"attempt:{attempt.id}"
    session().add(attempt)
    session().flush()
    trail.record(pledge, "payment.start", by=by)
    look_again_later(attempt, 1)
    return attempt


def _must_keep_its_gift(pledge: Pledge) -> None:
    """A gift is kept for nobody whose pledge has ended: somebody else may have it by now."""
    if is_gone(pledge):
        raise RuleBroken(
            _(
                "申し出たときの返礼品「%(gift)s」は、ほかの方への分でなくなりました。"
                "返礼品がなくてもよいときは、取り組みのページから新しく申し出てください。",
                gift=pledge.gift_name,
            )
        )


def open_attempt(pledge_id: str) -> PaymentAttempt | None:
    """The newest attempt that may still bring money."""
    chosen = select(PaymentAttempt).where(
        PaymentAttempt.pledge_id == pledge_id, col(PaymentAttempt.state).not_in(ENDED)
    )
    return session().exec(chosen.order_by(col(PaymentAttempt.sequence).desc())).first()


def _can_be_used_again(attempt: PaymentAttempt) -> bool:
    """Its page stays open for a while, or its start may be repeated with the very same words."""
    is_fresh = attempt.page_url is not None or attempt.created_at > now() - CHECK_AFTER
    return is_fresh and attempt.expires_at > now() + timedelta(minutes=2)


def look_again_later(attempt: PaymentAttempt, round_: int) -> None:
    """Have the worker ask the provider later, in case no notice reaches us."""
    wait = CHECK_AFTER * min(round_, 36)
    enqueue(
        "payment_check",
        {"attempt": attempt.id, "round": round_},
        key=f"check:{attempt.id}:{round_}",
        run_at=now() + wait,
    )


def opened(attempt: PaymentAttempt, page: HostedPage) -> None:
    """The provider opened its page."""
    attempt.provider_ref = page.ref
    attempt.page_url = page.url
    if attempt.state in UNSURE:
        attempt.state = AttemptState.OPEN


def doubted(attempt: PaymentAttempt) -> None:
    """The provider was asked, and nobody knows what it did: the janitor finds out."""
    if attempt.state is AttemptState.CREATED:
        attempt.state = AttemptState.UNKNOWN


def given_up(attempt: PaymentAttempt) -> None:
    """The provider said no, or knows nothing of it."""
    if attempt.state not in ENDED:
        attempt.state = AttemptState.FAILED


def settle(attempt_id: str, *, reason: str, by: Actor) -> None:
    """A person has looked at what does not fit and tells what was done; it stays uncounted. Raises RuleBroken."""
    attempt = locked(attempt_id)
    if attempt.state is not AttemptState.QUARANTINED:
        raise RuleBroken(_("この支払いは、もう確かめてあります。"))
    if not reason.strip():
        raise RuleBroken(_("確かめたことを書いてください。記録に残ります。"))
    attempt.state = AttemptState.SETTLED
    trail.record(session().get_one(Pledge, attempt.pledge_id), "payment.settle", by=by, reason=reason.strip())
