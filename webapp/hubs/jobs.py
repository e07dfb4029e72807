"""Later work on hub persons: terms that will end, and those that have ended."""

from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.hubs import actions, queries
from webapp.hubs.models import HUB_PERSON
from webapp.municipalities import queries as municipalities
from webapp.municipalities.settings import PARAMETERS

NOTICE = "hub_term_notice_days"


def catch_up() -> None:
    """Announce ends and end what is over; repeating it changes nothing."""
    for person in queries.past_their_term():
        HUB_PERSON.apply(person, "end", by=system_actor("hubs.terms"))
    for person in queries.ending_within(PARAMETERS[NOTICE].high):
        days = municipalities.setting(NOTICE, person.municipality_code)
        if person.ends_on is not None and (person.ends_on - today()).days <= days:
            actions.announce_end(person)
