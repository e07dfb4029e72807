"""Which pledges there are, for whom, and what they add up to."""

from collections.abc import Iterable

from sqlmodel import col, func, select

from webapp.accounts.links import hash_token
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.pledges.models import HOLDING, Pledge, PledgeAgreement, PledgeGuestKey
from webapp.projects.funding import Funding
from webapp.projects.models import Project
from webapp.residents.queries import confidential_among


def funding_of(project_ids: list[str]) -> dict[str, Funding]:
    """What is paid, by project: always added up, never stored."""
    if not project_ids:
        return {}
    donor = func.coalesce(Pledge.user_id, func.nullif(Pledge.email, ""), Pledge.id)
    rows = session().exec(
        select(Pledge.project_id, func.sum(Pledge.amount - Pledge.refunded_yen), func.count(func.distinct(donor)))
        .where(col(Pledge.project_id).in_(project_ids), col(Pledge.status).in_(HOLDING))
        .group_by(Pledge.project_id)
    )
    return {project_id: Funding(int(raised), int(donors)) for project_id, raised, donors in rows}


def pledge_for(actor: Actor, pledge_id: str) -> Pledge:
    """A donor's own pledge, given with the account. Raises NotThere."""
    found = session().get(Pledge, pledge_id)
    if found is None or found.user_id is None or actor.user_id != found.user_id:
        raise NotThere
    return found


def pledge_by_key(key: str) -> Pledge:
    """The pledge of a donor without an account whose secret link this is. Raises NotThere; also once it has an account."""
    found = pledge_behind(key)
    if found.user_id is not None:
        raise NotThere
    return found


def pledge_behind(key: str) -> Pledge:
    """The pledge that a link was made for, whoever it belongs to by now: show nothing of it. Raises NotThere."""
    opened = session().get(PledgeGuestKey, hash_token(key))
    if opened is None:
        raise NotThere
    return session().get_one(Pledge, opened.pledge_id)


def accepted_words(pledge: Pledge) -> list[str]:
    """The agreement as the donor accepted it; empty where it was given in another way."""
    kept = session().get(PledgeAgreement, pledge.agreement_digest) if pledge.agreement_digest else None
    return kept.paragraphs if kept else []


def source_words(pledge: Pledge) -> list[str]:
    """The Japanese words that count, where the donor read another language."""
    if pledge.agreement_source_digest in (None, pledge.agreement_digest):
        return []
    return session().get_one(PledgeAgreement, pledge.agreement_source_digest).paragraphs


def project_of(pledge: Pledge) -> Project:
    """The project of a pledge, whatever became of it: its donor may always read about it."""
    return session().get_one(Project, pledge.project_id)


def pledges_of(actor: Actor) -> list[tuple[Pledge, Project]]:
    """A donor's own pledges, newest first."""
    chosen = (
        select(Pledge, Project)
        .join(Project, col(Project.id) == Pledge.project_id)
        .where(Pledge.user_id == actor.user_id)
        .order_by(col(Pledge.id).desc())
    )
    return list(session().exec(chosen))


def hidden_among(pledges: Iterable[Pledge]) -> set[str]:
    """Ids of those pledges whose donor asks for secrecy now: lists do not name them."""
    given = list(pledges)
    secret = confidential_among({pledge.user_id for pledge in given if pledge.user_id})
    return {pledge.id for pledge in given if pledge.user_id in secret}
