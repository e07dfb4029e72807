"""Brings in the table of minimum wages and says what became of it."""

from pathlib import Path

import click
from sqlmodel import col, select

from webapp.core.i18n import gettext as _
from webapp.core.services import Services
from webapp.listings.wages import actions, reading
from webapp.municipalities.models import AreaKind, Municipality


def import_minimum_wages(services: Services, file: Path, source: str) -> None:
    """The whole file in one transaction."""
    with services.database.transaction() as session:
        chosen = select(Municipality).where(Municipality.kind == AreaKind.PREFECTURE)
        prefectures = list(session.exec(chosen.order_by(col(Municipality.code))))
        rows = reading.read(file, prefectures)
        new, changed = actions.take_over(rows, source)
    click.echo(
        _(
            "最低賃金を%(count)s件読みました（新規 %(new)s、更新 %(changed)s）。",
            count=len(rows),
            new=new,
            changed=changed,
        )
    )
