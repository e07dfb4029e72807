"""What happens around a gathering: planned, signed up for, pitched at, held or called off; ideas written and kept clean."""

from collections.abc import Mapping
from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.hubs.communities import queries as communities
from webapp.hubs.gatherings import letters, queries
from webapp.hubs.gatherings.models import GATHERING, Coming, Gathering, GatheringStatus, Idea
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "gathering.plan": _l("集まりを計画した"),
    "gathering.revise": _l("集まりの内容を直した"),
    "gathering_idea.hide": _l("アイデアを隠した"),
    "gathering_idea.become_project": _l("アイデアから取り組みの下書きをつくった"),
    "gathering_idea.erase": _l("アイデアの名前を消した"),
    "gathering_coming.erase": _l("参加の名前を消した"),
}


def plan(code: str, values: Mapping[str, Any], *, by: Actor, is_demo: bool = False) -> Gathering:
    """Announce one. Raises RuleBroken, NotAllowed."""
    community_id = values.get("community_id")
    allowed = {community.id for community in queries.may_plan(by, code)}
    if not communities.keeps(by, code) and community_id not in allowed:
        raise NotAllowed(_("集まりを計画できるのは、まちの担当者、ハブ人材、コミュニティの世話人です。"))
    if community_id and community_id not in allowed:
        raise RuleBroken(_("選べるのは、このまちで活動中のコミュニティだけです。"))
    found = Gathering(municipality_code=code, created_by=by.user_id, is_demo=is_demo, **values)
    _check(found)
    session().add(found)
    session().flush()
    trail.record(found, "gathering.plan", by=by, to_status=found.status)
    return found


def revise(found: Gathering, values: Mapping[str, Any], *, by: Actor) -> None:
    """Change what was announced; who comes is told where day or place change. Raises RuleBroken."""
    _must_lead(found, by)
    if found.status is GatheringStatus.CANCELLED:
        raise RuleBroken(_("この集まりは中止になりました"))
    before = (found.starts_at, found.place)
    for name, value in values.items():
        setattr(found, name, value)
    _check(found)
    trail.record(found, "gathering.revise", by=by)
    if found.status is GatheringStatus.PLANNED and (found.starts_at, found.place) != before:
        _tell(found, letters.changed)


def cancel(found: Gathering, *, reason: str, by: Actor) -> None:
    """It does not take place; everybody who wanted to come is told."""
    _must_lead(found, by)
    GATHERING.apply(found, "cancel", by=by, reason=reason)
    _tell(found, letters.cancelled, reason=reason)


def hold(found: Gathering, *, by: Actor) -> None:
    """It took place."""
    _must_lead(found, by)
    if now() < found.starts_at:
        raise RuleBroken(_("まだ始まっていません。"))
    GATHERING.apply(found, "hold", by=by)


def sign_up(found: Gathering, *, shown_name: str, pitch: str = "", by: Actor) -> Coming:
    """Say that one comes, once; a pitch goes to the end of the running order. Raises RuleBroken."""
    if by.user_id is None:
        raise NotAllowed
    if not found.takes_people:
        raise RuleBroken(_("この集まりの申し込みは、終わっています。"))
    mine = queries.own_coming(by, found)
    if mine is None:
        if found.capacity is not None and queries.count_of(found) >= found.capacity:
            raise RuleBroken(_("定員に達しました。"))
        mine = Coming(
            gathering_id=found.id, municipality_code=found.municipality_code, user_id=by.user_id, shown_name=shown_name
        )
    if pitch and not mine.pitch:
        mine.position = 1 + max((row.position for row in queries.pitches_of(found)), default=0)
    mine.shown_name, mine.pitch = shown_name, pitch
    session().add(mine)
    session().flush()
    return mine


def call_off(mine: Coming, *, by: Actor) -> None:
    """Not coming after all."""
    if by.user_id != mine.user_id:
        raise NotAllowed
    session().delete(mine)
    session().flush()


def move_pitch(found: Gathering, coming_id: str, *, earlier: bool, by: Actor) -> None:
    """One place earlier or later in the running order; at the end nothing happens."""
    _must_lead(found, by)
    order = queries.pitches_of(found)
    at = next((place for place, row in enumerate(order) if row.id == coming_id), None)
    to = None if at is None else at + (-1 if earlier else 1)
    if at is None or to is None or not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for place, row in enumerate(order, 1):
        row.position = place


def note_came(found: Gathering, coming_ids: set[str], *, by: Actor) -> None:
    """Who was really there."""
    _must_lead(found, by)
    for row in queries.people_of(found):
        row.came_at = (row.came_at or now()) if row.id in coming_ids else None


def write_idea(found: Gathering, text: str, *, next_step: str = "", shown_name: str, by: Actor) -> Idea:
    """Put something on the board. Raises RuleBroken where it is closed."""
    if by.user_id is None:
        raise NotAllowed
    if not found.takes_ideas:
        raise RuleBroken(_("このボードには、もう書けません。"))
    idea = Idea(
        gathering_id=found.id,
        municipality_code=found.municipality_code,
        user_id=by.user_id,
        shown_name=shown_name,
        text=text,
        next_step=next_step,
    )
    session().add(idea)
    session().flush()
    return idea


def hide_idea(idea: Idea, *, reason: str, by: Actor) -> None:
    """Take something off the board, with a reason; it is kept for the town."""
    _must_lead(queries.gathering(idea.gathering_id), by)
    if not reason.strip():
        raise RuleBroken(_("理由を書いてください。"))
    idea.is_hidden = True
    trail.record(idea, "gathering_idea.hide", by=by, reason=reason)


def become_project(idea: Idea, project_id: str, *, by: Actor) -> None:
    """Note which project's draft was made of it; once."""
    if idea.project_id is not None:
        raise RuleBroken(_("このアイデアからは、もう下書きがつくられています。"))
    idea.project_id = project_id
    trail.record(idea, "gathering_idea.become_project", by=by)


def _check(found: Gathering) -> None:
    if found.ends_at <= found.starts_at:
        raise RuleBroken(_("終わりの時刻は、始まりの時刻より後にしてください。"))


def _must_lead(found: Gathering, by: Actor) -> None:
    if not by.is_system and not queries.leads(by, found):
        raise NotAllowed


def _tell(found: Gathering, write: Any, **values: Any) -> None:
    place = municipalities.by_code(found.municipality_code)
    for row in queries.people_of(found):
        person = accounts.user(row.user_id) if row.user_id else None
        if person is not None:
            post.queue(person, write, gathering=found, place=place, **values)
