"""Communities as everybody sees them, and what members and organisers do."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import select

from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.freshness import revisited
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.core.services import services
from webapp.hubs.communities import actions, queries
from webapp.hubs.communities.forms import CommunityForm, JoinForm, ProposeForm, ReasonForm
from webapp.hubs.communities.models import Community, CommunityMember, CommunityStatus, Part, Stage
from webapp.hubs.naming import names_of, suggested
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("communities", __name__)
#: under this name the running app keeps what other features show on a community's page
ON_COMMUNITY = "parts_of_community"


@blueprint.get("/municipalities/<code>/communities")
@allow(PUBLIC)
@revisited
def in_town(code: str) -> ResponseReturnValue:
    """What goes on in a town."""
    town = _running_town(code)
    found = queries.active_in(code)
    return render_template("hubs/communities/in_town.html", town=town, communities=found, sizes=queries.sizes(found))


@blueprint.route("/municipalities/<code>/communities/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def propose(code: str) -> ResponseReturnValue:
    """Begin something."""
    town, form = _running_town(code), ProposeForm(data={"shown_name": suggested(current_actor())})
    if form.validate_on_submit():
        community = actions.propose(code, _values(form), shown_name=form.shown_name.data or "", by=current_actor())
        said = _("まちに送りました。まちが内容を読んでから、公開されます。")
        flash(said if community.status is CommunityStatus.PROPOSED else _("公開しました。"), "success")
        return redirect(url_for(".show", community_id=community.id), 303)
    return _page("hubs/communities/edit.html", form, town=town, community=None)


@blueprint.get("/communities/<community_id>")
@allow(PUBLIC)
@revisited
def show(community_id: str) -> ResponseReturnValue:
    """One community."""
    actor = current_actor()
    community = queries.community_for(actor, community_id)
    mine = queries.membership_of(actor, community)
    is_keeper = queries.keeps(actor, community.municipality_code)
    drawn = (draw(actor, community) for draw in services().extras.get(ON_COMMUNITY, ()))
    members = queries.members_for(actor, community)
    return render_template(
        "hubs/communities/show.html",
        community=community,
        town=municipalities.by_code(community.municipality_code),
        circle=queries.circle_of(community),
        members=members,
        names=names_of(members, actor),
        mine=mine,
        leads=is_keeper or (mine is not None and mine.part is Part.ORGANISER),
        stages=list(Stage),
        join=JoinForm(data={"shown_name": suggested(actor)}),
        parts=[part for part in drawn if part],
    )


@blueprint.post("/communities/<community_id>/join")
@allow(SIGNED_IN)
def join(community_id: str) -> ResponseReturnValue:
    """Become a member."""
    community = queries.community_for(current_actor(), community_id, to_change=True)
    form = JoinForm()
    if form.validate_on_submit():
        actions.join(
            community, shown_name=form.shown_name.data or "", is_listed=bool(form.is_listed.data), by=current_actor()
        )
        flash(_("「%(name)s」に入りました。", name=community.name), "success")
        return _back(community)
    return _page("hubs/communities/join.html", form, community=community)


@blueprint.post("/communities/<community_id>/leave")
@allow(SIGNED_IN)
def leave(community_id: str) -> ResponseReturnValue:
    """Out."""
    community = queries.community_for(current_actor(), community_id, to_change=True)
    mine = queries.membership_of(current_actor(), community)
    if mine is None:
        raise NotThere
    actions.leave(mine, by=current_actor())
    flash(_("「%(name)s」を抜けました。", name=community.name), "success")
    return redirect(url_for(".in_town", code=community.municipality_code), 303)


@blueprint.route("/communities/<community_id>/edit", methods=["GET", "POST"])
@allow(SIGNED_IN)
def edit(community_id: str) -> ResponseReturnValue:
    """Say something else about it."""
    community = queries.led_by(current_actor(), community_id, to_change=request.method == "POST")
    form = CommunityForm(obj=community)
    if form.validate_on_submit():
        actions.revise(community, _values(form), by=current_actor())
        flash(_("内容を直しました。"), "success")
        return _back(community)
    town = municipalities.by_code(community.municipality_code)
    return _page("hubs/communities/edit.html", form, town=town, community=community)


@blueprint.route("/communities/<community_id>/end", methods=["GET", "POST"])
@allow(SIGNED_IN)
def end(community_id: str) -> ResponseReturnValue:
    """It is over."""
    community = queries.led_by(current_actor(), community_id, to_change=request.method == "POST")
    form = ReasonForm()
    if form.validate_on_submit():
        actions.end(community, reason=form.reason.data or "", by=current_actor())
        flash(_("活動を終えました。"), "success")
        return redirect(url_for(".in_town", code=community.municipality_code), 303)
    return _page("hubs/communities/reason.html", form, community=community, title=_("活動を終える"))


@blueprint.route("/communities/<community_id>/members/<community_member_id>/bar", methods=["GET", "POST"])
@allow(SIGNED_IN)
def bar(community_id: str, community_member_id: str) -> ResponseReturnValue:
    """Send somebody away."""
    community = queries.led_by(current_actor(), community_id)
    member, form = _member(community, community_member_id), ReasonForm()
    if form.validate_on_submit():
        actions.bar(member, reason=form.reason.data or "", by=current_actor())
        flash(_("%(name)sさんを外しました。", name=_name(member)), "success")
        return _back(community)
    title = _("%(name)sさんを外す", name=_name(member))
    return _page("hubs/communities/reason.html", form, community=community, title=title)


@blueprint.post("/communities/<community_id>/members/<community_member_id>/organiser")
@allow(SIGNED_IN)
def hand_on(community_id: str, community_member_id: str) -> ResponseReturnValue:
    """Make a member an organiser too."""
    community = queries.led_by(current_actor(), community_id)
    member = _member(community, community_member_id)
    actions.hand_on(member, by=current_actor())
    flash(_("%(name)sさんも世話人になりました。", name=_name(member)), "success")
    return _back(community)


def _member(community: Community, member_id: str) -> CommunityMember:
    chosen = select(CommunityMember).where(
        CommunityMember.id == member_id, CommunityMember.community_id == community.id
    )
    found = session().exec(chosen).first()
    if found is None or found.left_at is not None:
        raise NotThere
    return found


def _name(member: CommunityMember) -> str:
    return names_of([member], current_actor())[member.id]


def _running_town(code: str) -> Any:
    town = municipalities.city(code)
    if municipalities.running_programme(code) is None:
        raise NotThere
    return town


def _values(form: CommunityForm) -> dict[str, Any]:
    return {name: form[name].data or "" for name in ("name", "theme", "about", "wish")}


def _back(community: Community) -> ResponseReturnValue:
    return redirect(url_for(".show", community_id=community.id), 303)


def _page(template: str, form: Any, **values: Any) -> ResponseReturnValue:
    return render_template(template, form=form, **values), 422 if form.errors else 200
