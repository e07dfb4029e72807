"""The town administrator's screens: its keys, the next one, one key with its history, the report of a loss."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.credentials.trust import day_start
from webapp.keys import actions, queries, upkeep
from webapp.keys.forms import LossForm
from webapp.keys.models import ISSUER_KEY, TOWN_PURPOSES, IssuerKey, KeyPurpose, KeyStatus
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality

blueprint = Blueprint("keys_staff", __name__, url_prefix="/staff/keys")


@blueprint.get("")
@blueprint.get("/<code>")
@allow(Role.MUNICIPALITY_ADMIN)
def index(code: str | None = None) -> ResponseReturnValue:
    """A town's keys by purpose."""
    town, towns = _administered(code)
    rows = queries.of_town(town.code)
    groups = [(purpose, [row for row in rows if row.purpose is purpose]) for purpose in TOWN_PURPOSES]
    waiting = {row.purpose for row in rows if row.status is KeyStatus.PENDING}
    by_hand = {row.purpose for row in rows if upkeep.needs_hand(row)}
    return render_template(
        "keys/index.html",
        town=town,
        towns=towns,
        groups=groups if rows else [],
        waiting=waiting,
        by_hand=by_hand,
        days=actions.OVERLAP.days,
    )


@blueprint.post("/<code>/<purpose>/rotate")
@allow(Role.MUNICIPALITY_ADMIN)
def rotate(code: str, purpose: str) -> ResponseReturnValue:
    """Publish the next key."""
    town, _towns = _administered(code)
    if purpose not in {known.value for known in TOWN_PURPOSES}:
        raise NotThere
    row = actions.rotate(town.code, KeyPurpose(purpose), by=current_actor())
    flash(_("次の鍵を公開しました。%(days)s日後に、使いはじめます。", days=actions.OVERLAP.days), "success")
    return redirect(url_for("keys_staff.show", issuer_key_id=row.id), 303)


@blueprint.get("/show/<issuer_key_id>")
@allow(Role.MUNICIPALITY_ADMIN)
def show(issuer_key_id: str) -> ResponseReturnValue:
    """One key: what it is for, when, where it lies, what happened to it."""
    return key_page(queries.key_for(current_actor(), issuer_key_id), blueprint.name)


@blueprint.post("/show/<issuer_key_id>/withdraw")
@allow(Role.MUNICIPALITY_ADMIN)
def withdraw(issuer_key_id: str) -> ResponseReturnValue:
    """Drop a key that waits for its first day."""
    actions.withdraw(queries.key_for(current_actor(), issuer_key_id), by=current_actor())
    flash(_("次の鍵を取りやめました。"), "success")
    return redirect(url_for("keys_staff.show", issuer_key_id=issuer_key_id), 303)


@blueprint.post("/show/<issuer_key_id>/lost")
@allow(Role.MUNICIPALITY_ADMIN)
def lost(issuer_key_id: str) -> ResponseReturnValue:
    """Report a loss: nothing signed from that day on is believed, and a new key signs at once."""
    return report_loss(queries.key_for(current_actor(), issuer_key_id), blueprint.name)


def report_loss(row: IssuerKey, desk: str) -> ResponseReturnValue:
    """Take the form of a loss at the town's or the operator's desk."""
    form = LossForm()
    if not form.validate():
        return key_page(row, desk, form), 422
    since = day_start(form.since.data or today())
    actions.mark_compromised(row, since=since, by=current_actor(), reason=form.reason.data or "")
    flash(_("鍵の漏えいを記録し、新しい鍵に替えました。証明書の発行し直しが始まります。"), "success")
    return redirect(url_for(f"{desk}.show", issuer_key_id=row.id), 303)


def key_page(row: IssuerKey, desk: str, form: LossForm | None = None) -> str:
    """One key as it is shown at the town's or the operator's desk."""
    signs_credentials = row.status is KeyStatus.ACTIVE and row.purpose is KeyPurpose.CREDENTIAL
    return render_template(
        "keys/show.html",
        key=row,
        town=municipalities.by_code(row.municipality_code) if row.municipality_code else None,
        moves={move.name for move in ISSUER_KEY.open_moves(row, by=current_actor())},
        history=told(history_of(row)),
        form=form or LossForm(since=today()),
        desk=desk,
        can_drill=signs_credentials and desk == "keys_operator",
    )


def _administered(code: str | None) -> tuple[Municipality, list[Municipality]]:
    """The town that is meant, by default the first, and all that this person administers. Raises NotThere."""
    towns = municipalities.by_codes(list(current_actor().organisations(Role.MUNICIPALITY_ADMIN)))
    chosen = towns.get(code or min(towns, default=""))
    if chosen is None:
        raise NotThere
    return chosen, [town for _code, town in sorted(towns.items())]
