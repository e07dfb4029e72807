"""A town's screen for sharing out the open threads of a hub person who has too many."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import RuleBroken
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.hubs import queries as hubs
from webapp.inquiries.secrecy import veil_of
from webapp.inquiries.sharing import actions, queries
from webapp.inquiries.sharing.forms import ShareForm
from webapp.inquiries.threads import clock
from webapp.inquiries.threads.screens import name_of

blueprint = Blueprint("workload", __name__, url_prefix="/staff/workload")


@blueprint.route("/<hub_person_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def share(hub_person_id: str) -> ResponseReturnValue:
    """Choose threads and who takes them."""
    person = hubs.staff_person_for(current_actor(), hub_person_id)
    threads, takers = queries.open_threads_of(person), queries.takers_besides(person)
    form = ShareForm()
    veils = {one.id: veil_of(one.user_id) for one in threads}
    form.threads.choices = options(
        (one.id, f"{veils[one.id].over(one.subject)}（{name_of(one, veils[one.id])}）{clock.waiting_words(one)}")
        for one in threads
    )
    form.to.choices = options([("", _("選んでください")), *((one.user.id, _words(one)) for one in takers)])
    if form.validate_on_submit():
        chosen = [one for one in threads if one.id in (form.threads.data or [])]
        taker = next(one for one in takers if one.user.id == form.to.data)
        try:
            actions.hand_over(chosen, taker, by=current_actor())
        except RuleBroken as refused:
            form.to.errors = [refused.sentence]
        else:
            flash(_("%(n)s件を%(name)sさんに割り振りました。", n=len(chosen), name=taker.name), "success")
            return redirect(url_for(".share", hub_person_id=person.id), 303)
    page = render_template(
        "inquiries/sharing/share.html", person=person, load=queries.load_of(person), threads=threads, form=form
    )
    return page, 422 if form.errors else 200


def _words(taker: queries.Taker) -> str:
    if taker.load is None:
        return _("%(name)s（まちの担当者）", name=taker.name)
    return _(
        "%(name)s（いま%(total)s / %(most)s）",
        name=taker.name,
        total=taker.load.total,
        most=taker.load.person.most_work,
    )
