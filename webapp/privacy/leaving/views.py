"""消す・退会する: what goes and what stays, the confirmation, the way back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from webapp.accounts import signing
from webapp.accounts.forms import PasswordForm
from webapp.accounts.views.settings import knows_own_password
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.privacy.leaving import actions, queries
from webapp.privacy.leaving.models import Scope
from webapp.privacy.leaving.plan import plan_for
from webapp.privacy.stored import Fate
from webapp.residents.queries import profile_of

blueprint = Blueprint("leaving", __name__, url_prefix="/my/privacy/leaving")
LATER, NOW = "later", "now"


class LeavingForm(PasswordForm):
    """When, and that it is you."""

    when = RadioField(
        _l("いつ消しますか"),
        choices=options([(LATER, _l("7日後（それまで取りやめられます）")), (NOW, _l("いますぐ（元に戻せません）"))]),
        default=LATER,
    )


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Both ways to leave, and the one that waits."""
    actor = current_actor()
    profile = profile_of(actor)
    return render_template(
        "privacy/leaving/index.html",
        waiting=queries.waiting_of(actor),
        has_profile=profile is not None and profile.erased_at is None,
    )


@blueprint.route("/<any(profile, account):scope>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def leave(scope: str) -> ResponseReturnValue:
    """What exactly goes and stays; then the password."""
    form, actor, chosen = LeavingForm(), current_actor(), Scope(scope)
    if not form.validate_on_submit() or not knows_own_password(form):
        page = render_template(
            "privacy/leaving/confirm.html", form=form, scope=chosen, plan=plan_for(actor, chosen), fate=Fate
        )
        return page, 422 if request.method == "POST" else 200
    person, at_once = signing.myself().user, form.when.data == NOW
    actions.ask(person, chosen, at_once=at_once, by=actor)
    if at_once and chosen is Scope.ACCOUNT:
        signing.end()
        flash(_("アカウントを閉じました。ご利用ありがとうございました。"), "success")
        return redirect(url_for("accounts.sign_in"), 303)
    flash(_("プロフィールと申請の写しを消しました。") if at_once else _("申込みを受け付けました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/take-back")
@allow(SIGNED_IN)
def take_back() -> ResponseReturnValue:
    """Stay."""
    actions.take_back(by=current_actor())
    flash(_("取りやめました。何も消していません。"), "success")
    return redirect(url_for(".index"), 303)
