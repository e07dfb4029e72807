"""Whose words need やさしい日本語: all but those read only by people at work for a town, a prefecture or the operator.

Who reads a template or the words of a view is asked of the views themselves, by `@allow` (docs/decisions/0026).
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

WEBAPP = Path(__file__).resolve().parents[1]
TEMPLATES = WEBAPP / "templates"
STAFF_LAYOUT = "layouts/staff.html"
#: who is at work for a public body, as `@allow` names them; whoever else may open a view is served
AT_WORK = frozenset(
    {"*TOWN_ROLES", "Role.CLERK", "Role.MUNICIPALITY_ADMIN", "Role.PREFECTURE", "Role.OPERATOR"},
)
#: parts of the paths of modules without views whose words are read at work only
WORK_PLACES = (
    "staff", "operator", "webapp/cli", "webapp/demo", "accounting/", "batches", "/registry", "/keys/", "local_stripe",
    "registrations/desk", "matches/desk", "onestop/desk", "designations/desk", "desk/deadlines", "desk/reasons",
    "desk/waiting", "lists/disclosing", "lists/forms", "lists/headings", "lists/jobs", "lists/models", "lists/reading",
    "lists/taking", "listings/importing/akiyabank", "listings/importing/load", "listings/importing/missing",
    "listings/importing/opendata", "listings/importing/outcomes", "listings/importing/reading",
    "listings/importing/report", "payments/accounts/actions", "payments/accounts/forms", "payments/disputes",
    "payments/payouts", "payments/trustees/actions", "payments/trustees/forms", "tenancy/audit", "tenancy/actions",
    "tenancy/forms",
)  # fmt: skip
#: modules whose words are quoted from a standard
QUOTED_PLACES = ("accessibility/criteria",)
_REFERS = re.compile(r"(?:include|import|from|extends)\s+\"([^\"]+)\"")
Definition = ast.FunctionDef | ast.ClassDef


def needs_easy(files: Iterable[str]) -> bool:
    """Whether words that stand in these files are read by somebody who is not at work for a public body."""
    return not all(_is_for_work(file) for file in files)


def _is_for_work(file: str) -> bool:
    if file.startswith("webapp/templates/"):
        return file.removeprefix("webapp/templates/") in work_templates()
    named = any(place in file for place in WORK_PLACES + QUOTED_PLACES)
    return named and file not in served()[0]


@cache
def work_templates() -> frozenset[str]:
    """Templates in the layout of staff, and those that only such templates use, if no view shows them to others."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    uses = {name: frozenset(_REFERS.findall(text)) for name, text in texts.items()}
    shown = _with_all_used(served()[1], uses)
    users: defaultdict[str, set[str]] = defaultdict(set)
    for name, used in uses.items():
        for one in used:
            users[one].add(name)
    found = {name for name, text in texts.items() if f'extends "{STAFF_LAYOUT}"' in text and name not in shown}
    while more := {n for n in texts if n not in found and users[n] and users[n] <= found and not _is_shared(n)}:
        found |= more
    return frozenset(found)


def _with_all_used(names: Iterable[str], uses: dict[str, frozenset[str]]) -> set[str]:
    found, new = set[str](), set(names)
    while new:
        found |= new
        new = {used for name in new for used in uses.get(name, ())} - found
    return found


def _is_shared(name: str) -> bool:
    return name.startswith(("components/", "layouts/")) or "/" not in name


@cache
def served() -> tuple[frozenset[str], frozenset[str]]:
    """Modules with views that others than those at work may open, and the templates that such views name."""
    modules, templates = set(), set()
    for path in WEBAPP.rglob("*.py"):
        text = path.read_text()
        if "@allow(" not in text:
            continue
        known = {part.name: part for part in ast.walk(ast.parse(text)) if isinstance(part, Definition)}
        views = [part for part in known.values() if any(_serves(mark) for mark in part.decorator_list)]
        if views:
            modules.add(f"webapp/{path.relative_to(WEBAPP)}")
            templates |= {name for view in views for name in _templates_of(view, known)}
    return frozenset(modules), frozenset(templates)


def _serves(mark: ast.expr) -> bool:
    if not isinstance(mark, ast.Call) or not isinstance(mark.func, ast.Name) or mark.func.id != "allow":
        return False
    return any(ast.unparse(audience) not in AT_WORK for audience in mark.args)


def _templates_of(view: Definition, known: dict[str, Definition]) -> Iterator[str]:
    """What a view and the functions of its module that it calls name as templates."""
    seen, waiting = set[str](), [view.name]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        for part in ast.walk(known[name]):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.endswith(".html"):
                yield part.value
            if isinstance(part, ast.Name):
                waiting.append(part.id)
