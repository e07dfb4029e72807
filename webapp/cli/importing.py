"""Brings in a file of listings with a progress bar and says what became of its rows."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from webapp.core.actor import system_actor
from webapp.core.codes import local_government_code
from webapp.core.errors import BadFile, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.services import Services
from webapp.listings.importing.format import ListingFormat
from webapp.listings.importing.load import Credit, ImportResult, import_file
from webapp.listings.importing.opendata import for_dataset
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality

_PARTS = 1000  # of the bar
_WITH_CHECK_DIGIT = 6


def import_listings(
    services: Services,
    file: Path,
    *,
    listing_format: ListingFormat,
    source: str,
    report: Path | None = None,
    as_of: date | None = None,
    close_missing: bool = False,
    only_check: bool = False,
) -> ImportResult:
    """Import a file as a whole; the report lies under FUTAMACHI_HOME unless another place is named.

    With `only_check`, everything is done and then taken back, so that the summary says what would happen.
    """
    target = report or _report_in(services.settings.home, file)
    label = _("確認中") if only_check else _("取り込み中")
    with (
        click.progressbar(length=_PARTS, label=label, update_min_steps=10) as bar,
        services.database.scope() as scope,
    ):

        def progress(_rows: int, share: float) -> None:
            bar.update(int(share * _PARTS) - bar.pos)

        result = import_file(
            scope.session,
            file,
            listing_format,
            Credit(source, as_of),
            report=target,
            by=system_actor("import"),
            progress=progress,
            close_missing=close_missing,
        )
        scope.rollback() if only_check else scope.commit()
    if only_check:
        click.echo(_("確認だけをしました。何も書き込んでいません。取り込むと次のようになります。"))
    for line in summary(result, target):
        click.echo(line)
    return result


def import_open_data(
    services: Services,
    file: Path,
    *,
    listing_format: ListingFormat,
    municipality: str,
    dataset: str,
    source: str,
    **options: Any,
) -> ImportResult:
    """Import one table of a town; `municipality` is its code of five or six digits."""
    with services.database.transaction(read_only=True):
        town = town_of(municipality)
    described = for_dataset(listing_format, town.code, dataset or file.stem)
    return import_listings(services, file, listing_format=described, source=source, **options)


def town_of(code: str) -> Municipality:
    """A town by its code of five or six digits. Raises BadFile for an unknown one."""
    try:
        return municipalities.by_code(code if len(code) == _WITH_CHECK_DIGIT else local_government_code(code))
    except (NotThere, ValueError) as error:
        raise BadFile(_("市区町村コード %(code)s のまちが見つかりません。", code=code)) from error


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
