"""Commands that move data: seed, import, backup, restore."""

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from webapp.cli.setup import make_app, settings_and_home, told
from webapp.core import backup as core_backup
from webapp.core import migrating
from webapp.core.services import services


@click.command()
@click.option("--demo/--no-demo", default=None, help="Labelled demo data too; default: as FUTAMACHI_DEMO_DATA says.")
@told
def seed(demo: bool | None) -> None:
    """Load the master of municipalities and, in a demo, the labelled demo data; safe to repeat."""
    app = make_app()
    wants_demo = services_of(app).settings.demo_data if demo is None else demo
    with app.app_context():
        for line in import_module("webapp.demo.seed").seed_everything(services().database, with_demo=wants_demo):
            click.echo(line)


@click.group(name="import")
def import_() -> None:
    """Bring in files from outside."""


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "file_format", type=click.Choice(["akiyabank"]), required=True)
@click.option("--source", required=True, help="Credit line shown on every listing of this file.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Refused and doubtful rows; default: FUTAMACHI_HOME/imports."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the file describes, shown with each listing.")
@click.option("--close-missing", is_flag=True, help="End the listings of the same --source that this file has no more.")
@told
def listings(
    file: Path, file_format: str, source: str, report: Path | None, as_of: datetime | None, close_missing: bool
) -> None:
    """Bring in listings of vacant homes as the national bank publishes them."""
    app = make_app()
    with app.app_context():
        import_module("webapp.cli.importing").import_listings(
            services(),
            file,
            listing_format=import_module("webapp.listings.importing.reading").FORMATS[file_format],
            source=source,
            report=report,
            as_of=as_of and as_of.date(),
            close_missing=close_missing,
        )


def of_a_town(function: Any) -> Any:
    """The options of the commands that bring in one table of one town."""
    for option in (
        click.option("--check", "only_check", is_flag=True, help="Say what would happen; write nothing."),
        click.option("--close-missing", is_flag=True, help="End what this table had before and has no more."),
        click.option("--report", type=click.Path(path_type=Path), help="Refused and doubtful rows."),
        click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the file describes."),
        click.option("--dataset", default="", help="Tells several tables of a town apart; default: the file's name."),
        click.option("--source", required=True, help="Credit line shown on every listing of this file."),
        click.option("--municipality", required=True, help="The town's code, five or six digits."),
        click.argument("file", type=click.Path(path_type=Path)),
    ):
        function = option(function)
    return told(function)


@import_.command()
@of_a_town
def facilities(file: Path, as_of: datetime | None, **options: Any) -> None:
    """Bring in a town's public facilities from its standard open data (CSV or XLSX)."""
    _bring_in_open_data("facilities", "FACILITIES", file, as_of, options)


@import_.command()
@of_a_town
def events(file: Path, as_of: datetime | None, **options: Any) -> None:
    """Bring in a town's events from its standard open data (CSV or XLSX)."""
    _bring_in_open_data("events", "EVENTS", file, as_of, options)


def _bring_in_open_data(module: str, name: str, file: Path, as_of: datetime | None, options: dict[str, Any]) -> None:
    app = make_app()
    with app.app_context():
        listing_format = getattr(import_module(f"webapp.listings.importing.{module}"), name)
        import_module("webapp.cli.importing").import_open_data(
            services(), file, listing_format=listing_format, as_of=as_of and as_of.date(), **options
        )


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", required=True, help="home, coworking, job, event, need or service.")
@click.option("--municipality", required=True, help="The town's code, five or six digits.")
@click.option("--corporation", default="", help="The corporation whose listings these are; default: the town's own.")
@click.option("--check", "only_check", is_flag=True, help="Name every problem by line and column; write nothing.")
@told
def sheet(file: Path, kind: str, municipality: str, corporation: str, only_check: bool) -> None:
    """Bring in a filled-in template of one kind (CSV or XLSX) as drafts, up to 50,000 rows."""
    app = make_app()
    with app.app_context():
        import_module("webapp.cli.sheets").import_sheet(
            services(), file, kind, municipality, corporation or None, only_check=only_check
        )


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "file_format", type=click.Choice(["ssdse-a"]), required=True)
@told
def statistics(file: Path, file_format: str) -> None:
    """Bring in official statistics of every municipality, for their pages and the search for a town."""
    app = make_app()
    with app.app_context():
        import_module("webapp.cli.statistics").import_statistics(services(), file, file_format)


@import_.command(name="minimum-wages")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="Where the table comes from; shown with every check.")
@told
def minimum_wages(file: Path, source: str) -> None:
    """Bring in minimum wages by prefecture: a CSV with 都道府県, 発効日, 時間額."""
    app = make_app()
    with app.app_context():
        import_module("webapp.cli.wages").import_minimum_wages(services(), file, source)


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--credit", help="Shown on every map; default: what the national land data asks for.")
@told
def boundaries(file: Path, credit: str | None) -> None:
    """Bring in the lines of municipalities (TopoJSON), so that maps are drawn with them instead of dots."""
    app = make_app()
    with app.app_context():
        click.echo(import_module("webapp.cli.boundaries").import_boundaries(services(), file, credit))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@told
def backup(file: Path) -> None:
    """Write everything into one file."""
    app = make_app()
    found = services_of(app)
    counts = core_backup.write_backup(found.database, found.settings.home, file)
    click.echo(f"{file}: {sum(counts.values()):,} rows of {len(counts)} tables")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@told
def restore(file: Path) -> None:
    """Fill a fresh database from a backup and check that it is whole."""
    settings = settings_and_home()
    migrating.upgrade(settings.database)
    found = services_of(make_app())
    counts = core_backup.restore_backup(file, found.database, found.settings.home)
    click.echo(f"{sum(counts.values()):,} rows of {len(counts)} tables restored and counted")


def services_of(app: Any) -> Any:
    """The services of an app outside of its context."""
    return app.extensions["futamachi"]


COMMANDS = (seed, import_, backup, restore)
