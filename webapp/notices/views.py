"""The centre: what a person was told, and how they want to be told."""

from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.clock import in_tokyo
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.security import local_path
from webapp.core.services import settings
from webapp.core.templating import link, show_month
from webapp.core.web import asked_page
from webapp.notices import actions, queries
from webapp.notices.forms import ChoicesForm, name_of
from webapp.notices.models import Notice, NoticeChoices
from webapp.notices.topics import Topic

blueprint = Blueprint("notices", __name__, url_prefix="/my/notices")


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> str:
    """The newest first, earlier months folded."""
    only_unread = "unread" in request.args
    page = asked_page()
    found = queries.notices_for(current_actor(), page, only_unread=only_unread)
    return render_template(
        "notices/index.html",
        found=found,
        months=_by_month(found.rows),
        page=page,
        only_unread=only_unread,
        days=settings().notice_days,
    )


def _by_month(rows: list[Notice]) -> list[dict[str, Any]]:
    """Months in words with their notices, and how many of these are unread."""
    months = []
    for (year, month), group in groupby(rows, key=_month_of):
        notices = list(group)
        name = _("%(year)s年%(month)s", year=year, month=show_month(month))
        months.append({"name": name, "rows": notices, "unread": sum(row.read_at is None for row in notices)})
    return months


def _month_of(row: Notice) -> tuple[int, int]:
    day = in_tokyo(row.created_at)
    return day.year, day.month


@blueprint.post("/<notice_id>/open")
@allow(SIGNED_IN)
def open_notice(notice_id: str) -> ResponseReturnValue:
    """Read it, and go where the thing is done."""
    notice = queries.notice_for(current_actor(), notice_id)
    actions.mark_read(notice)
    return redirect(local_path(notice.link, url_for(".index")), 303)


@blueprint.post("/read")
@allow(SIGNED_IN)
def read_all() -> ResponseReturnValue:
    """Nothing is unread any more."""
    actions.mark_all_read(by=current_actor())
    flash(_("すべて既読にしました。"), "success")
    return redirect(link("notices.index"), 303)


@blueprint.route("/choices", methods=["GET", "POST"])
@allow(SIGNED_IN)
def choices() -> ResponseReturnValue:
    """By topic: at once, once a day, or only here."""
    actor = current_actor()
    chosen = queries.choices_of(actor.user_id or "") or NoticeChoices(user_id=actor.user_id or "")
    form = ChoicesForm(for_staff=actor.is_staff, **_shown(chosen))
    if not form.validate_on_submit():
        return render_template("notices/choices.html", form=form), 422 if form.is_submitted() else 200
    actions.choose(
        form.ways,
        digest_hour=int(form.digest_hour.data),
        is_quiet=form.is_quiet.data,
        quiet_from=int(form.quiet_from.data),
        quiet_until=int(form.quiet_until.data),
        by=actor,
    )
    flash(_("お知らせの受け取り方を保存しました。"), "success")
    return redirect(link("notices.choices"), 303)


def _shown(chosen: NoticeChoices) -> dict[str, Any]:
    hours = {name: str(getattr(chosen, name)) for name in ("digest_hour", "quiet_from", "quiet_until")}
    ways = {name_of(topic): chosen.way(topic).value for topic in Topic}
    return {**ways, **hours, "is_quiet": chosen.is_quiet}
