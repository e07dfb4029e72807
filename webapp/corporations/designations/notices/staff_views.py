"""The town's side of announcements: look at the words, change them, print them, note that they were published."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.notices import actions, queries
from webapp.corporations.designations.notices.forms import PublishedForm, WordsForm
from webapp.corporations.designations.notices.models import DesignationNotice

blueprint = Blueprint("designation_notices_staff", __name__, url_prefix="/staff/designations/notices")


@blueprint.get("/<designation_notice_id>")
@allow(*TOWN_ROLES)
def show(designation_notice_id: str) -> ResponseReturnValue:
    """The words, and what to do with them."""
    notice = queries.notice_for(current_actor(), designation_notice_id)
    return _page(
        notice, PublishedForm(formdata=None, data={"published_on": today()}), WordsForm(formdata=None, obj=notice)
    )


@blueprint.post("/<designation_notice_id>/publish")
@allow(*TOWN_ROLES)
def publish(designation_notice_id: str) -> ResponseReturnValue:
    """Note that it is out."""
    notice = queries.notice_for(current_actor(), designation_notice_id, to_change=True)
    form = PublishedForm()
    if not form.validate():
        return _page(notice, form, WordsForm(formdata=None, obj=notice)), 422
    on = form.published_on.data or today()
    actions.publish(notice, on=on, url=form.url.data or "", number=form.number.data or "", by=current_actor())
    flash(_("公示したことを記録しました。だれでも読めるようになりました。"), "success")
    return redirect(url_for("designations_staff.review", designation_id=notice.designation_id), 303)


@blueprint.post("/<designation_notice_id>/words")
@allow(*TOWN_ROLES)
def reword(designation_notice_id: str) -> ResponseReturnValue:
    """Change the words."""
    notice = queries.notice_for(current_actor(), designation_notice_id, to_change=True)
    form = WordsForm()
    if not form.validate():
        return _page(notice, PublishedForm(formdata=None, data={"published_on": today()}), form), 422
    actions.reword(notice, form.text.data or "", by=current_actor())
    flash(_("公示の文を直しました。"), "success")
    return redirect(url_for(".show", designation_notice_id=notice.id), 303)


@blueprint.get("/<designation_notice_id>/text")
@allow(*TOWN_ROLES)
def text(designation_notice_id: str) -> Response:
    """The words as a text file, for the town's own board or site."""
    return as_file(queries.notice_for(current_actor(), designation_notice_id))


def as_file(notice: DesignationNotice) -> Response:
    """An announcement as a text file."""
    headers = {"Content-Disposition": f'attachment; filename="notice-{notice.made_at:%Y%m%d}.txt"'}
    return Response(f"{notice.text}\n", mimetype="text/plain", headers=headers)


def _page(notice: DesignationNotice, form: PublishedForm, words: WordsForm) -> str:
    row = designations.by_id(notice.designation_id)
    values = {"notice": notice, "row": row, "name": designations.name_of(row), "form": form, "words": words}
    return render_template("corporations/designations/staff/notice.html", **values)
