"""What is done with benefits: offered by a town, or proposed by a partner and decided on; revised, paused, ended."""

from collections.abc import Mapping
from typing import Any

from webapp.accounts import queries as accounts
from webapp.certificates.benefits import letters, terms
from webapp.certificates.benefits.models import BENEFIT, Benefit, BenefitStatus, Period
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "benefit.offer": _l("特典を加えた"),
    "benefit.suggest": _l("特典を提案した"),
    "benefit.revise": _l("特典の内容を直した"),
}
_S = BenefitStatus
#: what a partner may still rewrite
OPEN_TO_PARTNER = (_S.PROPOSED, _S.DECLINED)


def offer_benefit(benefit: Benefit, *, by: Actor) -> Benefit:
    """Add a benefit of the actor's own municipality; it can be used from its first day."""
    if not by.may_act_for(benefit.municipality_code):
        raise NotThere
    benefit.status = _S.ACTIVE
    return _add(benefit, "benefit.offer", by)


def propose(benefit: Benefit, *, by: Actor) -> Benefit:
    """A partner's idea; the municipality decides. Only the one who proposed it records its uses, unless the town adds others."""
    if benefit.municipality_code not in by.organisations(Role.PARTNER):
        raise NotThere
    benefit.status, benefit.proposed_by, benefit.partner_ids = _S.PROPOSED, by.user_id, [by.user_id]
    _add(benefit, "benefit.suggest", by)
    _tell_town(benefit)
    return benefit


def _add(benefit: Benefit, action: str, by: Actor) -> Benefit:
    if not municipalities.is_running(benefit.municipality_code):
        raise RuleBroken(_("いまは特典を加えられません。まちの参加が始まってから、もう一度お試しください。"))
    _check(benefit)
    benefit.created_by = by.user_id
    session().add(benefit)
    session().flush()
    terms.note_version(benefit, by=by)
    trail.record(benefit, action, by=by, to_status=benefit.status)
    return benefit


def revise(benefit: Benefit, changed: Mapping[str, Any], *, by: Actor) -> None:
    """Change its terms; earlier ones are kept, and uses recorded before stay as they are.

    A partner rewrites a proposal of their own while it is open; one that was declined is proposed again by it.
    """
    is_staff = by.may_act_for(benefit.municipality_code)
    if not is_staff and benefit.proposed_by != by.user_id:
        raise NotThere
    if benefit.status is _S.ENDED or (not is_staff and benefit.status not in OPEN_TO_PARTNER):
        raise RuleBroken(_("この特典の内容は、もう直せません。変えたいときは、市町村の担当に連絡してください。"))
    terms.note_version(benefit, by=by)
    for name, value in changed.items():
        setattr(benefit, name, value)
    _check(benefit)
    is_new = terms.note_version(benefit, by=by)
    if benefit.status is _S.DECLINED and not is_staff:
        BENEFIT.apply(benefit, "propose", by=by)
        _tell_town(benefit)
    elif is_new:
        trail.record(benefit, "benefit.revise", by=by)


def decide(benefit: Benefit, move: str, *, by: Actor, reason: str = "") -> None:
    """Make one move of its life; who proposed it is told of what the town decides. Raises RuleBroken, NotThere."""
    is_staff = by.may_act_for(benefit.municipality_code)
    if not is_staff and benefit.proposed_by != by.user_id:
        raise NotThere
    if move == "resume" and benefit.is_held_by_town and not is_staff:
        raise RuleBroken(_("市町村が休止したため、再開できるのは市町村だけです。担当に連絡してください。"))
    BENEFIT.apply(benefit, move, by=by, reason=reason)
    benefit.is_held_by_town = is_staff and move == "pause"
    if is_staff and benefit.proposed_by and benefit.proposed_by != by.user_id:
        letters.decided(benefit, accounts.user(benefit.proposed_by), move=move, reason=reason.strip())


def _tell_town(benefit: Benefit) -> None:
    for person in accounts.desk_of(benefit.municipality_code):
        letters.proposed(benefit, person)


def _check(benefit: Benefit) -> None:
    if benefit.ends_on is not None and benefit.ends_on < benefit.starts_on:
        raise RuleBroken(_("終わりの日が、始まりの日より前になっています。日付を直してください。"))
    if benefit.total_times is not None and benefit.total_per not in (Period.MONTH, Period.WHOLE):
        raise RuleBroken(_("全員の回数は、1か月か期間中で数えます。選び直してください。"))
    if benefit.total_times is not None and benefit.total_per is benefit.per and benefit.times > benefit.total_times:
        raise RuleBroken(_("一人の回数が、全員の回数より多くなっています。どちらかを直してください。"))
    known = {person.id for person in accounts.staff_of(benefit.municipality_code, Role.PARTNER)}
    if set(benefit.partner_ids) - known - {benefit.proposed_by}:
        raise RuleBroken(_("利用の記録を任せられるのは、このまちの協力店・施設の人だけです。選び直してください。"))
