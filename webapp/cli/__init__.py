"""The console command `futamachi`: everything an operator does from a shell."""

from importlib import import_module

import click

#: command → the module under webapp.cli that holds it; only the one that is called is imported
PLACES = {
    "backup": "data",
    "doctor": "doctor",
    "import": "data",
    "migrate": "run",
    "restore": "data",
    "routes": "show",
    "seed": "data",
    "serve": "serve",
    "user": "people",
    "words": "words",
    "worker": "run",
    "workflows": "show",
}


class Commands(click.Group):
    """A group whose commands are imported when they are called for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(PLACES)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or None when there is no such."""
        if cmd_name not in PLACES:
            return None
        module = import_module(f"webapp.cli.{PLACES[cmd_name]}")
        found: tuple[click.Command, ...] = module.COMMANDS
        return next(command for command in found if command.name == cmd_name)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="futamachi")
def main() -> None:
    """ふたまち: the service with which a municipality welcomes people who live in two places."""
