"""Brings the demo's database to where visitors may come: tables, master data, demo data, a list of vacant homes.

`python -m webapp.demo.prepare [FILE]` is a program of its own, so that the supervisor stays small.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from click import ClickException

from webapp import create_app
from webapp.cli.importing import import_listings
from webapp.cli.setup import read_settings
from webapp.config import Settings
from webapp.core import migrating
from webapp.core.errors import FutamachiError
from webapp.core.services import Services
from webapp.demo import people
from webapp.demo.prepared import Prepared
from webapp.demo.seed import seed_everything
from webapp.listings.importing.reading import FORMATS

SOURCE = "全国版空き家・空き地バンク"


def everything(settings: Settings, listings: Path | None) -> Iterator[str]:
    """Do what is missing and say what was done; repeating it changes nothing."""
    migrating.upgrade(settings.database)
    yield "tables are up to date"
    app = create_app(settings)
    found: Services = app.extensions["futamachi"]
    with app.app_context():
        yield from seed_everything(found.database, with_demo=settings.demo_data)
        if listings is not None:
            import_listings(found, listings, listing_format=FORMATS["akiyabank"], source=SOURCE)
            yield f"{listings.name}: imported"
        accounts = [[address, str(label), name] for label, name, address in people.accounts()]
    found.database.dispose()
    Prepared.now(settings, listings, accounts).keep(settings.home)


def main(arguments: list[str]) -> int:
    """Say each step on a line; a refusal is one sentence on stderr and status 1."""
    try:
        for line in everything(read_settings(), Path(arguments[0]) if arguments else None):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except FutamachiError as refused:
        sys.stderr.write(f"{refused.sentence}\n")
        return 1
    except ClickException as refused:
        sys.stderr.write(f"{refused.message}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
