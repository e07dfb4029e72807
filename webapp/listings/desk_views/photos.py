"""Pictures at the desk: add one, take one away."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.core.database import current_scope, session
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.listings import photos, queries
from webapp.listings.desk_views.blueprint import MAKERS, blueprint
from webapp.listings.forms import PhotoForm
from webapp.listings.models import Listing


@blueprint.route("/<listing_id>/photos", methods=["GET", "POST"])
@allow(*MAKERS)
def add_photo(listing_id: str) -> str | Response | tuple[str, int]:
    """Choose one picture and say what it shows."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = PhotoForm()
    if form.validate_on_submit():
        try:
            listing = _add(listing, form.picture.data.read(), form.alt.data or "")
        except BadFile as refused:
            form.picture.errors = [refused.sentence]
        else:
            flash(_("写真を加えました。"), "success")
            return redirect(url_for("listings_desk.summary", listing_id=listing.id), 303)
    return render_template("listings/desk/photo.html", form=form, listing=listing), 422 if form.errors else 200


def _add(listing: Listing, data: bytes, alt: str) -> Listing:
    """Shrinking takes seconds: it holds no transaction, so everything is read anew after it."""
    photos.check_room(listing)
    current_scope().commit()
    shrunk = photos.shrink(data)
    session().expire_all()
    fresh = queries.desk_listing_for(current_actor(), listing.id)
    photos.add(fresh, shrunk, alt=alt, by=current_actor())
    return fresh


@blueprint.post("/<listing_id>/photos/<photo_id>/remove")
@allow(*MAKERS)
def remove_photo(listing_id: str, photo_id: str) -> Response:
    """Take one picture away."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    photos.remove(listing, photo_id, by=current_actor())
    flash(_("写真を消しました。"), "success")
    return redirect(url_for("listings_desk.summary", listing_id=listing.id), 303)
