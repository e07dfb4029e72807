"""The parts of a town's page that are read from the features above it."""

from typing import Any

from webapp.certificates.benefits import queries as benefits
from webapp.core.actor import Actor
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality, Programme, ProgrammeStatus
from webapp.municipalities.travel import rule
from webapp.pages.town.coming import coming_in
from webapp.pages.town.next_step import next_step
from webapp.pages.town.offers import offers_of
from webapp.pages.town.people import people_of
from webapp.pages.town.ways import ways_to
from webapp.projects import queries as projects
from webapp.projects.views import with_goals

PROJECTS, BENEFITS = 2, 4
_PREMIUM = ("premium_activities", "premium_activity_months", "premium_most_towns")


def parts_of(town: Municipality, programme: Programme, actor: Actor) -> dict[str, Any]:
    """By the names that the template uses."""
    settings = municipalities.settings_in(_PREMIUM, [town.code])
    return {
        "ways": ways_to(town, actor),
        "way_rule": rule(),
        "offers": offers_of(town.code),
        "people": people_of(town.code),
        "coming": coming_in(town.code),
        "running": with_goals(projects.open_projects(town.code)[:PROJECTS]),
        "benefits": benefits.on_offer_in({town.code})[:BENEFITS],
        "premium": {key: settings[key, town.code] for key in _PREMIUM},
        "next_step": next_step(town, actor, is_open=programme.status is ProgrammeStatus.ACTIVE),
    }
