"""The corporation's screens: what it got and takes as a file, and what it has to delete."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import sheets
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.listings.consents import recall
from webapp.listings.packages import actions, queries, sheet
from webapp.listings.packages.forms import DeletedForm
from webapp.listings.packages.models import INFO_PACKAGE
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("packages", __name__, url_prefix="/desk")
#: a bank's towns also hold homes of others
HOLDERS = (Role.CORPORATION, *TOWN_ROLES)


@blueprint.get("/packages")
@allow(Role.CORPORATION)
def index() -> str:
    """What towns handed over."""
    rows = queries.received_by(current_actor())
    towns = municipalities.by_codes({row.municipality_code for row in rows})
    return render_template("listings/packages/index.html", rows=rows, towns=towns)


@blueprint.get("/packages/<info_package_id>")
@allow(Role.CORPORATION)
def show(info_package_id: str) -> str:
    """One of them: what for, until when, which listings."""
    package = queries.received_for(current_actor(), info_package_id)
    return render_template(
        "listings/packages/show.html",
        package=package,
        place=municipalities.by_code(package.municipality_code),
        lines=queries.lines_of(package),
        is_open=package.status in INFO_PACKAGE.moves["end"].sources,
    )


@blueprint.post("/packages/<info_package_id>/file")
@allow(Role.CORPORATION)
def download(info_package_id: str) -> Response:
    """The sheet; that it was taken is written down, which a GET may not do."""
    package = queries.received_for(current_actor(), info_package_id)
    body = sheets.as_csv(sheet.head(), actions.download(package, by=current_actor()))
    headers = {
        "Content-Disposition": f'attachment; filename="futamachi-{package.id[-6:].lower()}.csv"',
        "Cache-Control": "private, no-store",
    }
    return Response(body, mimetype="text/csv", headers=headers)


@blueprint.get("/deletions")
@allow(*HOLDERS)
def deletions() -> str:
    """What this organisation was asked to delete."""
    return render_template("listings/packages/own_deletions.html", rows=recall.asked_of(current_actor()))


@blueprint.route("/deletions/<deletion_request_id>", methods=["GET", "POST"])
@allow(*HOLDERS)
def deleted(deletion_request_id: str) -> ResponseReturnValue:
    """Say that it is deleted."""
    row, form = recall.request_for(current_actor(), deletion_request_id), DeletedForm()
    if not form.validate_on_submit():
        page = render_template("listings/packages/deleted.html", row=row, form=form)
        return page, 422 if form.is_submitted() else 200
    recall.confirm(row, by=current_actor(), note=form.note.data or "")
    flash(_("消したことを、市町村に知らせました。"), "success")
    return redirect(url_for(".deletions"), 303)
