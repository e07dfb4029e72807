"""Brings in a filled-in template from a shell: every problem by line and column, or everything at once."""

from pathlib import Path

import click

from webapp.cli.importing import town_of
from webapp.core.actor import system_actor
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.core.services import Services
from webapp.listings.kinds import KINDS
from webapp.listings.models import ListingKind
from webapp.listings.sheets import actions
from webapp.listings.sheets.plan import Plan
from webapp.listings.sheets.reading import layout_of

MOST_ROWS = 50_000
_SHOWN = 50


def import_sheet(
    services: Services, file: Path, kind: str, municipality: str, corporation_id: str | None, *, only_check: bool
) -> None:
    """Check a sheet, and write it as a whole unless only the check is wanted. Raises BadFile with a problem left."""
    if kind not in {each.value for each in KINDS}:
        raise BadFile(_("種類は次のどれかです：%(words)s", words=", ".join(each.value for each in KINDS)))
    by = system_actor("import")
    with services.database.scope() as scope:
        town = town_of(municipality)
        data = _bytes_of(file)
        run = actions.hand_in(
            data, file.name, ListingKind(kind), municipality_code=town.code, corporation_id=corporation_id, by=by
        )
        with actions.opened(run) as path:
            fields = actions.fields_for(run, layout_of(path))
            if fields is None:
                raise BadFile(_("見出しがひな形と違います。画面の「表で取り込む」で、列の読み方を一度選んでください。"))
            planned = actions.plan(path, run, fields, most=MOST_ROWS)
        _say(planned)
        if planned.problems and not only_check:
            raise BadFile(_("何も書き込んでいません。表を直してください。"))
        if not only_check:
            actions.bring_in(run, planned, by=by)
            scope.commit()
        else:
            actions.put_aside(run)
            click.echo(_("確認だけをしました。何も書き込んでいません。"))


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadFile(
            _("%(name)s を開けません。ファイルの場所と、読み取りの権限を確かめてください。", name=file.name)
        ) from error


def _say(planned: Plan) -> None:
    for one in planned.problems[:_SHOWN]:
        click.echo(f"{one.line:>6}  {one.heading}: {one.sentence} {one.value}")
    if len(planned.problems) > _SHOWN:
        click.echo(_("ほかに%(count)s件あります。", count=len(planned.problems) - _SHOWN))
    words = _(
        "新規 %(new)s件、更新 %(changed)s件、変更なし %(same)s件、直すところ %(wrong)s件",
        new=len(planned.new), changed=len(planned.changed), same=planned.unchanged, wrong=len(planned.problems),
    )  # fmt: skip
    click.echo(words)
