"""Commands about accounts: the first operator, a forgotten password, who holds which role."""

import click

from webapp.accounts import actions, queries
from webapp.cli.setup import make_app, told
from webapp.core.actor import Role, system_actor
from webapp.core.services import services

BY = system_actor("cli")


@click.group()
def user() -> None:
    """Accounts."""


@user.command()
@click.argument("email")
@click.argument("name")
@click.password_option()
@told
def operator(email: str, name: str, password: str) -> None:
    """Make the first operator."""
    with make_app().app_context(), services().database.transaction():
        person = actions.create_user(email=email, display_name=name, password=password, verified=True)
        actions.grant(person, Role.OPERATOR, by=BY)
    click.echo(f"{email} is an operator now.")


@user.command(name="password")
@click.argument("email")
@click.password_option()
@told
def set_password(email: str, password: str) -> None:
    """Set a password and sign the person out everywhere."""
    with make_app().app_context(), services().database.transaction():
        actions.set_password(queries.by_email(email), password, by=BY)
    click.echo("The password is set; every browser was signed out.")


@user.command()
@click.argument("email")
@told
def roles(email: str) -> None:
    """List the roles a person holds or held."""
    with make_app().app_context(), services().database.transaction(read_only=True):
        for held in queries.memberships_of(queries.by_email(email)):
            until = held.valid_until or "open"
            click.echo(f"{held.role.value:20} {held.organisation or '-':26} {held.valid_from} – {until}")


COMMANDS = (user,)
