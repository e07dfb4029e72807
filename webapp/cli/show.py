"""Commands that show what the code says about itself: life cycles and routes."""

import click
from flask import Flask

from webapp.cli.setup import make_app
from webapp.core.actor import Role
from webapp.core.permissions import audiences_of
from webapp.core.workflow import all_workflows


@click.command()
def workflows() -> None:
    """Print every life cycle as a Mermaid diagram."""
    make_app()
    for name, flow in all_workflows().items():
        click.echo(f"%% {name}\n{flow.mermaid()}\n")


@click.command()
def routes() -> None:
    """Print every endpoint with its address and who may open it."""
    for line in route_lines(make_app()):
        click.echo(line)


def route_lines(app: Flask) -> list[str]:
    """One line an endpoint: methods, address, endpoint, audiences; sorted."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        audiences = audiences_of(app.view_functions[rule.endpoint])
        named = ",".join(sorted(a.value if isinstance(a, Role) else str(a) for a in audiences))
        lines.append(f"{methods:8} {rule.rule:60} {rule.endpoint:40} {named}".rstrip())
    return sorted(lines)


COMMANDS = (workflows, routes)
