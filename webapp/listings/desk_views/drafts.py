"""The desk of corporations, hub persons and towns: a listing drafted step by step, sent, paused, ended."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.corporations import queries as corporations
from webapp.listings import actions, held_back, queries, rules
from webapp.listings.desk_views.blueprint import MAKERS, blueprint
from webapp.listings.forms import ReasonForm, StartForm, TextsForm, TitleForm, details_form, place_choices, read_place
from webapp.listings.history import TONES, entries
from webapp.listings.kinds import KINDS, kind_of
from webapp.listings.models import LISTING, Listing
from webapp.municipalities import queries as municipalities

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@allow(*MAKERS)
def index() -> str:
    """Everything this person or their corporation drafted."""
    actor = current_actor()
    rows = [_row(listing) for listing in queries.desk_listings_for(actor)]
    held = held_back.listings_for(actor)
    return render_template("listings/desk/index.html", rows=rows, places=_places(), held_back=held)


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


def _places() -> list[tuple[str, str, str]]:
    """Where this person may list, and in whose name."""
    actor = current_actor()
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
    form.place.choices = place_choices(_places())
    if form.validate_on_submit():
        code, corporation_id = read_place(form.place.data)
        listing = actions.start(
            kind_of(form.kind.data).kind,
            municipality_code=code,
            corporation_id=corporation_id,
            title=form.title.data or "",
            by=current_actor(),
        )
        return _go("details", listing)
    return _step("listings/desk/new.html", form, 1, None, invitations={k.value: v.invitation for k, v in KINDS.items()})


@blueprint.route("/<listing_id>/basics", methods=["GET", "POST"])
@allow(*MAKERS)
def basics(listing_id: str) -> Answer:
    """Step 1 again: the title."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = TitleForm(obj=listing)
    if form.validate_on_submit():
        actions.revise(listing, form_values(form), by=current_actor())
        return _go("details", listing)
    return _step("listings/desk/step.html", form, 1, listing)


@blueprint.route("/<listing_id>/details", methods=["GET", "POST"])
@allow(*MAKERS)
def details(listing_id: str) -> Answer:
    """Step 2: the kind's own questions."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    kind = kind_of(listing.kind)
    known = {name: getattr(listing, name) for name in kind.columns}
    form = details_form(listing.kind)(data={**kind.details.read(listing.details).model_dump(), **known})
    if form.validate_on_submit():
        actions.revise(listing, form_values(form), by=current_actor())
        return _go("texts", listing)
    return _step("listings/desk/step.html", form, 2, listing)


@blueprint.route("/<listing_id>/texts", methods=["GET", "POST"])
@allow(*MAKERS)
def texts(listing_id: str) -> Answer:
    """Step 3: words, themes, last day."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = TextsForm(obj=listing)
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


@blueprint.get("/<listing_id>/summary")
@allow(*MAKERS)
def summary(listing_id: str) -> str:
    """Step 4: everything at a glance, what is missing, what can be done now."""
    return summary_page(queries.desk_listing_for(current_actor(), listing_id))


def summary_page(listing: Listing, reason_form: ReasonForm | None = None, asked: str = "") -> str:
    """The summary, with a refused reason kept where it was typed."""
    actor = current_actor()
    return render_template(
        "listings/desk/summary.html",
        listing=listing,
        kind=kind_of(listing.kind),
        place=municipalities.by_code(listing.municipality_code),
        answers=kind_of(listing.kind).facts(listing),
        obstacles=rules.obstacles(listing),
        moves={move.name for move in LISTING.open_moves(listing, by=actor)},
        is_open=listing.status in rules.OPEN,
        consents=queries.consents_of(listing),
        photos=queries.photos_of(listing),
        history=entries(history_of(listing)),
        form=reason_form or ReasonForm(formdata=None),
        asked=asked,
    )


@blueprint.post("/<listing_id>/submit")
@allow(*MAKERS)
def submit(listing_id: str) -> Response:
    """Send the draft to the municipality, or send it again."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    is_again = listing.status in LISTING.moves["resubmit"].sources
    (actions.resubmit if is_again else actions.submit)(listing, by=current_actor())
    flash(_("市町村に送りました。確認が終わると、メールでお知らせします。"), "success")
    return _go("summary", listing)


@blueprint.post("/<listing_id>/<any(pause,close):move>")
@allow(*MAKERS)
def stop(listing_id: str, move: str) -> Answer:
    """Take it out of sight, for now or for good."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return summary_page(listing, form, move), 422
    (actions.pause if move == "pause" else actions.close)(listing, by=current_actor(), reason=form.reason.data or "")
    flash(_("掲載を休止しました。") if move == "pause" else _("掲載を終えました。"), "success")
    return _go("summary", listing)


@blueprint.get("/<listing_id>")
@allow(*MAKERS)
def show(listing_id: str) -> Response:
    """The short address leads to the summary."""
    return _go("summary", queries.desk_listing_for(current_actor(), listing_id))
