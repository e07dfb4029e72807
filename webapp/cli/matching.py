"""`futamachi matching`: learn a model, look at what was learned, take one into service and back out of it."""

import click

from webapp.cli.setup import make_app, told
from webapp.core.actor import system_actor
from webapp.core.services import services

BY = system_actor("cli")


@click.group()
def matching() -> None:
    """Models of the suggestions: learn, list, promote, roll back."""


@matching.command()
@told
def learn() -> None:
    """Learn a model from the log and measure it beside the one in service."""
    from webapp.matches.registry.evidence import LEAST_VIEWS
    from webapp.matches.registry.learning import learn as learn_now

    with make_app().app_context():
        outcome = learn_now(services().database, by=BY)
    if outcome.why_not == "too_little":
        click.echo(f"{outcome.views} of {LEAST_VIEWS} views: too little to learn from, nothing was made.")
    elif outcome.why_not == "known":
        click.echo(f"{outcome.version[:12]} is known already: the log says nothing new.")
    else:
        click.echo(f"{outcome.version[:12]}  {outcome.status}  learned, measured and kept.")


@matching.command()
@told
def prices() -> None:
    """Find prices of crowded offers and floors of forgotten towns."""
    from webapp.matches.registry.pricing import find_prices

    with make_app().app_context():
        market = find_prices(services().database)
    if market is None:
        click.echo("There is nobody or nothing to match yet.")
        return
    dear = sum(price > 0 for price in market.prices.values())
    click.echo(f"{dear} of {len(market.prices)} offers have a price, {len(market.floors)} towns a floor.")


@matching.command()
@told
def models() -> None:
    """List the models: version, status, when made, nDCG beside that of the one in service then."""
    from webapp.matches.registry import queries

    with make_app().app_context(), services().database.transaction(read_only=True):
        rows = queries.newest()
        for row in rows:
            sides = [row.measures.get(side, {}).get("ndcg") for side in ("candidate", "serving")]
            gains = " against ".join("?" if value is None else f"{value:.3f}" for value in sides)
            click.echo(f"{row.version[:12]}  {row.status.value:11}  {row.made_at:%Y-%m-%d %H:%M}Z  nDCG {gains}")
        if not any(row.status.value == "in_service" for row in rows):
            click.echo("The model of the house serves.")


@matching.command()
@click.argument("version")
@click.option("--reason", required=True, help="Why; kept in the trail.")
@told
def promote(version: str, reason: str) -> None:
    """Take a candidate into service."""
    from webapp.matches.registry import actions, queries

    with make_app().app_context(), services().database.transaction():
        row = queries.by_version(version)
        actions.promote(row, by=BY, reason=reason)
        click.echo(f"{row.version[:12]} serves; every process has it within seconds.")


@matching.command()
@click.option("--reason", required=True, help="Why; kept in the trail.")
@told
def rollback(reason: str) -> None:
    """Withdraw the model in service; the one before serves again."""
    from webapp.matches.registry import actions

    with make_app().app_context(), services().database.transaction():
        before = actions.roll_back(by=BY, reason=reason)
        click.echo(f"{before.version[:12] if before else 'The model of the house'} serves again.")


COMMANDS = (matching,)
