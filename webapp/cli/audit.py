"""`futamachi audit`: checks the chain over the trail, and prints its ends to be kept elsewhere."""

from pathlib import Path

import click

from webapp.certificates.issuance.queries import first_broken, towns_with_entries
from webapp.cli.setup import make_app, told
from webapp.core import chain_check
from webapp.core.chain_check import Noted, Verdict
from webapp.core.errors import BadFile
from webapp.core.services import services


@click.group()
def audit() -> None:
    """The chain over the trail: check it, or print its ends."""


@audit.command()
@told
def heads() -> None:
    """Print the end of every chain; keep the lines where the database's administrators cannot change them."""
    with make_app().app_context(), chain_check.one_moment(services().database) as connection:
        for head in chain_check.heads(connection):
            click.echo(head.line())


@audit.command()
@click.option("--head", "file", type=click.Path(path_type=Path), help="Heads printed earlier, to compare with.")
@click.option("--municipality", help="Only this municipality's chain (six digits; 000000 is the operator's).")
@told
def verify(file: Path | None, municipality: str | None) -> None:
    """Work out every sum again; exit status 1 when something was changed, taken out, put in or cut off."""
    noted = read_heads(file) if file else []
    with make_app().app_context(), chain_check.one_moment(services().database) as connection:
        known = {*chain_check.codes(connection), *(one.code for one in noted)}
        verdicts = [
            chain_check.check(connection, code, noted=noted) for code in sorted(known) if municipality in (None, code)
        ]
    for verdict in verdicts:
        click.echo(_in_words(verdict))
    if not all(verdict.is_whole for verdict in verdicts):
        raise SystemExit(1)


@audit.command()
@told
def issuance() -> None:
    """Work out the log of issued certificates again; exit status 1 when an entry was changed, taken out or cut off."""
    with make_app().app_context(), services().database.transaction(read_only=True):
        broken = {code: first_broken(code) for code in towns_with_entries()}
    for code, seq in broken.items():
        click.echo(f"{code}: whole" if seq is None else f"{code}: NOT WHOLE at {seq}")
    if any(seq is not None for seq in broken.values()):
        raise SystemExit(1)


def read_heads(file: Path) -> list[Noted]:
    """The heads that a file holds, one a line: code, number of entries, sum. Raises BadFile."""
    try:
        lines = [line.split() for line in file.read_text().splitlines() if line.strip() and line[0] != "#"]
        return [Noted(code, int(seq), sha256) for code, seq, sha256 in lines]
    except OSError as error:
        raise BadFile(f"{file} cannot be read ({error.strerror}).") from error
    except ValueError:
        raise BadFile(
            f"{file} holds a line that is not 'code number sum', as `futamachi audit heads` prints."
        ) from None


def _in_words(verdict: Verdict) -> str:
    code = verdict.head.code
    if verdict.fault is None:
        return f"{code}: whole, {verdict.checked:,} entries, ends with {verdict.head.sha256}"
    where = f"at {verdict.seq}" if verdict.seq is not None else f"entry {verdict.entry_id}"
    return f"{code}: NOT WHOLE, {verdict.fault.value} {where}, after {verdict.checked:,} good entries"


COMMANDS = (audit,)
