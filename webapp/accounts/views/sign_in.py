"""Signing in and out: the password first, then, for those who have one, the second factor."""

from flask import flash, redirect, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.accounts import actions, queries, second_factor, signing
from webapp.accounts.forms import CodeForm, RecoveryCodeForm, SignInForm
from webapp.accounts.models import User
from webapp.accounts.views import limits
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.sign_up import remember_sign_up
from webapp.core.forms import ButtonForm
from webapp.core.i18n import DEFAULT_LOCALE
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.core.security import local_path
from webapp.core.templating import LANGUAGE_COOKIE, link


def home() -> str:
    """Where a person without another aim goes."""
    return link("pages.dashboard")


def welcome(user: User, next_path: str | None, *, second_factor: bool) -> Response:
    """Sign the browser in and lead it on."""
    signing.start(user, second_factor=second_factor)
    response = redirect(local_path(next_path, home()), 303)
    if LANGUAGE_COOKIE not in request.cookies and user.locale != DEFAULT_LOCALE:
        response.set_cookie(LANGUAGE_COOKIE, user.locale, max_age=31_536_000, samesite="Lax", httponly=True)
    return response


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """E-mail address and password."""
    if request.method == "GET" and current_actor().is_signed_in:
        return redirect(local_path(request.args.get("next"), home()), 303)
    form = SignInForm(next=local_path(request.args.get("next"), ""))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    limits.count_sign_in(form.email.data)
    user = actions.authenticate(form.email.data, form.password.data)
    if user is None:
        form.password.errors = [
            _(
                "メールアドレスかパスワードが違います。入力を確かめて、もう一度試してください。忘れたときは、下の「パスワードを忘れたとき」から決め直せます。"
            )
        ]
        return render_template("accounts/sign_in.html", form=form), 422
    limits.forgive_sign_in(form.email.data)
    return _after_password(user, local_path(form.next.data, home()))


def _after_password(user: User, next_path: str) -> ResponseReturnValue:
    if not user.is_verified:
        limits.count_letter(user.email)
        remember_sign_up(user.email, actions.resend_verification(user.email))
        flash(_("メールアドレスの確認がまだ済んでいません。確認のメールをもう一度送りました。"), "warning")
        return redirect(link("accounts.check_mail"), 303)
    if queries.has_second_factor(user):
        signing.wait_for_second_step(user, next_path)
        return redirect(link("accounts.second_step"), 303)
    return welcome(user, next_path, second_factor=False)


@blueprint.post("/sign-out")
@allow(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """Make this browser a stranger's."""
    signing.end()
    flash(_("サインアウトしました。"), "success")
    return redirect(link("accounts.sign_in"), 303)


def _back_to_password() -> Response:
    flash(_("時間がたったため、はじめからサインインしてください。"), "info")
    return redirect(link("accounts.sign_in"), 303)


@blueprint.route("/sign-in/second-step", methods=["GET", "POST"])
@allow(PUBLIC)
def second_step() -> ResponseReturnValue:
    """The code of the authenticator app, or a passkey."""
    waiting = signing.halfway()
    if waiting is None:
        return _back_to_password()
    form = CodeForm()
    if form.validate_on_submit():
        limits.count_second_step(waiting.user.id)
        if second_factor.is_right_code(waiting.user, form.code.data):
            return passed_second_step(waiting)
        form.code.errors = [
            _("コードが違います。アプリに出ている新しい数字を入力してください。1つのコードは1回だけ使えます。")
        ]
    page = render_template(
        "accounts/second_step.html",
        form=form,
        has_totp=queries.has_totp(waiting.user),
        has_passkey=bool(queries.passkeys_of(waiting.user)),
    )
    return page, 422 if form.is_submitted() else 200


def passed_second_step(waiting: signing.Halfway) -> Response:
    """Both steps are done; whoever asked for the factor's removal was not its owner, or has found it again."""
    limits.forgive_second_step(waiting.user.id)
    second_factor.cancel_reset(waiting.user, by=queries.actor_of(waiting.user))
    return welcome(waiting.user, waiting.next_path, second_factor=True)


@blueprint.route("/sign-in/recovery-code", methods=["GET", "POST"])
@allow(PUBLIC)
def recovery_code() -> ResponseReturnValue:
    """A code on paper instead of the second factor."""
    waiting = signing.halfway()
    if waiting is None:
        return _back_to_password()
    form = RecoveryCodeForm()
    if form.validate_on_submit():
        limits.count_second_step(waiting.user.id)
        if second_factor.use_recovery_code(waiting.user, form.code.data):
            flash(_("回復コードを1つ使いました。手段をなくしたときは、ここで新しく設定してください。"), "warning")
            return passed_second_step(signing.Halfway(waiting.user, link("accounts.second_factor")))
        form.code.errors = [_("回復コードが違うか、すでに使われています。")]
    return render_template("accounts/recovery_code.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/sign-in/lost-second-factor", methods=["GET", "POST"])
@allow(PUBLIC)
def lost_second_factor() -> ResponseReturnValue:
    """Neither factor nor codes: a letter with a day to wait, or, for staff, their administrator."""
    waiting = signing.halfway()
    if waiting is None:
        return _back_to_password()
    is_staff = queries.actor_of(waiting.user).is_staff
    form = ButtonForm()
    if form.validate_on_submit():
        limits.count_letter(waiting.user.email)
        second_factor.ask_for_reset(waiting.user)
        cookie.pop("second_step", None)
        flash(
            _("解除の申込みを受け付け、メールを送りました。24時間たってから、メールのリンクを開いてください。"),
            "success",
        )
        return redirect(link("accounts.sign_in"), 303)
    return render_template("accounts/lost_second_factor.html", form=form, is_staff=is_staff)


@blueprint.get("/signed-in")
@allow(SIGNED_IN)
def signed_in() -> ResponseReturnValue:
    """A short address that leads each person home."""
    return redirect(home(), 303)
