"""What several parts of a corporation's dashboard need, read once each."""

from datetime import timedelta
from functools import cached_property

from webapp.bookings.counts import booked_for, requested_for
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.inquiries.threads.queries import waiting_for as threads_waiting
from webapp.inquiries.threads.speed import Speed, asked_for
from webapp.listings.ageing import Aged, ages_for
from webapp.listings.own import Own, own_for
from webapp.matches.opened import views_of
from webapp.participations.counts import applied_for
from webapp.participations.counts import waiting_for as applications_waiting

DAYS = 90


class Corporation:
    """The corporations that the actor works for, over the last ninety days."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.since = now() - timedelta(days=DAYS)

    @cached_property
    def listings(self) -> list[Own]:
        """What they list."""
        return own_for(self.actor)

    @cached_property
    def views(self) -> dict[str, int]:
        """How often residents opened each."""
        return views_of([one.id for one in self.listings], self.since)

    @cached_property
    def speed(self) -> Speed:
        """What was asked of them."""
        return asked_for(self.actor, self.since)

    @cached_property
    def bookings(self) -> dict[str, int]:
        """Visits and other bookings of each listing."""
        return booked_for(self.actor, self.since)

    @cached_property
    def applications(self) -> dict[str, tuple[int, int]]:
        """Applications to each listing, and how many of them were taken in."""
        return applied_for(self.actor, self.since)

    @cached_property
    def ageing(self) -> list[Aged]:
        """Their offers by the age of the last word."""
        return ages_for(self.actor)

    @cached_property
    def waiting(self) -> tuple[int, int, int]:
        """How many threads, bookings and applications wait for an answer."""
        return threads_waiting(self.actor), requested_for(self.actor), applications_waiting(self.actor)
