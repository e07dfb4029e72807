"""The town's screens, one module for each errand of a clerk."""

from webapp.registrations.desk.views import (
    answers,
    assigning,
    bulk,
    counter,
    deputies,
    entry,
    paper,
    preview,
    queue,
    review,
)
from webapp.registrations.desk.views.blueprint import blueprint

__all__ = [
    "answers",
    "assigning",
    "blueprint",
    "bulk",
    "counter",
    "deputies",
    "entry",
    "paper",
    "preview",
    "queue",
    "review",
]
