"""`/staff/search`: one box for everything. What is typed travels in the body, so that no address or log names anybody."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.forms import one_line
from webapp.core.permissions import allow, current_actor
from webapp.core.services import services
from webapp.desk.finding.actions import note_search
from webapp.desk.finding.groups import FEW, FINDERS, MANY, Finder, Group, Words

blueprint = Blueprint("staff_search", __name__, url_prefix="/staff/search")
LONGEST = 100


@blueprint.get("")
@allow(Role.CORPORATION, Role.HUB, *TOWN_ROLES)
def index() -> str:
    """The box alone."""
    return render_template("desk/search.html", words="", groups=[], only="")


@blueprint.post("")
@allow(Role.CORPORATION, Role.HUB, *TOWN_ROLES)
def find() -> ResponseReturnValue:
    """What there is, group by group; a whole number leads straight to its page."""
    actor, only = current_actor(), request.form.get("group", "")
    typed = (one_line(request.form.get("q", "")) or "")[:LONGEST]
    words = Words(typed, MANY if only else FEW)
    if not words.parts:
        return render_template("desk/search.html", words="", groups=[], only="")
    ratelimit.hit("staff-search", actor.user_id or "", limit=300, per=timedelta(hours=1))
    groups = _groups(actor, words, only)
    if any(group.is_about_people for group in groups):
        note_search(by=actor)
    exact = [hit.href for group in groups for hit in group.hits if hit.is_exact]
    if len(exact) == 1 and not only:
        return redirect(exact[0], 303)
    return render_template("desk/search.html", words=typed, groups=[g for g in groups if g.hits], only=only)


def _groups(actor: Actor, words: Words, only: str) -> list[Group]:
    finders: tuple[Finder, ...] = services().extras.get(FINDERS, ())
    found = [group for find_for in finders if (group := find_for(actor, words)) is not None]
    return [group for group in found if only in ("", group.key)]
