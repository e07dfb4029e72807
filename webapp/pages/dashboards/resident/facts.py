"""What several parts of a resident's dashboard need, read once each."""

from functools import cached_property

from webapp.bookings import queries as bookings
from webapp.bookings.models import Booking, BookingCalendar
from webapp.core.actor import Actor, Role
from webapp.hubs.gatherings import queries as gatherings
from webapp.hubs.gatherings.models import Gathering
from webapp.inquiries.threads import queries as threads
from webapp.inquiries.threads.models import Thread
from webapp.matches.desk import queries as desk
from webapp.matches.scouting import queries as scouting
from webapp.municipalities.models import Municipality
from webapp.participations import queries as participations
from webapp.pledges import queries as pledges
from webapp.pledges.models import Pledge
from webapp.projects.models import Project
from webapp.registrations import queries as registrations
from webapp.registrations.life import queries as life
from webapp.registrations.life.models import Renewal
from webapp.registrations.models import OPEN, Registration, RegistrationStatus
from webapp.residents import queries as residents
from webapp.residents.models import Resident


class Mine:
    """One person's own rows; what a person without the role cannot have is empty and not asked for."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.is_resident = actor.has(Role.RESIDENT)

    @cached_property
    def profile(self) -> Resident | None:
        """What they told about themselves."""
        return residents.profile_of(self.actor) if self.is_resident else None

    @cached_property
    def registrations(self) -> list[tuple[Registration, Municipality]]:
        """Every application and registration, newest first."""
        return registrations.registrations_of(self.actor) if self.is_resident else []

    @property
    def current(self) -> list[tuple[Registration, Municipality]]:
        """Those of which something may still come; what stands first."""
        found = [(row, town) for row, town in self.registrations if row.status in OPEN]
        return sorted(found, key=lambda pair: pair[0].status is not RegistrationStatus.APPROVED)

    @cached_property
    def renewals(self) -> list[Renewal]:
        """Renewals that wait for the person's word."""
        return life.asked_of(self.actor) if self.current else []

    @cached_property
    def bookings(self) -> list[tuple[Booking, BookingCalendar]]:
        """Every booking, the latest first."""
        return bookings.own(self.actor)

    @cached_property
    def participations(self) -> list[participations.Own]:
        """Every application to take part, the newest first."""
        return participations.own(self.actor)

    @cached_property
    def gatherings(self) -> list[Gathering]:
        """Where they said they come."""
        return gatherings.coming_for(self.actor)

    @cached_property
    def threads(self) -> list[Thread]:
        """What they asked."""
        return threads.own_threads(self.actor)

    @cached_property
    def scouts(self) -> int:
        """How many towns or corporations wait for a word."""
        return scouting.waiting_for(self.actor) if self.is_resident else 0

    @cached_property
    def suggested(self) -> int:
        """How many offers with few places a town gave them first."""
        return len(desk.own_shown(self.actor)) if self.is_resident else 0

    @cached_property
    def pledges(self) -> list[tuple[Pledge, Project]]:
        """Every donation, newest first."""
        return pledges.pledges_of(self.actor)
