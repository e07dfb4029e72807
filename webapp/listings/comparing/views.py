"""The list of homes to compare, kept in the visitor's own browser, and the page that shows them side by side."""

from flask import Blueprint, flash, get_template_attribute, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.core.actor import Actor
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.listings import queries
from webapp.listings.comparing.side_by_side import MOST, homes_for, parts_of
from webapp.listings.models import ListingKind
from webapp.listings.queries import Shown

blueprint = Blueprint("comparing", __name__)
#: of the session: the ids, in the order in which they were chosen
CHOSEN = "compared"


@blueprint.get("/compare")
@allow(PUBLIC)
def index() -> str:
    """The homes named in the address, or else those chosen so far."""
    ids = request.args.getlist("home") or _chosen()
    homes = homes_for(current_actor(), ids[: 2 * MOST])
    only_different = bool(request.args.get("different")) and len(homes) > 1
    return render_template(
        "listings/comparing/index.html",
        homes=homes,
        parts=parts_of(homes, only_different=only_different) if homes else [],
        ids=[home.listing.id for home in homes],
        only_different=only_different,
        is_mine=not request.args.getlist("home"),
        form=ButtonForm(),
    )


@blueprint.post("/compare/<listing_id>")
@allow(PUBLIC)
def add(listing_id: str) -> ResponseReturnValue:
    """Put a home beside the others; a fifth one finds no room."""
    home = queries.listing_for(current_actor(), listing_id)
    still_there = [shown.listing.id for shown in homes_for(current_actor(), _chosen())]
    chosen = [known for known in still_there if known != home.id]
    if home.kind is not ListingKind.HOME:
        flash(_("くらべられるのは、住まいだけです。"), "warning")
    elif len(chosen) >= MOST:
        flash(
            _("くらべられるのは%(most)s件までです。どれかを外してから、もう一度選んでください。", most=MOST), "warning"
        )
    else:
        session[CHOSEN] = [*chosen, home.id]
        flash(_("「%(title)s」をくらべる一覧に入れました。", title=home.title), "success")
    return redirect(url_for("comparing.index"), 303)


@blueprint.post("/compare/<listing_id>/remove")
@allow(PUBLIC)
def remove(listing_id: str) -> ResponseReturnValue:
    """Take a home out of the list; one that is not in it changes nothing."""
    session[CHOSEN] = [known for known in _chosen() if known != listing_id]
    return redirect(url_for("comparing.index"), 303)


def _chosen() -> list[str]:
    kept = session.get(CHOSEN)
    return [str(one) for one in kept][:MOST] if isinstance(kept, list) else []


def aside(_actor: Actor, shown: Shown) -> Markup:
    """On a home's page: put it beside others, and work out what living there costs."""
    listing = shown.listing
    if listing.kind is not ListingKind.HOME or not listing.is_public:
        return Markup("")
    draw = get_template_attribute("listings/comparing/aside.html", "beside_a_home")
    return Markup(draw(listing.id, is_chosen=listing.id in _chosen()))  # noqa: S704 - a macro's own, escaped output
