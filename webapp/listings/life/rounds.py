"""The round over shown and ended listings: ask, hide, put away. Repeating it changes nothing."""

from webapp.core.actor import system_actor
from webapp.listings.life import actions, queries
from webapp.listings.models import ListingStatus

#: whatever a town's days: nobody is hidden before they had so long to answer
TIME_TO_ANSWER = 14


def keep_up() -> None:
    """Do what is due by each town's own days; days on which the worker rested are made up for."""
    for listing in queries.older_than(actions.ASK_AFTER, unasked=True):
        actions.ask(listing)
    for listing in queries.older_than(actions.HIDE_AFTER):
        if queries.was_asked_long_enough(listing, TIME_TO_ANSWER):
            actions.hide(listing)
    taken = queries.over_for(actions.SHOWN_AS_TAKEN, ListingStatus.CONTRACTED)
    for listing in [*taken, *queries.over_for(actions.PUT_AWAY_AFTER, ListingStatus.CLOSED, ListingStatus.EXPIRED)]:
        actions.put_away(listing, by=system_actor("listings.life"))
