"""What a maker does with a listing as a whole: looks at it, sends it, marks talks and contracts, says it still holds."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.listings import actions, photo_wishes, queries, rules
from webapp.listings.desk_views.blueprint import MAKERS, blueprint
from webapp.listings.desk_views.drafts import Answer, form_values
from webapp.listings.desk_views.sections import sections_of
from webapp.listings.forms import ReasonForm, touch_up_form
from webapp.listings.history import TONES, entries
from webapp.listings.kinds import kind_of
from webapp.listings.life import actions as life
from webapp.listings.life.queries import is_waiting
from webapp.listings.models import LISTING, Listing
from webapp.listings.wages import checking as wages
from webapp.municipalities import queries as municipalities

#: moves without a reason: name → what does it, what is said afterwards
_PLAIN = {
    "negotiate": (life.negotiate, _l("「交渉中」と出しました。")),
    "offer_again": (life.offer_again, _l("募集に戻しました。")),
    "contract": (life.contract, _l("「契約済」と出しました。しばらくしてから、保管に移します。")),
    "confirm": (life.confirm, _l("情報の時点を、きょうにしました。")),
}


@blueprint.get("/<listing_id>/summary")
@allow(*MAKERS)
def summary(listing_id: str) -> str:
    """Step 4: everything at a glance, what is missing, what can be done now."""
    return summary_page(queries.desk_listing_for(current_actor(), listing_id))


def summary_page(listing: Listing, reason_form: ReasonForm | None = None, asked: str = "") -> str:
    """The summary, with a refused reason kept where it was typed."""
    kind = kind_of(listing.kind)
    return render_template(
        "listings/desk/summary.html",
        listing=listing,
        kind=kind,
        place=municipalities.by_code(listing.municipality_code),
        answered=kind.facts_by_section(listing),
        parts=sections_of(listing),
        obstacles=rules.obstacles(listing),
        wage=wages.check(listing),
        is_waiting=is_waiting(listing),
        moves={move.name for move in LISTING.open_moves(listing, by=current_actor())},
        is_open=listing.status in rules.OPEN,
        tone=TONES.get(listing.status, "neutral"),
        consents=queries.consents_of(listing),
        photos=(photos := queries.photos_of(listing)),
        photo_wishes=photo_wishes.wishes(listing, photos),
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
    return _to_summary(listing)


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
    return _to_summary(listing)


@blueprint.post("/<listing_id>/<any(negotiate,offer_again,contract,confirm):move>")
@allow(*MAKERS)
def mark(listing_id: str, move: str) -> Response:
    """Mark talks, their end, a contract; or say that everything still holds."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    act, said = _PLAIN[move]
    act(listing, by=current_actor())
    flash(str(said), "success")
    return _to_summary(listing)


@blueprint.route("/<listing_id>/touch-up", methods=["GET", "POST"])
@allow(*MAKERS)
def touch_up(listing_id: str) -> Answer:
    """Change a number or the last day without leaving the public view."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = touch_up_form(listing.kind)(obj=listing)
    if form.validate_on_submit():
        life.touch_up(listing, form_values(form), by=current_actor())
        flash(_("直しました。情報の時点も、きょうになりました。"), "success")
        return _to_summary(listing)
    page = render_template("listings/desk/touch_up.html", form=form, listing=listing)
    return page, 422 if form.errors else 200


def _to_summary(listing: Listing) -> Response:
    return redirect(url_for("listings_desk.summary", listing_id=listing.id), 303)
