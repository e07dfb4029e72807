"""The settings of one's own account: name, language, password, address, devices, and leaving."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts import actions, links, own_account, passwords, queries, sign_ins, signing
from webapp.accounts.forms import AddressChangeForm, PasswordChangeForm, PasswordForm, ProfileForm
from webapp.accounts.models import LinkPurpose, User
from webapp.accounts.views import limits
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.views.sign_up import link_is_gone
from webapp.core.clock import today
from webapp.core.errors import RuleBroken
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.core.templating import LANGUAGE_COOKIE, link
from webapp.municipalities import queries as municipalities


def me() -> User:
    """The person of this request."""
    return signing.myself().user


def knows_own_password(form: PasswordForm | PasswordChangeForm) -> bool:
    """Whether the typed password is the person's; if not, the form says so."""
    limits.count_own_password(me().id)
    is_right, _better = passwords.check(form.current.data, me().password_hash)
    if not is_right:
        form.current.errors = [_("パスワードが違います。いまのパスワードを入力してください。")]
    return is_right


@blueprint.get("/settings")
@allow(SIGNED_IN)
def settings() -> ResponseReturnValue:
    """Everything at a glance."""
    held = [m for m in queries.memberships_of(me()) if m.valid_until is None or m.valid_until >= today()]
    return render_template(
        "accounts/settings.html",
        user=me(),
        memberships=held,
        towns=municipalities.by_codes({m.organisation for m in held if m.organisation}),
        has_second_factor=queries.has_second_factor(me()),
        codes_left=queries.recovery_codes_left(me()),
        device_count=len(queries.devices_of(me())),
        waiting_reset=queries.waiting_factor_reset(me()),
    )


@blueprint.route("/settings/profile", methods=["GET", "POST"])
@allow(SIGNED_IN)
def profile() -> ResponseReturnValue:
    """Name and language."""
    form = ProfileForm(obj=me())
    if not form.validate_on_submit():
        return render_template("accounts/profile.html", form=form), 422 if form.is_submitted() else 200
    own_account.change_profile(me(), display_name=form.display_name.data, locale=form.locale.data, by=current_actor())
    flash(_("名前と言語を保存しました。"), "success")
    response = redirect(link("accounts.settings"), 303)
    response.set_cookie(LANGUAGE_COOKIE, form.locale.data, max_age=31_536_000, samesite="Lax", httponly=True)
    return response


@blueprint.route("/settings/password", methods=["GET", "POST"])
@allow(SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """A new password for who knows the old one; other devices are signed out."""
    form = PasswordChangeForm(about=me())
    if not form.validate_on_submit() or not knows_own_password(form):
        return render_template("accounts/change_password.html", form=form), 422 if form.is_submitted() else 200
    actions.set_password(me(), form.password.data, by=current_actor(), keep=signing.myself().sign_in.id)
    signing.renew()
    flash(_("パスワードを変え、ほかの端末からサインアウトしました。"), "success")
    return redirect(link("accounts.settings"), 303)


@blueprint.route("/settings/email", methods=["GET", "POST"])
@allow(SIGNED_IN)
def change_email() -> ResponseReturnValue:
    """Ask for another address; it counts once it is confirmed."""
    form = AddressChangeForm()
    if not form.validate_on_submit() or not knows_own_password(form):
        return render_template("accounts/change_email.html", form=form), 422 if form.is_submitted() else 200
    limits.count_letter(form.email.data)
    own_account.ask_address_change(me(), form.email.data, by=current_actor())
    flash(_("%(email)s に確認のメールを送りました。メールのリンクを開くと変わります。", email=form.email.data), "info")
    return redirect(link("accounts.settings"), 303)


@blueprint.route("/confirm-email/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
def confirm_email(token: str) -> ResponseReturnValue:
    """The letter to the new address; only who asked may follow it."""
    found = links.find(token, LinkPurpose.CHANGE_EMAIL)
    if found is None:
        return link_is_gone(_("設定を開く"), link("accounts.settings"))
    signed_in = signing.present()
    if signed_in is None:
        return redirect(link("accounts.sign_in", next=request.path), 303)
    if signed_in.user.id != found.user_id:
        raise RuleBroken(_("メールアドレスの変更を申し込んだアカウントでサインインしてから、リンクを開いてください。"))
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("accounts/confirm_email.html", form=form, email=found.email)
    own_account.confirm_address_change(found)
    flash(_("メールアドレスを %(email)s に変えました。", email=found.email), "success")
    return redirect(link("accounts.settings"), 303)


@blueprint.route("/undo-email-change/<token>", methods=["GET", "POST"])
@allow(PUBLIC)
def undo_email_change(token: str) -> ResponseReturnValue:
    """The letter to the old address."""
    found = links.find(token, LinkPurpose.UNDO_EMAIL_CHANGE)
    if found is None:
        return link_is_gone(_("サインインする"), link("accounts.sign_in"))
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("accounts/undo_email_change.html", form=form, email=found.email)
    own_account.undo_address_change(found)
    signing.end()
    flash(
        _("元のアドレスに戻し、すべての端末からサインアウトしました。新しいパスワードを決めるメールを送りました。"),
        "success",
    )
    return redirect(link("accounts.sign_in"), 303)


@blueprint.get("/settings/devices")
@allow(SIGNED_IN)
def devices() -> ResponseReturnValue:
    """Where one is signed in."""
    return render_template(
        "accounts/devices.html", devices=queries.devices_of(me()), present_id=signing.myself().sign_in.id
    )


@blueprint.post("/settings/devices/<sign_in_id>/revoke")
@allow(SIGNED_IN)
def revoke_device(sign_in_id: str) -> ResponseReturnValue:
    """Sign another device out."""
    sign_ins.revoke(queries.device_for(current_actor(), sign_in_id), by=current_actor())
    flash(_("その端末からサインアウトしました。"), "success")
    return redirect(link("accounts.devices"), 303)


@blueprint.post("/settings/devices/revoke-others")
@allow(SIGNED_IN)
def revoke_other_devices() -> ResponseReturnValue:
    """Sign every other device out."""
    actions.sign_out_everywhere(me(), but=signing.myself().sign_in.id)
    signing.renew()
    flash(_("ほかのすべての端末からサインアウトしました。"), "success")
    return redirect(link("accounts.devices"), 303)
