"""Later work on banks: registrations of users end on their day."""

from webapp.banks.users import registering
from webapp.core.actor import system_actor


def catch_up() -> None:
    """What a day brings; repeating it changes nothing."""
    registering.expire_due(by=system_actor("banks.daily"))
