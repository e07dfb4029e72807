"""Signing up: a form, a letter, a page with a button."""

from flask import flash, redirect, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from webapp.accounts import actions, links, passwords, queries, signing
from webapp.accounts.forms import PasswordForm, SignUpForm
from webapp.accounts.models import LinkPurpose, OneTimeLink
from webapp.accounts.views import limits
from webapp.accounts.views.blueprint import blueprint
from webapp.core.forms import ButtonForm
from webapp.core.i18n import current_locale
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.templating import link

_SIGNING_UP = "signing_up"


def remember_sign_up(email: str, link_id: str) -> None:
    """Note in the cookie that this very browser signed up: it needs no password at the letter's link."""
    cookie[_SIGNING_UP] = {"email": email, "link": link_id}


def link_is_gone(retry_label: str, retry_href: str) -> ResponseReturnValue:
    """A link of a letter that was used, has expired or never was."""
    return render_template("accounts/link_gone.html", retry_label=retry_label, retry_href=retry_href), 410


@blueprint.route("/sign-up", methods=["GET", "POST"])
@allow(PUBLIC)
def sign_up() -> ResponseReturnValue:
    """Name, address, password."""
    if request.method == "GET" and current_actor().is_signed_in:
        return redirect(link("pages.dashboard"), 303)
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422 if form.is_submitted() else 200
    limits.count_letter(form.email.data)
    marker = actions.sign_up(
        form.email.data, display_name=form.display_name.data, password=form.password.data, locale=current_locale()
    )
    remember_sign_up(form.email.data, marker)
    return redirect(link("accounts.check_mail"), 303)


@blueprint.get("/sign-up/check-mail")
@allow(PUBLIC)
def check_mail() -> ResponseReturnValue:
    """Look into your letter box; the same for a known and an unknown address."""
    noted = cookie.get(_SIGNING_UP)
    if not noted:
        return redirect(link("accounts.sign_up"), 303)
    return render_template("accounts/check_mail.html", email=noted["email"])


@blueprint.post("/sign-up/resend")
@allow(PUBLIC)
def resend_verification() -> ResponseReturnValue:
    """The letter once more."""
    noted = cookie.get(_SIGNING_UP)
    if not noted:
        return redirect(link("accounts.sign_up"), 303)
    limits.count_letter(noted["email"])
    remember_sign_up(noted["email"], actions.resend_verification(noted["email"]))
    flash(_("もう一度メールを送りました。"), "success")
    return redirect(link("accounts.check_mail"), 303)


@blueprint.route("/verify-email/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
def verify_email(token: str) -> ResponseReturnValue:
    """The letter's link: a button in the browser that signed up; elsewhere the password is asked as well.

    Without that question, who signs up with a stranger's address and waits for the stranger's click would share
    an account with them.
    """
    found = links.find(token, LinkPurpose.VERIFY_EMAIL)
    if found is None:
        return link_is_gone(_("サインインする"), link("accounts.sign_in"))
    is_same_browser = (cookie.get(_SIGNING_UP) or {}).get("link") == found.id
    form = ButtonForm() if is_same_browser else PasswordForm()
    if form.validate_on_submit() and (is_same_browser or _knows_password(found, form)):
        user = actions.verify_email(found)
        signing.start(user)
        flash(_("メールアドレスを確認しました。ようこそ、%(name)sさん。", name=user.display_name), "success")
        return redirect(link("residents.profile"), 303)
    page = render_template(
        "accounts/verify_email.html", form=form, email=found.email, asks_password=not is_same_browser
    )
    return page, 422 if form.errors else 200


def _knows_password(found: OneTimeLink, form: PasswordForm) -> bool:
    limits.count_sign_in(found.email)
    is_right, _better = passwords.check(form.current.data, queries.user(found.user_id).password_hash)
    if not is_right:
        form.current.errors = [_("パスワードが違います。登録のときに決めたパスワードを入力してください。")]
        return False
    limits.forgive_sign_in(found.email)
    return True
