"""The statement, and the results by criterion."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.freshness import revisited
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.pages.accessibility.results import WAYS, Line, checklist, last_run

blueprint = Blueprint("accessibility", __name__)


@blueprint.get("/accessibility/results")
@allow(PUBLIC)
@revisited
def results() -> ResponseReturnValue:
    """What was tested when and how, and what came of it, criterion by criterion."""
    run = last_run()
    return render_template(
        "pages/accessibility/results.html",
        run=run,
        tools=_("・").join(f"{name} {version}" for name, version in run.tools.items()),
        ways=[[str(WAYS[way.name]), way.looked_at, sum(way.faults.values())] for way in run.ways.values()],
        lines=[_row(line) for line in checklist(run)],
    )


def _row(line: Line) -> list[str]:
    one = line.criterion
    applies = _("なし") if one.absent else _("あり")
    standard = "JIS・WCAG" if one.is_jis else "WCAG 2.2"
    return [f"{one.number} {one.name}", one.level, standard, applies, line.result, line.remark]
