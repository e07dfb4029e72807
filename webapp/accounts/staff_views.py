"""A municipality's administrators look after their colleagues: invite, end on a day, reset a lost second factor."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.accounts import actions, queries, second_factor, transfers
from webapp.accounts.forms import ChangeRoleForm, EndMembershipForm, InviteForm, ReasonForm
from webapp.accounts.models import Membership, User
from webapp.accounts.views import limits
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import link, show_date
from webapp.municipalities import queries as municipalities
from webapp.municipalities.figures import open_work

blueprint = Blueprint("accounts_staff", __name__, url_prefix="/staff/people")


def _towns() -> dict[str, str]:
    codes = current_actor().organisations(Role.MUNICIPALITY_ADMIN)
    return {code: town.full_name for code, town in sorted(municipalities.by_codes(set(codes)).items())}


@blueprint.get("")
@allow(Role.MUNICIPALITY_ADMIN)
def people() -> ResponseReturnValue:
    """Who works here now, will, or did, and who is invited."""
    towns = [(name, queries.people_of(code), queries.open_invitations(code), code) for code, name in _towns().items()]
    return render_template("accounts/people.html", towns=towns, today=today())


@blueprint.route("/invite", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def invite() -> ResponseReturnValue:
    """Invite a colleague."""
    form = InviteForm()
    form.organisation.choices = options(_towns().items())
    if not form.validate_on_submit():
        return render_template("accounts/invite.html", form=form), 422 if form.is_submitted() else 200
    limits.count_letter(form.email.data)
    actions.invite(
        form.email.data,
        form.name.data,
        Role(form.role.data),
        form.organisation.data,
        by=current_actor(),
        valid_from=form.valid_from.data,
        valid_until=form.valid_until.data,
    )
    flash(_("%(name)sさんに招待のメールを送りました。", name=form.name.data), "success")
    return redirect(link("accounts_staff.people"), 303)


@blueprint.post("/invitations/<one_time_link_id>/withdraw")
@allow(Role.MUNICIPALITY_ADMIN)
def withdraw(one_time_link_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    actions.withdraw_invitation(queries.invitation_for(current_actor(), one_time_link_id), by=current_actor())
    flash(_("招待を取り消しました。"), "success")
    return redirect(link("accounts_staff.people"), 303)


@blueprint.route("/<membership_id>/end", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def end(membership_id: str) -> ResponseReturnValue:
    """Let a colleague's role end on a day, as at the transfers of every April."""
    membership, person = _colleague(membership_id)
    form, town = EndMembershipForm(on=today()), membership.organisation or ""
    others = {other.id: other for other in transfers.colleagues(town, but=person.id)}
    form.successor.choices = options(
        [("", _("決めない")), *((id_, other.display_name) for id_, other in others.items())]
    )
    if not form.validate_on_submit():
        page = render_template(
            "accounts/end_membership.html",
            form=form,
            membership=membership,
            person=person,
            work=open_work(town),
            own=transfers.own_work(membership),
        )
        return page, 422 if form.is_submitted() else 200
    transfers.end_and_hand_over(
        membership,
        by=current_actor(),
        on=form.on.data or today(),
        reason=form.reason.data,
        successor=others.get(form.successor.data),
        note=form.note.data or "",
    )
    said = _("%(name)sさんの終わる日を%(day)sに決めました。", name=person.display_name, day=show_date(form.on.data))
    flash(said, "success")
    return redirect(link("accounts_staff.people"), 303)


@blueprint.route("/<membership_id>/role", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def change_role(membership_id: str) -> ResponseReturnValue:
    """Make a clerk an administrator, or the other way round."""
    membership, person = _colleague(membership_id)
    form = ChangeRoleForm(on=today())
    if not form.validate_on_submit():
        page = render_template("accounts/change_role.html", form=form, membership=membership, person=person)
        return page, 422 if form.is_submitted() else 200
    on, role = form.on.data or today(), Role(form.role.data)
    transfers.change_role(membership, role, on=on, reason=form.reason.data, by=current_actor())
    flash(_("%(name)sさんの役割が変わる日を決めました。", name=person.display_name), "success")
    return redirect(link("accounts_staff.people"), 303)


@blueprint.route("/<membership_id>/second-factor", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def reset_second_factor(membership_id: str) -> ResponseReturnValue:
    """Take away the second factor of a colleague who lost it."""
    membership, person = _colleague(membership_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        page = render_template("accounts/reset_second_factor.html", form=form, membership=membership, person=person)
        return page, 422 if form.is_submitted() else 200
    second_factor.reset_by_administrator(person, by=current_actor(), reason=form.reason.data)
    flash(_("%(name)sさんの二段階認証を解除しました。", name=person.display_name), "success")
    return redirect(link("accounts_staff.people"), 303)


def _colleague(membership_id: str) -> tuple[Membership, User]:
    membership = queries.membership_for(current_actor(), membership_id)
    return membership, queries.user(membership.user_id)
