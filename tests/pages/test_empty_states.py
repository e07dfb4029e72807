"""Where there is nothing yet, a page says one sentence and one next step."""

from pathlib import Path

from jinja2 import nodes
from jinja2.environment import Environment
from jinja2.ext import do

TEMPLATES = Path(__file__).parents[2] / "webapp" / "templates"
#: what to do next stands on the same page: a form, a filter, a button of the page's head
STEP_IS_THERE = {
    "accounting/budget.html",
    "activities/desk/occasion.html",
    "activities/staff/index.html",
    "certificates/benefits/staff/index.html",
    "desk/deadlines.html",
    "desk/search.html",
    "hubs/communities/in_town.html",
    "hubs/gatherings/stage.html",
    "hubs/staff/index.html",
    "keys/index.html",
    "keys/operator.html",
    "matches/desk/index.html",
    "matches/registry/index.html",
    "municipalities/find.html",
    "municipalities/mayors.html",
    "registrations/desk/deputies.html",
    "registrations/desk/paper_letters.html",
    "registrations/life/staff/index.html",
    "registrations/lists/staff/index.html",
    "registrations/lists/staff/show.html",
}


def _without_step(path: Path) -> bool:
    """Whether an empty state of this template has neither an action nor a caller that says what to do."""
    tree = Environment(extensions=[do]).parse(path.read_text("utf-8"))
    with_caller = {id(block.call) for block in tree.find_all(nodes.CallBlock)}
    calls = (call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name))
    return any(
        call.node.name == "empty_state" and len(call.args) < 4 and id(call) not in with_caller  # type: ignore[attr-defined]
        for call in calls
    )


def test_every_empty_state_says_what_to_do_next() -> None:
    pages = (
        path
        for path in TEMPLATES.rglob("*.html")
        if path.relative_to(TEMPLATES).parts[0] not in {"components", "gallery"}
    )
    silent = {
        str(page.relative_to(TEMPLATES))
        for page in pages
        if "empty_state(" in page.read_text("utf-8") and _without_step(page)
    }
    assert silent - STEP_IS_THERE == set()
