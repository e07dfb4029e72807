"""Taking up an invitation: the letter's link shows role and organisation in words, the button accepts."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.accounts import actions, links, queries, signing
from webapp.accounts.forms import InvitationForm
from webapp.accounts.models import LinkPurpose, OneTimeLink, User
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.sign_in import home
from webapp.accounts.views.sign_up import link_is_gone
from webapp.core.errors import RuleBroken
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
def accept_invitation(token: str) -> ResponseReturnValue:
    """As the signed-in person, or with a name and a password for a new account."""
    found = links.find(token, LinkPurpose.INVITATION)
    if found is None:
        return link_is_gone("", "")
    signed_in = signing.present()
    state = _state(found, signed_in.user if signed_in else None)
    form = InvitationForm(email=found.email, display_name=found.name) if state == "new" else ButtonForm()
    if not form.validate_on_submit():
        page = render_template(
            "accounts/invitation.html",
            invitation=found,
            organisation=queries.organisation_of(found),
            state=state,
            form=form,
        )
        return page, 422 if form.is_submitted() else 200
    if state == "sign_in_first":
        raise RuleBroken(_("サインインしてから、招待のリンクをもう一度開いてください。"))
    if signed_in is not None:
        actions.accept_invitation(found, person=signed_in.user)
        signing.renew()
    else:
        actions.accept_invitation(found, display_name=form.display_name.data, password=form.password.data)
        signing.start(queries.by_email(found.email))
    flash(_("招待を受けました。ようこそ。"), "success")
    return redirect(home(), 303)


def _state(found: OneTimeLink, person: User | None) -> str:
    if person is not None:
        return "accept" if person.email == found.email else "someone_else"
    known = queries.find_by_email(found.email)
    return "sign_in_first" if known is not None and known.is_verified else "new"
