"""Pictures at the desk: several sent at once, described, put in order, taken away."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.core.database import current_scope, session
from webapp.core.error_pages import wants_json
from webapp.core.errors import BadFile
from webapp.core.forms import Form
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.pictures import LARGEST_MIB
from webapp.listings import photo_wishes, photos, queries
from webapp.listings.desk_views.blueprint import MAKERS, blueprint
from webapp.listings.forms import PhotosForm, kind_name, photo_texts_form, text_name
from webapp.listings.models import Listing, ListingKind, ListingPhoto

Answer = str | Response | tuple[str, int]


@blueprint.route("/<listing_id>/photos", methods=["GET", "POST"])
@allow(*MAKERS)
def add_photo(listing_id: str) -> Answer:
    """The listing's pictures, and more of them."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = PhotosForm()
    if form.validate_on_submit():
        try:
            _add(listing, form.pictures.data)
        except BadFile as refused:
            if wants_json():
                raise
            form.pictures.errors = [refused.sentence]
        else:
            return jsonify(ok=True) if wants_json() else _back(listing)
    return _page(listing, form)


def _page(listing: Listing, form: Form, texts: Form | None = None) -> tuple[str, int]:
    known = queries.photos_of(listing)
    texts = texts or _texts_form(listing, known)
    page = render_template(
        "listings/desk/photos.html",
        listing=listing,
        photos=known,
        form=form,
        texts=texts,
        text_name=text_name,
        kind_name=kind_name,
        wishes=photo_wishes.wishes(listing, known),
        most=photos.MOST,
        room=len(known) < photos.MOST,
    )
    return page, 422 if form.errors or texts.errors else 200


def _texts_form(listing: Listing, known: list[ListingPhoto]) -> Form:
    return photo_texts_form(known, with_kinds=listing.kind is ListingKind.HOME)


def _add(listing: Listing, sent: list[Any]) -> None:
    """Files travel, perhaps to a bucket: that holds no transaction, so everything is read anew after it."""
    photos.check_room(listing, len(sent))
    current_scope().commit()
    kept = [photos.keep(one.stream.read(LARGEST_MIB * 2**20 + 1)) for one in sent]
    session().expire_all()
    photos.add(queries.desk_listing_for(current_actor(), listing.id), kept, by=current_actor())


def _back(listing: Listing, photo_id: str = "") -> Response:
    anchor = f"photo-{photo_id}" if photo_id else "order"
    return redirect(url_for("listings_desk.add_photo", listing_id=listing.id, _anchor=anchor), 303)


@blueprint.post("/<listing_id>/photos/texts")
@allow(*MAKERS)
def describe_photos(listing_id: str) -> Answer:
    """Save what the pictures show."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    if refused := _save_texts(listing):
        return refused
    flash(_("写真の説明を保存しました。"), "success")
    return _back(listing)


@blueprint.post("/<listing_id>/photos/<photo_id>/move")
@allow(*MAKERS)
def move_photo(listing_id: str, photo_id: str) -> Answer:
    """Put one picture at another place; what was typed beside it is saved too."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    if refused := _save_texts(listing):
        return refused
    photos.move(listing, photo_id, request.form.get("place", 0, type=int), by=current_actor())
    return _back(listing, photo_id)


@blueprint.post("/<listing_id>/photos/<photo_id>/remove")
@allow(*MAKERS)
def remove_photo(listing_id: str, photo_id: str) -> Answer:
    """Take one picture away."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    if refused := _save_texts(listing):
        return refused
    photos.remove(listing, photo_id, by=current_actor())
    flash(_("写真を消しました。"), "success")
    return _back(listing)


def _save_texts(listing: Listing) -> tuple[str, int] | None:
    """Keep the words that came along; the page with its errors when they cannot stand."""
    known = queries.photos_of(listing)
    texts = _texts_form(listing, known)
    if not texts.validate():
        return _page(listing, PhotosForm(formdata=None), texts)
    changed = {photo.id: texts[text_name(photo)].data or "" for photo in known if text_name(photo) in request.form}
    kinds = {photo.id: texts[kind_name(photo)].data for photo in known if kind_name(photo) in request.form}
    if any((changed.get(p.id, p.alt), kinds.get(p.id, p.shows)) != (p.alt, p.shows) for p in known):
        photos.describe(listing, changed, kinds=kinds, by=current_actor())
    return None
