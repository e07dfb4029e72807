"""The operator's dashboard: towns, queues, answers of the service, the model, the disk; nothing about a person."""

from webapp.core.actor import Role
from webapp.core.i18n import lazy as _l
from webapp.pages.dashboards.operator import machine, service
from webapp.pages.dashboards.operator.facts import Service
from webapp.pages.dashboards.panel import Board

BOARD = Board(
    key="operator",
    label=_l("サービスのようす"),
    roles=frozenset({Role.OPERATOR}),
    facts=Service,
    step=service.step,
    panels={
        "towns": service.towns,
        "jobs": service.jobs,
        "answers": machine.answers,
        "speed": machine.speed,
        "model": service.model,
        "disk": machine.disk,
    },
)
