"""Setting up the second factor, its recovery codes, and taking it away by letter."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.accounts import links, queries, second_factor, signing
from webapp.accounts.forms import CodeForm, PasswordForm
from webapp.accounts.models import LinkPurpose
from webapp.accounts.views import limits
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.settings import knows_own_password, me
from webapp.accounts.views.sign_up import link_is_gone
from webapp.core.errors import RuleBroken
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.core.services import settings
from webapp.core.templating import link


@blueprint.get("/settings/second-factor", endpoint="second_factor")
@allow(SIGNED_IN)
def overview() -> ResponseReturnValue:
    """What is set up; staff without a second factor are led here."""
    actor = current_actor()
    return render_template(
        "accounts/second_factor.html",
        has_totp=queries.has_totp(me()),
        passkeys=queries.passkeys_of(me()),
        codes_left=queries.recovery_codes_left(me()),
        has_second_factor=queries.has_second_factor(me()),
        must_set_up=settings().staff_needs_second_factor and actor.is_staff and not actor.has_second_factor,
        waiting_reset=queries.waiting_factor_reset(me()),
        device_name=signing.myself().sign_in.device_name,
        is_fresh=signing.is_fresh(),
    )


def must_be_strong() -> None:
    """Who has a second factor changes it only in a session that was begun with it."""
    if queries.has_second_factor(me()) and not current_actor().has_second_factor:
        raise RuleBroken(_("二段階認証を変えるには、いったんサインアウトし、二段階認証でサインインし直してください。"))


def must_be_fresh() -> None:
    """A browser left alone must not give a stranger a way in of their own."""
    if not signing.is_fresh():
        raise RuleBroken(
            _(
                "サインインから時間がたっています。「二段階認証」の画面を開き直し、パスワードを入力してから、もう一度試してください。"
            )
        )


@blueprint.route("/settings/second-factor/password", methods=["GET", "POST"])
@allow(SIGNED_IN)
def prove_identity() -> ResponseReturnValue:
    """The password again, before another factor is added or new recovery codes are made."""
    form = PasswordForm()
    if not form.validate_on_submit() or not knows_own_password(form):
        return render_template("accounts/prove_identity.html", form=form), 422 if form.is_submitted() else 200
    signing.renew(is_proof=True)
    return redirect(link("accounts.second_factor"), 303)


def codes_page(codes: list[str], what: str) -> ResponseReturnValue:
    """Done; new recovery codes are shown this once, in the answer itself, and stored nowhere."""
    if not codes:
        flash(what, "success")
        return redirect(link("accounts.second_factor"), 303)
    return render_template("accounts/recovery_codes.html", codes=codes, what=what)


@blueprint.post("/settings/second-factor/app")
@allow(SIGNED_IN)
def begin_totp() -> ResponseReturnValue:
    """Make a secret for an authenticator app."""
    must_be_strong()
    must_be_fresh()
    second_factor.begin_totp(me())
    return redirect(link("accounts.totp"), 303)


@blueprint.route("/settings/second-factor/app", methods=["GET"])
@allow(SIGNED_IN)
def totp() -> ResponseReturnValue:
    """The QR code and the field for the first code."""
    return _totp_page(CodeForm(), 200)


def _totp_page(form: CodeForm, status: int) -> ResponseReturnValue:
    waiting = queries.totp_of(me())
    if waiting is None or waiting.confirmed_at is not None:
        return redirect(link("accounts.second_factor"), 303)
    secret = second_factor.plain_secret(waiting)
    page = render_template(
        "accounts/totp.html",
        form=form,
        qr_svg=Markup(second_factor.qr_drawing(waiting, me())),  # noqa: S704 - drawn by segno from our own text
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    )
    return page, status


@blueprint.post("/settings/second-factor/app/confirm")
@allow(SIGNED_IN)
def confirm_totp() -> ResponseReturnValue:
    """The first right code puts the app into use."""
    must_be_strong()
    must_be_fresh()
    form = CodeForm()
    if not form.validate_on_submit():
        return _totp_page(form, 422)
    limits.count_second_step(me().id)
    if not second_factor.is_right_code(me(), form.code.data):
        form.code.errors = [_("コードが違います。端末の時計が合っているか確かめ、新しい数字を入力してください。")]
        return _totp_page(form, 422)
    limits.forgive_second_step(me().id)
    codes = second_factor.confirm_totp(me(), by=current_actor())
    signing.renew(second_factor=True)
    return codes_page(codes, _("認証アプリを設定しました。"))


@blueprint.route("/settings/second-factor/app/remove", methods=["GET", "POST"])
@allow(SIGNED_IN)
def remove_totp() -> ResponseReturnValue:
    """Stop using the app, with the password."""
    must_be_strong()
    form = PasswordForm()
    if not form.validate_on_submit() or not knows_own_password(form):
        page = render_template("accounts/remove_factor.html", form=form, what=second_factor.APP)
        return page, 422 if form.is_submitted() else 200
    second_factor.remove_totp(me(), by=current_actor())
    return after_removal()


def after_removal() -> ResponseReturnValue:
    """A fresh session that claims a second factor only while there is one."""
    signing.renew(second_factor=queries.has_second_factor(me()))
    flash(_("二段階認証の手段を外しました。"), "success")
    return redirect(link("accounts.second_factor"), 303)


@blueprint.post("/settings/second-factor/recovery-codes")
@allow(SIGNED_IN)
def new_recovery_codes() -> ResponseReturnValue:
    """Ten new codes instead of the old ones."""
    must_be_strong()
    must_be_fresh()
    if not queries.has_second_factor(me()):
        raise RuleBroken(_("回復コードは、二段階認証を設定すると作れます。"))
    return codes_page(second_factor.new_recovery_codes(me(), by=current_actor()), _("新しい回復コードを作りました。"))


@blueprint.post("/settings/second-factor/cancel-reset")
@allow(SIGNED_IN)
def cancel_own_reset() -> ResponseReturnValue:
    """Stop a request to take the second factor away."""
    second_factor.cancel_reset(me(), by=current_actor())
    flash(_("解除の申込みを取り消しました。心当たりのないときは、パスワードも変えてください。"), "success")
    return redirect(link("accounts.second_factor"), 303)


@blueprint.route("/second-factor-reset/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
def second_factor_reset(token: str) -> ResponseReturnValue:
    """The letter's page: stop at any time, take away after a day."""
    found = links.find(token, LinkPurpose.RESET_SECOND_FACTOR)
    if found is None:
        return link_is_gone(_("サインインする"), link("accounts.sign_in"))
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("accounts/second_factor_reset.html", form=form, reset=found, token=token)
    second_factor.reset_by_letter(found)
    signing.end()
    flash(_("二段階認証を解除しました。パスワードでサインインし、設定し直してください。"), "success")
    return redirect(link("accounts.sign_in"), 303)


@blueprint.post("/second-factor-reset/<token>/cancel")
@allow(PUBLIC)
def cancel_second_factor_reset(token: str) -> ResponseReturnValue:
    """It was not me."""
    found = links.find(token, LinkPurpose.RESET_SECOND_FACTOR)
    if found is None:
        return link_is_gone(_("サインインする"), link("accounts.sign_in"))
    person = queries.user(found.user_id)
    second_factor.cancel_reset(person, by=queries.actor_of(person))
    flash(_("解除の申込みを取り消しました。パスワードも決め直してください。"), "success")
    return redirect(link("accounts.forgot_password"), 303)
