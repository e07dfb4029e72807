"""Pages for everybody: the front page, the dashboard with each role's next steps, help, the language switch."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.core.dotmap import Lit, dot_map
from webapp.core.freshness import revisited
from webapp.core.furigana.pages import CHOICES, FURIGANA_COOKIE
from webapp.core.i18n import LOCALES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.core.security import local_path
from webapp.core.services import settings
from webapp.core.templating import LANGUAGE_COOKIE
from webapp.listings.places import layer
from webapp.municipalities import queries as municipalities
from webapp.pages.accessibility.results import last_run
from webapp.pages.dashboards.views import first_page
from webapp.pages.numbers import live_numbers
from webapp.pages.stories import stories
from webapp.projects import queries as projects
from webapp.projects.views import with_goals

blueprint = Blueprint("pages", __name__)
ONE_YEAR_SECONDS = 365 * 24 * 3600
STORIES = 3


@blueprint.get("/")
@allow(PUBLIC)
@revisited
def front() -> ResponseReturnValue:
    """What this is, for each of its three audiences, at one glance."""
    return render_template(
        "pages/front.html",
        map=_map_of_towns(),
        numbers=live_numbers(),
        stories=stories(),
        running=with_goals(projects.open_projects()[:STORIES]),
    )


def _map_of_towns() -> Markup | None:
    """Every municipality a dot, those that take part lit."""
    places = layer()
    points = [point for group in places.points.values() for point in group]
    if not points:
        return None
    lit = [
        Lit(town.longitude, town.latitude, town.full_name, url_for("municipalities.show", code=town.code))
        for _programme, town in municipalities.active_programmes()
        if town.longitude is not None and town.latitude is not None
    ]
    title = _("ふたまちに参加しているまち")
    description = _("日本の市町村を点で示した地図です。明るい点が、参加しているまちです。")
    return dot_map(points, lit, title=title, description=description, ident="front-map", slow=True)


@blueprint.get("/my")
@allow(SIGNED_IN)
def dashboard() -> ResponseReturnValue:
    """The dashboard of what a person does most; see `dashboards`."""
    return first_page(current_actor())


@blueprint.post("/language")
@allow(PUBLIC)
def set_language() -> ResponseReturnValue:
    """Remember the chosen language, or whether kanji get their readings, and go back to the page."""
    response = redirect(local_path(request.values.get("next"), "/"), 303)
    over_https = settings().base_url.startswith("https://")
    for name, cookie, choices in (("locale", LANGUAGE_COOKIE, LOCALES), ("furigana", FURIGANA_COOKIE, CHOICES)):
        chosen = request.values.get(name, "")
        if chosen in choices:
            response.set_cookie(
                cookie, chosen, max_age=ONE_YEAR_SECONDS, samesite="Lax", httponly=True, secure=over_https
            )
    return response


@blueprint.get("/help", endpoint="help")
@allow(PUBLIC)
@revisited
def help_page() -> ResponseReturnValue:
    """How the service works, by the question a person has."""
    return render_template("pages/help.html")


@blueprint.get("/accessibility")
@allow(PUBLIC)
@revisited
def accessibility() -> ResponseReturnValue:
    """What we aim at, what we checked, and whom to tell."""
    return render_template("pages/accessibility/statement.html", run=last_run())


@blueprint.get("/privacy")
@allow(PUBLIC)
@revisited
def privacy() -> ResponseReturnValue:
    """What is stored, why, who sees it, and how it is deleted."""
    return render_template("pages/privacy.html")
