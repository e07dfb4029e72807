"""The desk of corporations, hub persons and towns: a listing drafted step by step."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import Actor, Role
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.corporations import queries as corporations
from webapp.listings import actions, held_back, queries
from webapp.listings.desk_views.blueprint import MAKERS, blueprint
from webapp.listings.desk_views.sections import answers_so_far, sections_of
from webapp.listings.forms import StartForm, TextsForm, TitleForm, details_form, place_choices, read_place
from webapp.listings.history import TONES
from webapp.listings.kinds import KINDS, kind_of
from webapp.listings.models import Listing, ListingStatus
from webapp.municipalities import queries as municipalities

Answer = str | Response | tuple[str, int]
#: states that wait for who writes, most pressing first
WAITING = (ListingStatus.CORRECTION, ListingStatus.STALE, ListingStatus.DRAFT, ListingStatus.PAUSED)


@blueprint.get("")
@allow(*MAKERS)
def index() -> str:
    """Everything this person or their corporation drafted; what is archived on a list of its own."""
    actor, archived = current_actor(), request.args.get("archived") == "1"
    found = sorted(queries.desk_listings_for(actor, archived=archived), key=_turn)
    rows = [_row(listing) for listing in found]
    held = held_back.listings_for(actor)
    return render_template(
        "listings/desk/index.html", rows=rows, places=places_of(actor), held_back=held, archived=archived
    )


def _turn(listing: Listing) -> int:
    """What waits for the writer stands above what runs by itself."""
    return WAITING.index(listing.status) if listing.status in WAITING else len(WAITING)


def _row(listing: Listing) -> dict[str, Any]:
    return {
        "href": url_for("listings_desk.summary", listing_id=listing.id),
        "title": listing.title,
        "who": listing.kind.label,
        "status": listing.status.label,
        "tone": TONES.get(listing.status, "neutral"),
        "received": show_date(listing.updated_at),
        "due": show_date(listing.expires_on),
        "overdue": False,
    }


def places_of(actor: Actor) -> list[tuple[str, str, str]]:
    """Where this person may list, and in whose name."""
    own = [*actor.municipalities, *actor.organisations(Role.HUB)]
    found = [(town.code, "", town.full_name) for town in municipalities.by_codes(own).values()]
    for corporation in corporations.of_actor(actor):
        for town in corporations.designating_towns(corporation.id):
            words = _("%(town)s（%(name)s）", town=town.full_name, name=corporation.name)
            found.append((town.code, corporation.id, words))
    return found


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*MAKERS)
def new() -> Answer:
    """Step 1: what, where, under which name."""
    form = StartForm()
    form.place.choices = place_choices(places_of(current_actor()))
    if form.validate_on_submit():
        code, corporation_id = read_place(form.place.data)
        listing = actions.start(
            kind_of(form.kind.data).kind,
            municipality_code=code,
            corporation_id=corporation_id,
            title=form.title.data or "",
            by=current_actor(),
        )
        return _to_first_section(listing)
    return _step("listings/desk/new.html", form, 1, None, invitations={k.value: v.invitation for k, v in KINDS.items()})


@blueprint.route("/<listing_id>/basics", methods=["GET", "POST"])
@allow(*MAKERS)
def basics(listing_id: str) -> Answer:
    """Step 1 again: the title."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = TitleForm(obj=listing)
    if form.validate_on_submit():
        actions.revise(listing, form_values(form), by=current_actor())
        return _to_first_section(listing)
    return _step("listings/desk/step.html", form, 1, listing)


@blueprint.get("/<listing_id>/details")
@allow(*MAKERS)
def details(listing_id: str) -> Response:
    """Step 2: the kind's own questions begin with their first section that still lacks something."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    return _to_first_section(listing)


@blueprint.route("/<listing_id>/details/<section>", methods=["GET", "POST"])
@allow(*MAKERS)
def section(listing_id: str, section: str) -> Answer:
    """Step 2, one section of the kind's questions."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    part = next((one for one in kind_of(listing.kind).steps(listing) if one.id == section), None)
    if part is None:
        raise NotThere
    form = details_form(listing.kind, part.names)(data=answers_so_far(listing))
    if form.validate_on_submit():
        actions.revise(listing, form_values(form), by=current_actor())
        return _after_section(listing, section)
    return _step("listings/desk/section.html", form, 2, listing, part=part, parts=sections_of(listing, section))


def _after_section(listing: Listing, section: str) -> Response:
    """The next section as the answers have it now, or where the writer asked to go."""
    if request.form.get("then") == "summary":
        return _go("summary", listing)
    ids = [part.id for part in kind_of(listing.kind).steps(listing)]
    following = ids[ids.index(section) + 1 :] if section in ids else ids
    return _to_section(listing, following[0]) if following else _go("texts", listing)


def _to_first_section(listing: Listing) -> Response:
    parts = sections_of(listing)
    return _to_section(listing, next((part for part in parts if part.open_musts), parts[0]).id)


def _to_section(listing: Listing, section: str) -> Response:
    return redirect(url_for("listings_desk.section", listing_id=listing.id, section=section), 303)


@blueprint.route("/<listing_id>/texts", methods=["GET", "POST"])
@allow(*MAKERS)
def texts(listing_id: str) -> Answer:
    """Step 3: words, themes, last day."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = TextsForm.of(listing)
    if form.validate_on_submit():
        actions.revise(listing, form_values(form), by=current_actor())
        return _go("summary", listing)
    return _step("listings/desk/step.html", form, 3, listing)


def form_values(form: Any) -> dict[str, Any]:
    """What was answered, without the token."""
    return {name: value for name, value in form.data.items() if name != "csrf_token"}


def _step(template: str, form: Any, number: int, listing: Listing | None, **values: Any) -> tuple[str, int]:
    page = render_template(template, form=form, number=number, listing=listing, **values)
    return page, 422 if form.errors else 200


def _go(endpoint: str, listing: Listing) -> Response:
    return redirect(url_for(f"listings_desk.{endpoint}", listing_id=listing.id), 303)


@blueprint.get("/<listing_id>")
@allow(*MAKERS)
def show(listing_id: str) -> Response:
    """The short address leads to the summary."""
    return _go("summary", queries.desk_listing_for(current_actor(), listing_id))
