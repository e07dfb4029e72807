"""The town's intake desk: what waits, sheets found by their code, notices of a move."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.forms import ButtonForm
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.onestop import deciding, notices, queries, years
from webapp.onestop.donations import received_days
from webapp.onestop.forms import ArrivalsForm, ReceiveForm, RefuseForm, ScanForm
from webapp.onestop.models import ONESTOP, OneStopApplication, OneStopStatus
from webapp.onestop.pages import TONES
from webapp.onestop.views import asked_year
from webapp.pledges.models import Pledge

blueprint = Blueprint("onestop_staff", __name__, url_prefix="/staff/onestop")
MOST_SHEETS = 200


@blueprint.route("", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def queue() -> ResponseReturnValue:
    """Applications of a year in one status; a code that was scanned leads to its sheet."""
    actor, form, year = current_actor(), ScanForm(), asked_year()
    if form.validate_on_submit():
        found = queries.by_code(actor, form.sheet.data)
        if found is not None:
            return redirect(url_for(".review", onestop_application_id=found.id), 303)
        form.sheet.errors = [
            _("この整理番号の申請は、このまちにありません。読み取り直すか、8文字の番号を入力してください。")
        ]
    known = {status.value: status for status in OneStopStatus}
    chosen = known.get(request.args.get("show", ""), OneStopStatus.RECEIVED)
    rows = queries.queue_for(actor, year, chosen)
    hidden = queries.hidden_of([pledge for _row, pledge in rows])
    page = render_template(
        "onestop/desk/queue.html",
        form=form,
        year=year,
        years=sorted({year, today().year, today().year - 1}, reverse=True),
        deadline=years.deadline(year),
        notices_due=years.notices_due(year),
        rows=[_line(row, pledge, pledge.id in hidden) for row, pledge in rows],
        counts=queries.counts_for(actor, year),
        statuses=list(OneStopStatus),
        accepted=OneStopStatus.ACCEPTED,
        chosen=chosen,
        changes=queries.open_changes_for(actor, year),
    )
    return page, 422 if form.errors else 200


def _line(row: OneStopApplication, pledge: Pledge, is_hidden: bool) -> dict[str, Any]:
    due = {
        OneStopStatus.APPLIED: years.deadline(row.year),
        OneStopStatus.RECEIVED: years.notices_due(row.year),
    }.get(row.status)
    return {
        "href": url_for(".review", onestop_application_id=row.id),
        "title": _("秘匿希望の方") if is_hidden else row.name or _("（消去済み）"),
        "who": f"{row.code}　{_('%(yen)s円', yen=f'{pledge.amount:,}')}",
        "status": row.status.label,
        "tone": TONES[row.status],
        "received": show_date(row.received_on) if row.received_on else "",
        "due": show_date(due) if due else "",
        "overdue": due is not None and today() > due,
    }


@blueprint.post("/accepted.csv")
@allow(*TOWN_ROLES)
def accepted() -> ResponseReturnValue:
    """What the notices to the towns of residence are made from, without the numbers; who is in it is written down first."""
    year = asked_year()
    answer = Response(notices.take(year, by=current_actor()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="onestop-{year}.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/sheets/<sheet_code>")
@allow(*TOWN_ROLES)
def scanned(sheet_code: str) -> ResponseReturnValue:
    """Where the QR code of a sheet leads."""
    found = queries.by_code(current_actor(), sheet_code)
    if found is None:
        raise NotThere
    return redirect(url_for(".review", onestop_application_id=found.id), 303)


@blueprint.get("/<onestop_application_id>")
@allow(*TOWN_ROLES)
def review(onestop_application_id: str) -> ResponseReturnValue:
    """One application, to be laid beside the sheet."""
    row = queries.desk_application_for(current_actor(), onestop_application_id)
    return _review(row, ReceiveForm(data={"received_on": today()}))


def _review(row: OneStopApplication, form: ReceiveForm) -> str:
    pledge = queries.pledge_of(row)
    return render_template(
        "onestop/desk/review.html",
        row=row,
        pledge=pledge,
        form=form,
        button=ButtonForm(),
        received_on=received_days([pledge]).get(pledge.id),
        is_hidden=bool(queries.hidden_of([pledge])),
        town=municipalities.by_code(row.municipality_code),
        tone=TONES[row.status],
        moves={move.name for move in ONESTOP.open_moves(row, by=current_actor())},
        deadline=years.deadline(row.year),
        changes=queries.changes_of([row]),
        history=told(history_of(row)),
    )


@blueprint.post("/<onestop_application_id>/receive")
@allow(*TOWN_ROLES)
def receive(onestop_application_id: str) -> ResponseReturnValue:
    """A sheet came."""
    row = queries.desk_application_for(current_actor(), onestop_application_id, to_change=True)
    form = ReceiveForm()
    if not form.validate() or form.received_on.data is None:
        return _review(row, form), 422
    deciding.receive(row, form.received_on.data, by=current_actor())
    flash(_("受け取ったことを記録し、本人に知らせました。"), "success")
    return redirect(url_for(".review", onestop_application_id=row.id), 303)


@blueprint.post("/<onestop_application_id>/accept")
@allow(*TOWN_ROLES)
def accept(onestop_application_id: str) -> ResponseReturnValue:
    """Everything is there."""
    row = queries.desk_application_for(current_actor(), onestop_application_id, to_change=True)
    deciding.accept(row, by=current_actor())
    flash(_("受け付けました。本人に知らせました。"), "success")
    return redirect(url_for(".queue", year=row.year), 303)


@blueprint.route("/<onestop_application_id>/refuse", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def refuse(onestop_application_id: str) -> ResponseReturnValue:
    """Something is missing: the donor reads what."""
    row = queries.desk_application_for(current_actor(), onestop_application_id, to_change=request.method == "POST")
    form = RefuseForm()
    if form.validate_on_submit():
        deciding.refuse(row, form.reason.data or "", by=current_actor())
        flash(_("理由とともに、本人に知らせました。"), "success")
        return redirect(url_for(".queue", year=row.year), 303)
    page = render_template("onestop/desk/refuse.html", form=form, row=row)
    return page, 422 if form.errors else 200


@blueprint.route("/arrivals", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def arrivals() -> ResponseReturnValue:
    """A heap of sheets of one day at once; what cannot be taken is named and stays in the field."""
    form = ArrivalsForm(data={"received_on": today()})
    done, failed = 0, list[tuple[str, str]]()
    if form.validate_on_submit() and form.received_on.data:
        typed = [line.strip() for line in (form.sheets.data or "").splitlines() if line.strip()]
        done, failed = _receive_all(typed, form)
        if not failed:
            flash(_("%(n)s枚を受け取ったことを記録しました。", n=done), "success")
            return redirect(url_for(".queue"), 303)
        form.sheets.data = "\n".join(line for line, _why in failed)
    page = render_template("onestop/desk/arrivals.html", form=form, done=done, failed=failed)
    return page, 422 if form.errors else 200


def _receive_all(typed: list[str], form: ArrivalsForm) -> tuple[int, list[tuple[str, str]]]:
    if len(typed) > MOST_SHEETS:
        raise RuleBroken(_("一度に記録できるのは%(most)s枚までです。分けて送ってください。", most=MOST_SHEETS))
    actor, done, failed = current_actor(), 0, list[tuple[str, str]]()
    for line in dict.fromkeys(typed):
        found = queries.by_code(actor, line)
        try:
            if found is None or form.received_on.data is None:
                raise RuleBroken(_("このまちの申請に、この整理番号がありません。"))
            row = queries.desk_application_for(actor, found.id, to_change=True)
            deciding.receive(row, form.received_on.data, by=actor)
            done += 1
        except RuleBroken as broken:
            failed.append((line[:80], broken.sentence))
    return done, failed


@blueprint.post("/changes/<onestop_change_id>/receive")
@allow(*TOWN_ROLES)
def receive_change(onestop_change_id: str) -> ResponseReturnValue:
    """A notice of a move came today."""
    notice = queries.desk_change_for(current_actor(), onestop_change_id)
    deciding.receive_change(notice, today(), by=current_actor())
    flash(_("変更届を受け取ったことを記録しました。"), "success")
    return redirect(url_for(".review", onestop_application_id=notice.application_id), 303)
