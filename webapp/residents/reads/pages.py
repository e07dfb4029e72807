"""Whoever opens an address that names a row about a person has read of that person, whatever the page is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, request

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.permissions import current_actor
from webapp.core.services import services
from webapp.residents.reads import noting
from webapp.residents.reads.models import What

#: under this name the running app keeps what features lend: argument of an address → `About`
ABOUT = "pages_about_people"


@dataclass(frozen=True)
class About:
    """Which row an argument names, and over which keys it leads to the row with the person: (column, table)."""

    table: Any
    what: What
    through: tuple[tuple[str, Any], ...] = ()

    def row_of(self, key: str) -> Any:
        """The row with the person; a page that was just made has it in memory already."""
        row = session().get(self.table, key)
        for column, table in self.through:
            row = session().get(table, getattr(row, column)) if row is not None else None
        return row


def install(app: Flask) -> None:
    """Look at every answer before its transaction ends."""
    app.after_request(_look)


def _look(response: Response) -> Response:
    if response.status_code >= 400 or not request.view_args or g.get(noting.NOTED) or current_actor().user_id is None:
        return response
    known: Mapping[str, About] = services().extras[ABOUT]
    for name in request.view_args.keys() & known.keys():
        about = known[name]
        row = about.row_of(request.view_args[name])
        if row is not None:
            noting.note_after(response, [row.user_id], about.what, place=_place(row, current_actor()))
    return response


def _place(row: Any, by: Actor) -> str:
    """For whom the reader works here: the town, or the corporation that the person turned to."""
    corporation: str | None = getattr(row, "corporation_id", None)
    town: str = row.municipality_code
    return town if corporation is None or by.may_act_for(town) else corporation
