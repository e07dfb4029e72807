"""The town's screens for renewals: who ends when, who confirmed, one by one or all at once."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.core.plots import bar_chart
from webapp.core.templating import show_date, show_month
from webapp.core.web import asked_page
from webapp.desk.waiting.actions import put_off
from webapp.desk.waiting.staff_views import after_asking
from webapp.municipalities import queries as municipalities
from webapp.registrations import queries as registrations
from webapp.registrations.facts import changes
from webapp.registrations.life import batch, queries, renewing
from webapp.registrations.life.forms import RunForm, StandingForm
from webapp.registrations.life.models import Renewal, RunStatus
from webapp.registrations.life.waiting import RENEW_MANY
from webapp.registrations.models import Registration
from webapp.residents.queries import confidential_among

blueprint = Blueprint("renewals_staff", __name__, url_prefix="/staff/renewals")
STATES: dict[str, Any] = {
    "confirmed": _l("確かめた人（更新待ち）"),
    "asked": _l("お願い中・返事なし"),
    "stopped": _l("更新しない人"),
    "later": _l("まだお願いしていない人"),
}


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """Who ends when, who confirmed, who did not."""
    actor = current_actor()
    state = request.args.get("show", "confirmed")
    state = state if state in STATES else "confirmed"
    month, page = _month(request.args.get("month", "")), asked_page()
    found = queries.ending_for(actor, state=state, month=month, page=page)
    months = queries.months_of(actor.municipalities)
    bars = [(_month_name(m.first), m.ending) for m in months]
    return render_template(
        "registrations/life/staff/index.html",
        plot=bar_chart(bars, title=_("月ごとに期限が来る登録"), ident="renewal-months", unit=_("人")),
        months=[(f"{m.first:%Y-%m}", _month_name(m.first), m) for m in months if m.ending],
        total=sum(m.ending for m in months),
        rows=_lines(found.rows),
        counts=found.counts,
        states=STATES,
        state=state,
        month=f"{month:%Y-%m}" if month else None,
        month_name=_month_name(month) if month else "",
        page=page,
        pages=found.pages,
        run=queries.running_in(actor.municipalities),
        codes=_places(),
    )


def _month(typed: str) -> date | None:
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None


def _month_name(first: date) -> str:
    return _("%(year)s年%(month)s", year=first.year, month=show_month(first.month))


def _places() -> list[tuple[str, str, int]]:
    """(code, name, how many confirmed) of the actor's towns: nearly always one."""
    known = municipalities.by_codes(set(current_actor().municipalities))
    return [
        (code, town.full_name, queries.count_confirmed(code, with_changed=True)) for code, town in sorted(known.items())
    ]


def _lines(rows: list[tuple[Registration, Renewal | None]]) -> list[dict[str, Any]]:
    secret = confidential_among({row.user_id for row, _renewal in rows})
    return [_line(row, renewal, row.user_id in secret) for row, renewal in rows]


def _line(row: Registration, renewal: Renewal | None, asks_secrecy: bool) -> dict[str, Any]:
    named = _("秘匿希望の方") if asks_secrecy or row.is_confidential else row.applicant_name or _("（消去済み）")
    is_waiting = renewal is not None and renewal.confirmed_at is not None
    return {
        "title": named,
        "href": url_for(".show", renewal_id=renewal.id)
        if renewal is not None and is_waiting
        else url_for("registrations_staff.review", registration_id=row.id),
        "who": row.reference,
        "until": show_date(row.valid_until),
        "changed": _("変わりました") if renewal is not None and renewal.is_changed else "",
        "confirmed": show_date(renewal.confirmed_at) if renewal is not None else "",
    }


@blueprint.get("/<renewal_id>")
@allow(*TOWN_ROLES)
def show(renewal_id: str) -> ResponseReturnValue:
    """One renewal with what has changed."""
    renewal, registration = queries.renewal_for(current_actor(), renewal_id)
    return _show_one(renewal, registration, StandingForm())


def _show_one(renewal: Renewal, registration: Registration, form: StandingForm) -> str:
    return render_template(
        "registrations/life/staff/show.html",
        renewal=renewal,
        registration=registration,
        town=registrations.town_of(registration),
        changes=changes(registrations.handovers_of(registration)) if renewal.is_changed else [],
        is_own=registration.user_id == current_actor().user_id,
        form=form,
    )


@blueprint.post("/<renewal_id>/accept")
@allow(*TOWN_ROLES)
def accept(renewal_id: str) -> ResponseReturnValue:
    """Renew one."""
    renewal, registration = queries.renewal_for(current_actor(), renewal_id, to_change=True)
    renewing.accept(renewal, registration, by=current_actor())
    flash(_("登録を更新し、本人に知らせました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<renewal_id>/decline")
@allow(*TOWN_ROLES)
def decline(renewal_id: str) -> ResponseReturnValue:
    """Let one run out, with a reason."""
    renewal, registration = queries.renewal_for(current_actor(), renewal_id, to_change=True)
    form = StandingForm()
    if not form.validate():
        return _show_one(renewal, registration, form), 422
    renewing.decline(renewal, registration, reason=form.reason.data or "", by=current_actor())
    flash(_("更新しないことを、理由とともに本人に知らせました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/run/<code>")
@allow(*TOWN_ROLES)
def plan(code: str) -> ResponseReturnValue:
    """What a run would do, before it begins."""
    municipalities.programme_for(current_actor(), code)
    return render_template(
        "registrations/life/staff/plan.html",
        form=RunForm(),
        code=code,
        town=municipalities.by_code(code),
        same=queries.count_confirmed(code, with_changed=False),
        everybody=queries.count_confirmed(code, with_changed=True),
        months=municipalities.setting("registration_valid_months", code),
    )


@blueprint.post("/run/<code>")
@allow(*TOWN_ROLES)
def start(code: str) -> ResponseReturnValue:
    """Have the run begin when the minutes are over."""
    municipalities.programme_for(current_actor(), code)
    actor, with_changed = current_actor(), bool(RunForm().with_changed.data)
    total = batch.waiting_in(code, with_changed=with_changed, by=actor)
    run = queries.running_in(frozenset({code}))
    if run is not None and run.status is RunStatus.RUNNING:
        raise RuleBroken(_("まとめて更新する作業が、すでに進んでいます。終わってからもう一度試してください。"))
    return after_asking(put_off(RENEW_MANY, code, {"with_changed": with_changed}, count=total, by=actor))


@blueprint.get("/runs/<renewal_run_id>")
@allow(*TOWN_ROLES)
def progress(renewal_run_id: str) -> ResponseReturnValue:
    """How far a run is; the page asks again by itself while it is at work."""
    run = queries.run_for(current_actor(), renewal_run_id)
    page = render_template(
        "registrations/life/staff/progress.html",
        run=run,
        looked_at=run.done + len(run.skipped),
        skipped=[(url_for("registrations_staff.review", registration_id=key), why) for key, why in run.skipped],
    )
    answer: Response = make_response(page)
    if run.status is RunStatus.RUNNING:
        answer.headers["Refresh"] = "5"
    return answer
