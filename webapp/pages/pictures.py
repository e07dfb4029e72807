"""What shared links of towns and listings show: pictures drawn by the server."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.core.actor import ANONYMOUS
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.core.share.cards import Shown, answer, draw
from webapp.core.templating import SITE_NAME, show_date
from webapp.listings import queries as listings
from webapp.listings.kinds import kind_of
from webapp.listings.photos import WIDTHS
from webapp.municipalities import gazetteer
from webapp.municipalities import queries as municipalities
from webapp.pages.town.offers import offers_of

blueprint = Blueprint("pictures", __name__)
FACTS = 2


@blueprint.get("/picture.png")
@allow(PUBLIC)
def front() -> ResponseReturnValue:
    """The service itself: what it is for."""
    shown = Shown(
        kicker=_("二地域居住のための公共サービス"),
        title=_("もうひとつの暮らしを、まちと一緒に。"),
        lines=(_("二つの地域で暮らす人と、迎えるまちをつなぐ公共サービスです。"),),
        foot="",
        site=SITE_NAME,
    )
    return answer(draw(shown))


@blueprint.get("/municipalities/<code>/picture.png")
@allow(PUBLIC)
def town(code: str) -> ResponseReturnValue:
    """A town that takes part: its name, where it is, what is there now."""
    found, programme = municipalities.city(code), municipalities.running_programme(code)
    if programme is None:
        raise NotThere
    message = " ".join(programme.message.split())
    now = [_("%(kind)s %(n)s件", kind=label, n=count) for _kind, label, count in offers_of(code).kinds]
    has_place = found.longitude is not None and found.latitude is not None
    shown = Shown(
        kicker=f"{found.prefecture_label}　{found.reading}",
        title=found.short_name,
        lines=(message.partition("。")[0] + "。",) if message else (),
        foot=_("・").join(now[:3]) or _("二地域居住の窓口"),
        site=SITE_NAME,
        points=tuple(gazetteer.points()) if has_place else (),
        lit=(found.longitude or 0.0, found.latitude or 0.0) if has_place else None,
    )
    return answer(draw(shown))


@blueprint.get("/listings/<listing_id>/picture.png")
@allow(PUBLIC)
def listing(listing_id: str) -> ResponseReturnValue:
    """A public listing: what, where, the facts that decide, its first photo."""
    found = listings.shown_for(ANONYMOUS, listing_id)
    if not found.listing.is_public:
        raise NotThere
    kind = kind_of(found.listing.kind)
    facts = [f"{label}　{value}" for label, value in kind.deciding_facts(found.listing) if value]
    photo = next((photo for photo in found.photos if photo.is_ready), None)
    shown = Shown(
        kicker=f"{kind.label_of(found.listing.details)}　{found.place.full_name}",
        title=found.listing.title,
        lines=tuple(facts[:FACTS]),
        foot=_("%(day)s時点の情報", day=show_date(found.listing.as_of)) if found.listing.as_of else "",
        site=SITE_NAME,
        photo_key=photo.key_of(WIDTHS[-1]) if photo else "",
    )
    return answer(draw(shown))
