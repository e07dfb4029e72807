"""Somebody for whom a town typed in an application takes over the account: code from paper, letter, password."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.accounts import links, queries, signing, without_email
from webapp.accounts.forms import NewPasswordForm, TakeOverForm
from webapp.accounts.models import LinkPurpose
from webapp.accounts.views import limits
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.sign_up import link_is_gone
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.core.templating import link


@blueprint.route("/take-over", methods=["GET", "POST"])
@allow(PUBLIC)
def enter_code() -> ResponseReturnValue:
    """Type the code and an address; the letter to that address goes on."""
    form = TakeOverForm()
    if not form.validate_on_submit():
        return _show(form), 422 if form.is_submitted() else 200
    limits.count_takeover_code()
    code = without_email.find_code(form.code.data)
    if code is None:
        form.code.errors = [
            _(
                "このコードは使えません。読みまちがいがないか確かめてください。新しいコードは、市町村の窓口で受け取れます。"
            )
        ]
        return _show(form), 422
    limits.count_letter(form.email.data)
    without_email.ask_to_take_over(code, form.email.data)
    return redirect(link("accounts.take_over_sent"), 303)


def _show(form: TakeOverForm) -> str:
    return render_template("accounts/take_over.html", form=form)


@blueprint.get("/take-over/sent")
@allow(PUBLIC)
def take_over_sent() -> ResponseReturnValue:
    """Look into your letter box."""
    return render_template("accounts/take_over_sent.html")


@blueprint.route("/take-over/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
def take_over(token: str) -> ResponseReturnValue:
    """Choose a password; from then on the account is its owner's."""
    found = links.find(token, LinkPurpose.TAKEOVER)
    if found is None:
        return link_is_gone(_("コードをもう一度入力する"), link("accounts.enter_code"))
    form = NewPasswordForm(about=queries.user(found.user_id))
    if not form.validate_on_submit():
        page = render_template("accounts/reset_password.html", form=form, email=found.email, is_first=True)
        return page, 422 if form.is_submitted() else 200
    without_email.take_over(found, form.password.data)
    signing.end()
    flash(_("パスワードを決めました。メールアドレスとパスワードでサインインしてください。"), "success")
    return redirect(link("accounts.sign_in"), 303)
