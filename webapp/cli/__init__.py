"""The console command `futamachi`: everything an operator does from a shell."""

import click

from webapp.cli import data, doctor, people, run, show


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="futamachi")
def main() -> None:
    """ふたまち: the service with which a municipality welcomes people who live in two places."""


for command in (*run.COMMANDS, *data.COMMANDS, *people.COMMANDS, doctor.doctor, *show.COMMANDS):
    main.add_command(command)
