"""The town administrator's screen: the account that receives donations, its keys, the address of its notices."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.forms import Form
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.services import services
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.payments.accounts import actions, queries
from webapp.payments.accounts.forms import KeyForm, RemoveForm, SecretForm
from webapp.payments.stripe_reading import SUBSCRIBED_EVENTS

blueprint = Blueprint("payment_accounts", __name__, url_prefix="/staff/payment-account")


@blueprint.get("")
@blueprint.get("/<code>")
@allow(Role.MUNICIPALITY_ADMIN)
def index(code: str | None = None) -> ResponseReturnValue:
    """What is registered, and what to do next."""
    return _page(administered(code)[0])


@blueprint.post("/<code>/key")
@allow(Role.MUNICIPALITY_ADMIN)
def put_key(code: str) -> ResponseReturnValue:
    """Register or replace the API key."""
    town, form = administered(code)[0], KeyForm()
    if not form.validate():
        return _page(town, key=form), 422
    try:
        actions.put_key(town.code, form.key.data or "", by=current_actor())
    except RuleBroken as broken:
        form.key.errors = [broken.sentence]
        return _page(town, key=form), 422
    flash(_("鍵を暗号化して保存しました。次の支払いから、この鍵を使います。"), "success")
    return redirect(url_for(".index", code=town.code), 303)


@blueprint.post("/<code>/secret")
@allow(Role.MUNICIPALITY_ADMIN)
def put_secret(code: str) -> ResponseReturnValue:
    """Register or roll the secret of notices."""
    town, form = administered(code)[0], SecretForm()
    if not form.validate():
        return _page(town, secret=form), 422
    try:
        actions.put_secret(town.code, form.secret.data or "", by=current_actor())
    except RuleBroken as broken:
        form.secret.errors = [broken.sentence]
        return _page(town, secret=form), 422
    flash(_("合言葉を暗号化して保存しました。"), "success")
    return redirect(url_for(".index", code=town.code), 303)


@blueprint.post("/<code>/end-rolling")
@allow(Role.MUNICIPALITY_ADMIN)
def end_rolling(code: str) -> ResponseReturnValue:
    """Accept the newest secret only."""
    row = queries.of_town(administered(code)[0].code)
    if row is None:
        raise NotThere
    actions.end_rolling(row, by=current_actor())
    flash(_("古い合言葉をやめました。"), "success")
    return redirect(url_for(".index", code=code), 303)


@blueprint.post("/<code>/remove")
@allow(Role.MUNICIPALITY_ADMIN)
def remove(code: str) -> ResponseReturnValue:
    """Take the key away."""
    town, form = administered(code)[0], RemoveForm()
    row = queries.of_town(town.code)
    if row is None:
        raise NotThere
    if not form.validate():
        return _page(town, remove=form), 422
    actions.remove(row, reason=form.reason.data or "", by=current_actor())
    flash(_("鍵を消しました。新しい支払いは始まりません。"), "success")
    return redirect(url_for(".index", code=town.code), 303)


def _page(town: Municipality, **given: Form) -> str:
    row = queries.of_town(town.code)
    forms: dict[str, Any] = {"key": KeyForm(formdata=None), "secret": SecretForm(formdata=None)}
    return render_template(
        "payments/account.html",
        town=town,
        towns=administered(town.code)[1],
        account=row,
        forms={**forms, "remove": RemoveForm(formdata=None), **given},
        notices_at=f"{services().settings.base_url}/webhooks/stripe/{town.code}",
        events=sorted(SUBSCRIBED_EVENTS),
        is_ready=queries.is_ready(town.code),
        history=told(history_of(row)) if row else [],
    )


def administered(code: str | None) -> tuple[Municipality, list[Municipality]]:
    """The town that is meant, by default the first, and all that this person administers. Raises NotThere."""
    towns = municipalities.by_codes(list(current_actor().organisations(Role.MUNICIPALITY_ADMIN)))
    chosen = towns.get(code or min(towns, default=""))
    if chosen is None:
        raise NotThere
    return chosen, [town for _code, town in sorted(towns.items())]
