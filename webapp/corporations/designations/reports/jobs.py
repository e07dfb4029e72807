"""Later work on reports: asking after the fiscal year, reminding once."""

from webapp.core.actor import system_actor
from webapp.corporations.designations.reports import actions


def catch_up() -> None:
    """What a day brings; repeating it changes nothing."""
    actions.ask_due(by=system_actor("designations.reports"))
    actions.remind_overdue()
