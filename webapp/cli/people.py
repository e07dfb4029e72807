"""Commands about accounts: the first operator, a forgotten password, who holds which role."""

import click
from email_validator import EmailNotValidError, validate_email

from webapp.accounts import actions, passwords, queries
from webapp.accounts.models import User
from webapp.cli.setup import make_app, told
from webapp.core.actor import Role, system_actor
from webapp.core.errors import RuleBroken
from webapp.core.services import services
from webapp.municipalities import queries as municipalities

BY = system_actor("cli")


def _read_email(_context: click.Context, _parameter: click.Parameter, typed: str) -> str:
    """The address as typed, once it is one."""
    try:
        return validate_email(typed, check_deliverability=False).original
    except EmailNotValidError as error:
        raise click.BadParameter(str(error)) from None


@click.group()
def user() -> None:
    """Accounts."""


@user.command()
@click.argument("email", callback=_read_email)
@click.argument("name")
@click.password_option()
@told
def operator(email: str, name: str, password: str) -> None:
    """Make the first operator."""
    with make_app().app_context(), services().database.transaction():
        if weakness := passwords.weakness(password, email, name):
            raise RuleBroken(weakness)
        person = actions.create_user(email=email, display_name=name, password=password, verified=True)
        actions.grant(person, Role.OPERATOR, by=BY)
    click.echo(f"{email} is an operator now.")


@user.command()
@click.argument("email", callback=_read_email)
@click.argument("name")
@click.argument("code")
@told
def prefecture(email: str, name: str, code: str) -> None:
    """Invite somebody of a prefecture (CODE has six digits, e.g. 200000) to see the numbers of its towns."""
    with make_app().app_context(), services().database.transaction():
        place = next((one for one in municipalities.prefectures() if one.code == code), None)
        if place is None:
            raise click.ClickException(f"{code} is not the code of a prefecture.")
        actions.invite(email, name, Role.PREFECTURE, place.code, by=system_actor(str(Role.OPERATOR.label)))
    click.echo(f"{email} gets a letter that leads to {place.official_name}'s page.")


@user.command(name="password")
@click.argument("email")
@click.password_option()
@told
def set_password(email: str, password: str) -> None:
    """Set a password and sign the person out everywhere."""
    with make_app().app_context(), services().database.transaction():
        actions.set_password(_person(email), password, by=BY)
    click.echo("The password is set; every browser was signed out.")


@user.command()
@click.argument("email")
@told
def roles(email: str) -> None:
    """List the roles a person holds or held."""
    with make_app().app_context(), services().database.transaction(read_only=True):
        for held in queries.memberships_of(_person(email)):
            until = held.valid_until or "open"
            click.echo(f"{held.role.value:20} {held.organisation or '-':26} {held.valid_from} – {until}")


def _person(email: str) -> User:
    found = queries.find_by_email(email)
    if found is None:
        raise click.ClickException(f"There is no account for {email}.")
    return found


COMMANDS = (user,)
