"""`futamachi jobs`: look at what the worker could not bring to an end, try it again or set it aside."""

import click

from webapp.cli.setup import make_app, told
from webapp.core import settling
from webapp.core.actor import system_actor
from webapp.core.services import services

BY = system_actor("cli")


@click.group()
def jobs() -> None:
    """Failed and doubtful jobs."""


@jobs.command(name="list")
@told
def list_() -> None:
    """List them: id, status, kind, since when, tries, what was noted last."""
    with make_app().app_context(), services().database.transaction(read_only=True):
        rows = settling.unsettled()
        for row in rows:
            click.echo(
                f"{row.id}  {row.status.value:8}  {row.kind:24}  {row.created_at:%Y-%m-%d %H:%M}Z"
                f"  {row.attempts:2} tries  {row.last_error}"
            )
        click.echo(f"{len(rows)} jobs failed or ended in doubt")


@jobs.command()
@click.argument("job_id")
@click.option("--reason", default="", help="Why trying again is right; kept in the trail.")
@told
def retry(job_id: str, reason: str) -> None:
    """Have the worker try one of them once more."""
    with make_app().app_context(), services().database.transaction():
        settling.retry(settling.job(job_id, to_change=True), by=BY, reason=reason)
    click.echo(f"{job_id} is queued again; `futamachi worker` does it.")


@jobs.command(name="set-aside")
@click.argument("job_id")
@click.option("--reason", required=True, help="What was made sure of; kept in the trail.")
@told
def set_aside(job_id: str, reason: str) -> None:
    """Leave one of them undone for good."""
    with make_app().app_context(), services().database.transaction():
        settling.set_aside(settling.job(job_id, to_change=True), by=BY, reason=reason)
    click.echo(f"{job_id} is set aside.")


COMMANDS = (jobs,)
