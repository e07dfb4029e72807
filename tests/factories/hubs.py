"""Hubs and hub persons, ready made."""

from typing import Any

from tests.factories.accounts import a_clerk, actor_of
from webapp.hubs import actions
from webapp.hubs.models import Hub, HubPerson

SHIOJIRI = "202151"


def a_hub(code: str = SHIOJIRI, **changes: Any) -> Hub:
    """A place that is open from Tuesday to Saturday."""
    values = {
        "name": "宿場の寄り合い所",
        "about": "だれでも立ち寄れる場所です。",
        "address": "大字奈良井",
        "open_days": "火〜土",
        "open_hours": "9:00〜17:00",
        "here": "台所\n机",
        **changes,
    }
    return actions.open_hub(code, values, by=actor_of(a_clerk(code)))


def a_hub_person(code: str = SHIOJIRI, **changes: Any) -> HubPerson:
    """Somebody who lives there, without a term."""
    values = {"shown_name": "奈良井のみさき", "kind": "resident", "topics": ["fruit"], **changes}
    return actions.appoint(code, values, by=actor_of(a_clerk(code)))
