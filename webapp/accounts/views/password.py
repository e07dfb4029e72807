"""A forgotten password: a letter, then a new one."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.accounts import actions, links, queries, signing
from webapp.accounts.forms import AddressForm, NewPasswordForm
from webapp.accounts.models import LinkPurpose
from webapp.accounts.views import limits
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.sign_up import link_is_gone
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.core.templating import link


@blueprint.route("/forgot-password", methods=["GET", "POST"])
@allow(PUBLIC)
def forgot_password() -> ResponseReturnValue:
    """Ask for the letter; the answer is the same whether the address is known or not."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgot_password.html", form=form), 422 if form.is_submitted() else 200
    limits.count_letter(form.email.data)
    actions.ask_for_new_password(form.email.data)
    return redirect(link("accounts.reset_sent"), 303)


@blueprint.get("/forgot-password/sent")
@allow(PUBLIC)
def reset_sent() -> ResponseReturnValue:
    """Look into your letter box."""
    return render_template("accounts/reset_sent.html")


@blueprint.route("/reset-password/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password; everybody who was signed in is signed out."""
    found = links.find(token, LinkPurpose.RESET_PASSWORD)
    if found is None:
        return link_is_gone(_("もう一度申し込む"), link("accounts.forgot_password"))
    form = NewPasswordForm(about=queries.user(found.user_id))
    if not form.validate_on_submit():
        page = render_template("accounts/reset_password.html", form=form, email=found.email)
        return page, 422 if form.is_submitted() else 200
    actions.reset_password(found, form.password.data)
    signing.end()
    flash(_("パスワードを変えました。新しいパスワードでサインインしてください。"), "success")
    return redirect(link("accounts.sign_in"), 303)
