"""The console command `futamachi`: everything an operator does from a shell."""

import os
from importlib import import_module

import click

#: command → the module under webapp.cli that holds it and its first sentence: `--help` imports none of them
PLACES = {
    "audit": ("audit", "The chain over the trail: check it, or print its ends."),
    "backup": ("data", "Write everything into one file."),
    "doctor": ("doctor", "Check the installation; exit status 1 when something is wrong."),
    "import": ("data", "Bring in files from outside."),
    "jobs": ("jobs", "Failed and doubtful jobs."),
    "keys": ("keys", "Keys with which municipalities sign."),
    "ledger": ("ledger", "The books of donations: check them, or print what lies where."),
    "matching": ("matching", "Models of the suggestions: learn, list, promote, roll back."),
    "migrate": ("run", "Bring the database to the newest tables."),
    "restore": ("data", "Fill a fresh database from a backup and check that it is whole."),
    "routes": ("show", "Print every endpoint with its address and who may open it."),
    "seed": ("data", "Load the master of municipalities and, in a demo, the labelled demo data."),
    "serve": ("serve", "Serve the site with gunicorn."),
    "user": ("people", "Accounts."),
    "worker": ("run", "Send letters and do other queued work until stopped."),
    "words": (
        "words",
        "Refresh the catalogues from the code; exit status 1 when a sentence lacks its translation.",
    ),
    "workflows": ("show", "Print every life cycle as a Mermaid diagram."),
}

#: what NumPy's and scikit-learn's libraries read when they are loaded
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def one_thread() -> None:
    """Let matrix products of this process and of those it starts use one thread, unless the operator says otherwise.

    Several processes share the cores already; more threads for the work of one page only fight over them.
    """
    for name in THREADS:
        os.environ.setdefault(name, "1")


class Commands(click.Group):
    """A group whose commands are imported when they are called for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(PLACES)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or None when there is no such."""
        if cmd_name not in PLACES:
            return None
        one_thread()
        module = import_module(f"webapp.cli.{PLACES[cmd_name][0]}")
        found: tuple[click.Command, ...] = module.COMMANDS
        return next(command for command in found if command.name == cmd_name)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, PLACES[name][1]) for name in sorted(PLACES)])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="futamachi")
def main() -> None:
    """ふたまち: the service with which a municipality welcomes people who live in two places."""
