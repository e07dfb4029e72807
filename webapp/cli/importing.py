"""Brings in a file of listings with a progress bar and says what became of its rows."""

from datetime import date
from pathlib import Path

import click

from webapp.core.actor import system_actor
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.core.services import Services
from webapp.listings.importing.load import Credit, ImportResult, import_file
from webapp.listings.importing.reading import FORMATS

_PARTS = 1000  # of the bar


def import_listings(
    services: Services,
    file: Path,
    *,
    file_format: str,
    source: str,
    report: Path | None = None,
    as_of: date | None = None,
    close_missing: bool = False,
) -> ImportResult:
    """Import a file as a whole; the report lies under FUTAMACHI_HOME unless another place is named."""
    target = report or _report_in(services.settings.home, file)
    with (
        click.progressbar(length=_PARTS, label=_("取り込み中"), update_min_steps=10) as bar,
        services.database.transaction() as session,
    ):

        def progress(_rows: int, share: float) -> None:
            bar.update(int(share * _PARTS) - bar.pos)

        result = import_file(
            session,
            file,
            FORMATS[file_format],
            Credit(source, as_of),
            report=target,
            by=system_actor("import"),
            progress=progress,
            close_missing=close_missing,
        )
    for line in summary(result, target):
        click.echo(line)
    return result


def summary(result: ImportResult, report: Path) -> list[str]:
    """What became of the rows, a line each."""
    lines = [
        _(
            "%(accepted)s件を取り込みました（新規 %(created)s、更新 %(updated)s、変更なし %(unchanged)s）。",
            accepted=f"{result.accepted:,}",
            created=f"{result.created:,}",
            updated=f"{result.updated:,}",
            unchanged=f"{result.unchanged:,}",
        ),
        _("取り込めなかった行: %(count)s件", count=f"{result.refused:,}"),
        *(f"  {count:>6,}  {reason.label}" for reason, count in result.refusals.most_common()),
        _("確かめてほしい行: %(count)s件", count=f"{result.doubtful:,}"),
        *(f"  {count:>6,}  {reason.label}" for reason, count in result.doubts.most_common()),
    ]
    if result.closed:
        lines.append(_("このファイルにない%(count)s件の掲載を終えました。", count=f"{result.closed:,}"))
    if result.not_in_file:
        lines.append(
            _(
                "以前に取り込んだ%(count)s件は、このファイルにありません。掲載はそのままです。終わっていないか確かめてください。",
                count=f"{result.not_in_file:,}",
            )
        )
    return [*lines, _("行ごとの理由: %(path)s", path=report)]


def _report_in(home: Path, file: Path) -> Path:
    folder = home / "imports"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadFile(_("報告ファイルの置き場所 %(path)s を作れません。", path=folder)) from error
    return folder / f"{file.stem}.report.csv"
