"""`futamachi keys`: what municipalities sign with: list, rotate, rewrap, mark as lost, hold the drill."""

from datetime import datetime

import click

from webapp.cli.setup import make_app, told
from webapp.core.actor import system_actor
from webapp.core.clock import TOKYO, in_tokyo
from webapp.core.services import services
from webapp.keys import actions, queries, upkeep
from webapp.keys import drill as drills
from webapp.keys.holding import kek, owner_of
from webapp.keys.models import IssuerKey, KeyPurpose
from webapp.payments.accounts import actions as payment_accounts

BY = system_actor("cli")
_PURPOSES = click.Choice([purpose.value for purpose in KeyPurpose])


@click.group()
def keys() -> None:
    """Keys with which municipalities sign."""


@keys.command(name="list")
@click.argument("municipality", required=False)
@told
def list_keys(municipality: str | None) -> None:
    """Every key, or one municipality's: name, state, days, what wraps it."""
    with make_app().app_context(), services().database.transaction(read_only=True):
        for row in queries.of_town(municipality) if municipality else queries.every():
            click.echo(_line(row))


@keys.command()
@told
def keep() -> None:
    """Do what is due: the worker does it every hour, too."""
    with make_app().app_context(), services().database.transaction():
        click.echo(f"{upkeep.keep_up()} keys changed")


@keys.command()
@click.argument("owner")
@click.argument("purpose", type=_PURPOSES)
@click.option("--in-module", default="", help="Address of a key made in a security module: pkcs11:token=…;object=…")
@told
def rotate(owner: str, purpose: str, in_module: str) -> None:
    """Publish the next key of a municipality (six digits, or `operator`); it takes over a week later."""
    with make_app().app_context(), services().database.transaction():
        made = actions.rotate(_code_of(owner), KeyPurpose(purpose), by=BY, pkcs11_uri=in_module)
        click.echo(_line(made))


@keys.command()
@told
def rewrap() -> None:
    """Wrap every private key and payment key under FUTAMACHI_KEY_ENCRYPTION_KEY, after it was changed."""
    with make_app().app_context(), services().database.transaction():
        count = actions.rewrap(by=BY) + payment_accounts.rewrap(by=BY)
        click.echo(f"{count} keys are wrapped under {kek().current_id} now")


@keys.command()
@click.argument("kid")
@click.option("--since", required=True, type=click.DateTime(), help="When others may have had it first, in Japan.")
@click.option("--reason", required=True)
@click.confirmation_option(prompt="Nothing signed with this key from that day on will be believed. Go on?")
@told
def compromise(kid: str, since: datetime, reason: str) -> None:
    """Mark a key as lost and replace it at once."""
    with make_app().app_context(), services().database.transaction():
        row = _row(kid)
        replacement = actions.mark_compromised(row, since=since.replace(tzinfo=TOKYO), by=BY, reason=reason)
        click.echo(_line(row))
        if replacement is not None:
            click.echo(_line(replacement))


@keys.command()
@click.argument("kid")
@told
def drill(kid: str) -> None:
    """Act as if a key were lost, time it, and take it back; exit status 1 when something did not come true."""
    with make_app().app_context(), services().database.transaction():
        held = drills.hold(_row(kid), by=BY)
    for step in held.steps:
        click.echo(f"{'ok  ' if step.is_right else 'BAD '} {step.milliseconds:7.1f} ms  {step.label}")
    click.echo(f"to issue again: {'not known' if held.to_reissue is None else held.to_reissue}")
    if not held.is_passed:
        raise SystemExit(1)


def _line(row: IssuerKey) -> str:
    days = f"{in_tokyo(row.not_before):%Y-%m-%d} – {in_tokyo(row.not_after):%Y-%m-%d}"
    place = row.pkcs11_uri or (f"kek {row.kek_id}" if row.kek_id else "-")
    lost = f"  lost since {in_tokyo(row.compromised_at):%Y-%m-%d}" if row.compromised_at else ""
    return f"{row.kid:32} {row.status.value:12} {days}  {place}{lost}"


def _row(kid: str) -> IssuerKey:
    found = queries.by_kid(kid)
    if found is None:
        raise click.ClickException(f"There is no key {kid}.")
    return found


def _code_of(owner: str) -> str | None:
    return None if owner == owner_of(None) else owner


COMMANDS = (keys,)
