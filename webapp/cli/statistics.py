"""Brings in a file of statistics and says what it holds, what it lacks and which cells are no numbers."""

from pathlib import Path

import click

from webapp.core.actor import system_actor
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.services import Services
from webapp.municipalities.statistics.loading import Loaded, load
from webapp.municipalities.statistics.reading import Sheet, read

MOST_NAMED = 20


def import_statistics(services: Services, file: Path, source: str) -> None:
    """Import an edition as a whole and print what became of it."""
    sheet = read(file)
    with services.database.transaction():
        loaded = load(sheet, source, by=system_actor("import"))
        for line in _summary(sheet, loaded):
            click.echo(line)


def _summary(sheet: Sheet, loaded: Loaded) -> list[str]:
    lines = [
        _(
            "%(edition)s：%(rows)s市区町村、%(items)s項目を取り込みました。",
            edition=loaded.edition.name,
            rows=f"{loaded.edition.rows:,}",
            items=len(sheet.items),
        )
    ]
    if loaded.unknown:
        codes = joined(loaded.unknown[:MOST_NAMED])
        lines.append(_("いまの市区町村にないコード %(n)s件：%(codes)s", n=len(loaded.unknown), codes=codes))
    if loaded.absent:
        lines.append(_("このファイルに行のない市区町村：%(n)s件", n=f"{loaded.absent:,}"))
    if loaded.without:
        names = joined(str(indicator.label) for indicator in loaded.without)
        lines.append(_("列がないため出せない数字：%(names)s", names=names))
    if sheet.problems:
        lines.append(_("数として読めなかったところ：%(n)s件", n=f"{len(sheet.problems):,}"))
    for number, column, sentence in sheet.problems[:MOST_NAMED]:
        lines.append(_("  %(line)s行目 %(column)s：%(sentence)s", line=number, column=column, sentence=sentence))
    return lines
