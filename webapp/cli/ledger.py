"""`futamachi ledger`: checks the books of donations, and prints what lies where."""

import click

from webapp.cli.setup import make_app, told
from webapp.core.services import services
from webapp.payments import checks
from webapp.payments import ledger as books


@click.group()
def ledger() -> None:
    """The books of donations: check them, or print what lies where."""


@ledger.command()
@told
def check() -> None:
    """Ask for every invariant of the books; exit status 1 when one is broken."""
    with make_app().app_context(), services().database.transaction(read_only=True):
        faults = checks.find_faults()
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo(f"{len(checks.CHECKS) + len(checks.TIMELY)} invariants hold.")


@ledger.command()
@told
def balances() -> None:
    """Print whole yen by account."""
    with make_app().app_context(), services().database.transaction(read_only=True):
        for account, yen in sorted(books.balances().items()):
            click.echo(f"{yen:>15,}  {account}")


COMMANDS = (ledger,)
