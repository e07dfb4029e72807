"""The town's screens for lists: bring one in, see what was read, write to the people on it; take registrants out."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.errors import BadFile
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.web import asked_page
from webapp.municipalities import queries as municipalities
from webapp.registrations.lists import disclosing, queries, taking
from webapp.registrations.lists.forms import DisclosureForm, UploadForm
from webapp.registrations.lists.models import Receiver, RegistrantEntry
from webapp.registrations.lists.reading import MAX_BYTES, RefusalReason

blueprint = Blueprint("registrant_lists", __name__, url_prefix="/staff/lists")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """The lists that came in and the files that went out."""
    actor = current_actor()
    towns = municipalities.by_codes(set(actor.municipalities))
    return render_template(
        "registrations/lists/staff/index.html",
        lists=queries.lists_for(actor),
        disclosures=queries.disclosures_for(actor),
        towns=sorted((code, town.full_name) for code, town in towns.items()),
    )


@blueprint.get("/new/<code>")
@allow(*TOWN_ROLES)
def new(code: str) -> ResponseReturnValue:
    """Choose a file."""
    municipalities.programme_for(current_actor(), code)
    return _show_upload(code, UploadForm())


@blueprint.post("/new/<code>")
@allow(*TOWN_ROLES)
def upload(code: str) -> ResponseReturnValue:
    """Read the file; nobody is written to yet."""
    municipalities.programme_for(current_actor(), code)
    form = UploadForm()
    if not form.validate():
        return _show_upload(code, form), 422
    data = form.file.data.stream.read(MAX_BYTES + 1)
    try:
        source = taking.check(code, data, title=form.title.data, origin=form.origin.data, by=current_actor())
    except BadFile as error:
        form.file.errors = [*form.file.errors, error.sentence]
        return _show_upload(code, form), 422
    return redirect(url_for(".show", registrant_list_id=source.id), 303)


def _show_upload(code: str, form: UploadForm) -> str:
    town = municipalities.by_code(code)
    days = municipalities.setting("list_answer_days", code)
    return render_template("registrations/lists/staff/upload.html", form=form, town=town, days=days)


@blueprint.get("/<registrant_list_id>")
@allow(*TOWN_ROLES)
def show(registrant_list_id: str) -> ResponseReturnValue:
    """What was read, line by line, and who has not answered."""
    source = queries.list_for(current_actor(), registrant_list_id)
    page, left = asked_page(), queries.count_entries(source)
    return render_template(
        "registrations/lists/staff/show.html",
        source=source,
        town=municipalities.by_code(source.municipality_code),
        rows=[_line(entry) for entry in queries.entries_of(source, page=page)],
        refused=[(line, RefusalReason(reason).label) for line, reason in source.refused],
        left=left,
        page=page,
        pages=max(1, -(-left // queries.PAGE_SIZE)),
        form=ButtonForm(),
        days=municipalities.setting("list_answer_days", source.municipality_code),
        unsent_days=taking.UNSENT_DAYS,
    )


def _line(entry: RegistrantEntry) -> list[Any]:
    """One row; who asks for secrecy is not named."""
    asked = _("送りました（再度のお願い済み）") if entry.reminded_at else _("送りました")
    return [
        _("%(n)s行目", n=entry.line),
        _("秘匿希望の方") if entry.is_confidential else entry.full_name,
        entry.member_number or _("なし"),
        asked if entry.asked_at else _("まだです"),
    ]


@blueprint.post("/<registrant_list_id>/ask")
@allow(*TOWN_ROLES)
def ask(registrant_list_id: str) -> ResponseReturnValue:
    """Write to everybody on it."""
    source = queries.list_for(current_actor(), registrant_list_id, to_change=True)
    taking.ask_everybody(source, by=current_actor())
    flash(_("確認のメールを送りはじめました。人数が多いときは、送り終わるまで数分かかります。"), "success")
    return redirect(url_for(".show", registrant_list_id=source.id), 303)


@blueprint.post("/<registrant_list_id>/drop")
@allow(*TOWN_ROLES)
def drop(registrant_list_id: str) -> ResponseReturnValue:
    """Forget everybody on it who has not answered."""
    source = queries.list_for(current_actor(), registrant_list_id, to_change=True)
    taking.drop(source, by=current_actor())
    flash(_("返事のない人の内容を、すべて消しました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/export/<code>")
@allow(*TOWN_ROLES)
def export(code: str) -> ResponseReturnValue:
    """Who would go out, and the question why."""
    municipalities.programme_for(current_actor(), code)
    return _show_export(code, DisclosureForm())


@blueprint.post("/export/<code>")
@allow(*TOWN_ROLES)
def take_out(code: str) -> ResponseReturnValue:
    """The file, with its trace."""
    municipalities.programme_for(current_actor(), code)
    form = DisclosureForm()
    if not form.validate():
        return _show_export(code, form), 422
    _disclosure, text = disclosing.make(
        code, receiver=Receiver(form.receiver.data), purpose=form.purpose.data or "", by=current_actor()
    )
    name = f"registrants-{code}-{today():%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, mimetype="text/csv; charset=utf-8", headers=headers)


def _show_export(code: str, form: DisclosureForm) -> str:
    going = len(disclosing.may_go_out(code))
    return render_template(
        "registrations/lists/staff/export.html",
        form=form,
        town=municipalities.by_code(code),
        going=going,
        staying=disclosing.count_standing(code) - going,
        headings=disclosing.HEADINGS,
    )
