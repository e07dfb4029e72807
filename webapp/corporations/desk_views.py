"""The corporation's own side: who works here, inviting a colleague, letting a role end."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people_of
from webapp.core import ratelimit
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import actions, queries
from webapp.corporations.forms import ColleagueForm, LeavingForm

blueprint = Blueprint("corporations_desk", __name__, url_prefix="/desk/colleagues")
A_DAY = timedelta(days=1)
LETTERS_A_DAY, TO_ONE_ADDRESS = 30, 5
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@allow(Role.CORPORATION)
def people() -> str:
    """Who works here now, will, or did, and who is invited."""
    own = [
        (corporation, people_of.people_of(corporation.id), people_of.open_invitations(corporation.id))
        for corporation in queries.of_actor(current_actor())
    ]
    return render_template("corporations/desk/people.html", corporations=own, today=today())


@blueprint.route("/invite", methods=["GET", "POST"])
@allow(Role.CORPORATION)
def invite() -> Answer:
    """Invite a colleague."""
    form, own = ColleagueForm(), {row.id: row for row in queries.of_actor(current_actor())}
    form.organisation.choices = options([(row.id, row.name) for row in own.values()])
    if not form.validate_on_submit():
        return render_template("corporations/desk/invite.html", form=form), 422 if form.is_submitted() else 200
    ratelimit.hit("corporation-invitation", current_actor().user_id or "", limit=LETTERS_A_DAY, per=A_DAY)
    to = (form.email.data or "").strip().lower()
    ratelimit.hit("corporation-invitation-to", to, limit=TO_ONE_ADDRESS, per=A_DAY)
    actions.invite_colleague(
        own[form.organisation.data],
        email=to,
        name=form.name.data or "",
        by=current_actor(),
        valid_from=form.valid_from.data,
        valid_until=form.valid_until.data,
    )
    flash(_("%(name)sさんに招待のメールを送りました。", name=form.name.data), "success")
    return redirect(url_for(".people"), 303)


@blueprint.post("/invitations/<one_time_link_id>/withdraw")
@allow(Role.CORPORATION)
def withdraw(one_time_link_id: str) -> Answer:
    """Take an invitation back."""
    accounts.withdraw_invitation(queries.invitation_for(current_actor(), one_time_link_id), by=current_actor())
    flash(_("招待を取り消しました。"), "success")
    return redirect(url_for(".people"), 303)


@blueprint.route("/<membership_id>/end", methods=["GET", "POST"])
@allow(Role.CORPORATION)
def end(membership_id: str) -> Answer:
    """Let a colleague's role end on a day."""
    membership, person = queries.colleague_for(current_actor(), membership_id)
    form = LeavingForm(on=today())
    if not form.validate_on_submit():
        page = render_template("corporations/desk/end.html", form=form, membership=membership, person=person)
        return page, 422 if form.is_submitted() else 200
    actions.end_colleague(membership, on=form.on.data or today(), reason=form.reason.data or "", by=current_actor())
    flash(_("役割の終わる日を決めました。"), "success")
    return redirect(url_for(".people"), 303)
