"""`/my/shortcuts`: which keys do what, also as a dialog on every page; and the switch that turns them off."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import own_account
from webapp.accounts.signing import myself
from webapp.core.actor import STAFF_ROLES
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.navigation import staff_places
from webapp.core.permissions import allow, current_actor

blueprint = Blueprint("shortcuts", __name__, url_prefix="/my/shortcuts")


@blueprint.get("")
@allow(*STAFF_ROLES)
def sheet() -> str:
    """The keys as a page."""
    everywhere = [
        ("/", _("全体の検索へ移る")),
        ("?", _("この一覧を開く")),
        ("A", _("判断するところへ移る")),
    ]
    in_lists = [
        ("J", _("次の行へ")),
        ("K", _("前の行へ")),
        ("O", _("選んでいる行を開く")),
        ("X", _("行を選ぶ・外す")),
    ]
    places = [(entry.key.upper(), entry.label) for _group, entries in staff_places() for entry in entries if entry.key]
    return render_template(
        "desk/shortcuts.html",
        everywhere=everywhere,
        in_lists=in_lists,
        places=places,
        are_off=myself().user.shortcuts_off_at is not None,
    )


@blueprint.post("")
@allow(*STAFF_ROLES)
def switch() -> ResponseReturnValue:
    """Off when they were on, on when they were off."""
    if ButtonForm().validate_on_submit():
        is_on = own_account.switch_shortcuts(myself().user, by=current_actor())
        said = _("キーボード操作を使うようにしました。") if is_on else _("キーボード操作を使わないようにしました。")
        flash(said, "success")
    return redirect(url_for(".sheet"), 303)
