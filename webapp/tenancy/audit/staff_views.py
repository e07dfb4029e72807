"""`/staff/audit`: the trail of a town, its check, the value to write down, and the list as a file."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.clock import in_tokyo, today
from webapp.core.history import who
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow
from webapp.core.services import services
from webapp.core.sheets import as_lines
from webapp.core.web import asked_page
from webapp.municipalities.staff_views import administered
from webapp.tenancy.audit import queries
from webapp.tenancy.audit.forms import FilterForm, NotedForm, in_groups
from webapp.tenancy.audit.words import done, kind_of

blueprint = Blueprint("audit", __name__, url_prefix="/staff/audit")


@blueprint.get("")
@blueprint.get("/<code>")
@allow(Role.MUNICIPALITY_ADMIN)
def index(code: str | None = None) -> ResponseReturnValue:
    """What was done in this town, by which role, newest first."""
    town, towns = administered(code)
    form = FilterForm(request.args)
    page = asked_page()
    lines, count = queries.lines(town.code, form.asked(), page)
    return render_template(
        "tenancy/audit/index.html",
        town=town,
        towns=towns,
        form=form,
        lines=[_shown(line) for line in lines],
        count=count,
        page=page,
        pages=-(-count // queries.PAGE),
        asked={name: value for name, value in request.args.items() if name != "page" and value},
        head=queries.head(town.code),
        in_groups=in_groups,
    )


@blueprint.get("/<code>/check")
@allow(Role.MUNICIPALITY_ADMIN)
def check(code: str) -> ResponseReturnValue:
    """Work the chain out again, and compare it with a value written down earlier if one is given."""
    town, _towns = administered(code)
    form, noted, status = NotedForm(request.args), None, 200
    if request.args:
        noted, status = (form.noted(town.code), 200) if form.validate() else (None, 422)
    found = queries.verdict(services().database, town.code, noted)
    page = render_template(
        "tenancy/audit/check.html", town=town, form=form, found=found, noted=noted, in_groups=in_groups
    )
    return page, status


@blueprint.get("/<code>/trail.csv")
@allow(Role.MUNICIPALITY_ADMIN)
def file(code: str) -> Response:
    """The same list as a file: no names, no reasons."""
    town, _towns = administered(code)
    rows = queries.every_line(town.code, FilterForm(request.args).asked())
    name = f"audit-{town.code}-{today():%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(_file_lines(rows)), mimetype="text/csv", headers=headers)


def _shown(line: queries.Line) -> dict[str, object]:
    return {"line": line, "kind": kind_of(line.subject_type), "done": done(line.action), "who": who(line.actor_name)}


def _file_lines(rows: Iterator[queries.Line]) -> Iterator[str]:
    head = [_("番号"), _("日時"), _("だれが"), _("なにを"), _("できごと"), "action", "subject", "from", "to", "sha256"]
    return as_lines(head, map(_cells, rows))


def _cells(row: queries.Line) -> list[object]:
    when = f"{in_tokyo(row.at):%Y-%m-%d %H:%M:%S}"
    words = [who(row.actor_name), kind_of(row.subject_type), done(row.action)]
    return [
        row.seq,
        when,
        *words,
        row.action,
        f"{row.subject_type}/{row.subject_id}",
        row.from_status,
        row.to_status,
        row.sha256,
    ]
