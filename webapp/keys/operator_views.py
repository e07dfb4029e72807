"""The operator's screens of keys: who signs with what, the drill for a loss."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.keys import drill, queries
from webapp.keys.holding import kek
from webapp.keys.models import IssuerKey, KeyPurpose, KeyStatus
from webapp.keys.staff_views import key_page, report_loss
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("keys_operator", __name__, url_prefix="/operator/keys")


@blueprint.get("")
@allow(Role.OPERATOR)
def index() -> ResponseReturnValue:
    """Keys in force or waiting, by town, with the last drill; no personal data."""
    rows = queries.every()
    used = [row for row in rows if row.status in {KeyStatus.PENDING, KeyStatus.ACTIVE}]
    owners = [(code, list(group)) for code, group in groupby(used, key=lambda row: row.municipality_code)]
    towns = municipalities.by_codes([code for code, _group in owners if code])
    return render_template(
        "keys/operator.html",
        owners=owners,
        purposes=list(KeyPurpose),
        names={code: town.full_name for code, town in towns.items()},
        drills=queries.last_drills(),
        others=sum(_is_under_another(row) for row in rows),
        lost=[row for row in rows if row.status is KeyStatus.COMPROMISED],
    )


@blueprint.get("/<issuer_key_id>")
@allow(Role.OPERATOR)
def show(issuer_key_id: str) -> ResponseReturnValue:
    """One key of anybody's."""
    return key_page(queries.key_for(current_actor(), issuer_key_id), blueprint.name)


@blueprint.post("/<issuer_key_id>/lost")
@allow(Role.OPERATOR)
def lost(issuer_key_id: str) -> ResponseReturnValue:
    """Report a loss in a town's stead."""
    return report_loss(queries.key_for(current_actor(), issuer_key_id), blueprint.name)


@blueprint.post("/<issuer_key_id>/drill")
@allow(Role.OPERATOR)
def hold_drill(issuer_key_id: str) -> ResponseReturnValue:
    """Act as if the key were lost, and take it back."""
    held = drill.hold(queries.key_for(current_actor(), issuer_key_id), by=current_actor())
    if held.is_passed:
        flash(_("訓練を終えました。すべて思ったとおりでした。結果は経過に残しました。"), "success")
    else:
        flash(_("訓練を終えました。うまくいかなかった項目があります。経過を見てください。"), "warning")
    return redirect(url_for("keys_operator.show", issuer_key_id=issuer_key_id), 303)


def _is_under_another(row: IssuerKey) -> bool:
    return row.wrapped_private is not None and row.kek_id != kek().current_id
