"""Chips of kept filters on every queue that has them; the one kept as the beginning opens the queue."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import STAFF_ROLES, Role
from webapp.core.errors import RuleBroken
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.desk.kept import actions
from webapp.desk.kept.forms import KeepForm
from webapp.desk.kept.models import KeptFilter
from webapp.desk.kept.places import KNOWN, PLAIN, known_args

blueprint = Blueprint("kept_filters", __name__, url_prefix="/staff/kept")
#: who has queues of a town or a corporation
KEEPERS = STAFF_ROLES - {Role.OPERATOR}


@dataclass(frozen=True)
class Shown:
    """What a queue shows of kept filters."""

    plain_href: str
    chips: list[tuple[KeptFilter, str, bool]]
    form: KeepForm | None


@blueprint.before_app_request
def open_with_the_kept_one() -> ResponseReturnValue | None:
    """A queue that is opened without any condition opens with the one that its reader chose for that."""
    place = request.endpoint or ""
    if place not in KNOWN or request.method != "GET" or request.view_args or not current_actor().is_staff:
        return None
    g.kept_filters = actions.kept_by(current_actor(), place)
    asked = next((_args(row) for row in g.kept_filters if row.is_default), {})
    return redirect(url_for(place, **asked), 303) if asked and not request.args else None


def _args(row: KeptFilter) -> dict[str, Any]:
    return dict(known_args(row.place, row.args))


def _plain(place: str) -> str:
    """The queue without the filter that opens it."""
    asked: dict[str, Any] = {PLAIN: "1"}
    return url_for(place, **asked)


@blueprint.app_template_global()
def kept_filters() -> Shown | None:
    """The chips of this queue; None where nothing can be kept."""
    rows: list[KeptFilter] | None = g.get("kept_filters")
    if rows is None:
        return None
    place = request.endpoint or ""
    now = known_args(place, request.args.to_dict())
    chips = [(row, url_for(place, **_args(row)), _args(row) == now) for row in rows]
    is_new = bool(now) and not any(is_current for _row, _href, is_current in chips)
    form = KeepForm(formdata=None, place=place, query=urlencode(now), prefix="keep") if is_new else None
    return Shown(_plain(place), chips, form)


@blueprint.post("")
@allow(*KEEPERS)
def keep() -> ResponseReturnValue:
    """Keep the conditions under a name and go back to them."""
    form = KeepForm(prefix="keep")
    if not form.validate():
        raise RuleBroken(_("名前を%(max)s字までで入力してください。", max=30))
    asked = dict(parse_qsl(form.query.data or ""))
    row = actions.keep(
        form.place.data or "", form.name.data or "", asked, opens=bool(form.opens.data), by=current_actor()
    )
    flash(_("条件「%(name)s」を残しました。", name=row.name), "success")
    return redirect(url_for(row.place, **_args(row)), 303)


@blueprint.post("/<kept_filter_id>/<any(first, drop):move>")
@allow(*KEEPERS)
def change(kept_filter_id: str, move: str) -> ResponseReturnValue:
    """Open the queue with it (or no longer), or forget it."""
    row = actions.own_filter(current_actor(), kept_filter_id)
    if ButtonForm().validate():
        if move == "drop":
            actions.forget(row)
            flash(_("条件「%(name)s」を消しました。", name=row.name), "success")
        elif row.is_default:
            row.is_default = False
        else:
            actions.let_open(row, by=current_actor())
    return redirect(_plain(row.place), 303)
