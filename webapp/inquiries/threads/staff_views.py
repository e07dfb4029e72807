"""The answering side of threads: what waits, one thread, answers, and what a desk does beside."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core.errors import NotThere
from webapp.core.forms import Form
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.inquiries import places
from webapp.inquiries.places import ANSWERERS
from webapp.inquiries.reports import actions as reports
from webapp.inquiries.reports.models import ReportKind, ReportReason
from webapp.inquiries.secrecy import Veil, veil_of
from webapp.inquiries.threads import answering, asking, badge, clock, handing, queries, serving
from webapp.inquiries.threads.forms import AnswerForm, AssignForm, OfferForm, RefuseForm
from webapp.inquiries.threads.models import Side, Thread
from webapp.inquiries.threads.screens import TONES, name_of, shown_to_place
from webapp.listings import queries as listings
from webapp.residents.queries import confidential_among

blueprint = Blueprint("threads_desk", __name__, url_prefix="/desk/messages")


@blueprint.get("")
@allow(*ANSWERERS)
def index() -> str:
    """What waits first, by its deadline; then the rest."""
    actor = current_actor()
    waiting, rest = queries.threads_for(actor, is_open=True), queries.threads_for(actor, is_open=False)
    rows = [*waiting, *rest]
    secret = confidential_among({row.user_id for row in rows if row.user_id})
    names = places.names_of({row.answerer for row in rows})
    badges = badge.of_many(queries.organisations_of(actor))
    return render_template(
        "inquiries/threads/desk.html",
        waiting=[_row(row, names, secret) for row in waiting],
        rest=[_row(row, names, secret) for row in rest],
        elsewhere=_states(queries.with_brokers_in(actor)),
        badges=[(places.names_of({key})[key], found) for key, found in badges.items()],
    )


def _row(thread: Thread, names: dict[str, str], secret: set[str]) -> dict[str, Any]:
    veil = veil_of(thread.user_id) if thread.user_id in secret else Veil()
    return {
        "href": url_for("threads_desk.show", thread_id=thread.id),
        "title": veil.over(thread.subject) or _("（消しました）"),
        "who": f"{name_of(thread, veil)}　{names.get(thread.answerer, '')}",
        "status": thread.status.label,
        "tone": TONES[thread.status],
        "received": show_date(thread.opened_at),
        "due": show_date(clock.last_day(thread.due_at)) if thread.due_at else "",
        "overdue": clock.is_late(thread),
    }


def _states(threads: list[Thread]) -> list[dict[str, Any]]:
    """How threads stand that brokers answer: about which home, whose turn; nothing of what is written."""
    titles, names = queries.listings_of(threads), places.names_of({thread.answerer for thread in threads})
    return [
        {
            "href": url_for("listings.show", listing_id=thread.listing_id),
            "title": titles[thread.listing_id].title if thread.listing_id in titles else thread.code,
            "who": f"{_('相談者 %(code)s', code=thread.code)}　{names.get(thread.answerer, '')}",
            "status": thread.status.label,
            "tone": TONES[thread.status],
            "received": show_date(thread.opened_at),
            "due": show_date(clock.last_day(thread.due_at)) if thread.due_at else "",
            "overdue": clock.is_late(thread),
        }
        for thread in threads
    ]


@blueprint.get("/<thread_id>")
@allow(*ANSWERERS)
def show(thread_id: str) -> str:
    """One thread, with what was written and what can be done."""
    thread = queries.thread_for(current_actor(), thread_id)
    form = AnswerForm(formdata=None, signed=current_actor().name)
    chosen = request.args.get("template", "")
    if chosen:
        form.text.data = queries.template_for(current_actor(), chosen).text
    return _page(thread, form)


@dataclass
class _Forms:
    """The forms of one thread's page; the one that was sent keeps what was typed."""

    answer: AnswerForm
    assigning: AssignForm
    offering: OfferForm
    refusing: RefuseForm


def _page(thread: Thread, sent: Form) -> str:
    veil = veil_of(thread.user_id)
    people = queries.colleagues(thread)
    others = places.others_than(thread.answerer, thread.municipality_code)
    forms = _Forms(
        AnswerForm(formdata=None, signed=current_actor().name),
        AssignForm(formdata=None),
        OfferForm(formdata=None),
        RefuseForm(formdata=None),
    )
    forms.assigning.to.data = thread.assigned_to or ""
    for name, form in vars(forms).items():
        if type(form) is type(sent):
            setattr(forms, name, sent)
    forms.assigning.offer(people)
    forms.offering.offer([(one.answerer, one.name) for one in others])
    return render_template(
        "inquiries/threads/staff_show.html",
        thread=thread,
        subject=veil.over(thread.subject) or _("（消しました）"),
        name=name_of(thread, veil),
        is_secret=veil.is_needed,
        said=shown_to_place(queries.said_in(thread), veil),
        place=places.names_of({thread.answerer}).get(thread.answerer, ""),
        listing=listings.by_id(thread.listing_id) if thread.listing_id else None,
        waits=clock.waiting_words(thread),
        tone=TONES[thread.status],
        assigned=next((one.display_name for one in people if one.id == thread.assigned_to), ""),
        templates=queries.templates_for(current_actor()),
        is_blocked=queries.is_blocked(thread.user_id, thread.answerer),
        history=told(history_of(thread)),
        others=others,
        offered=next((one.name for one in others if one.answerer == thread.offered_to), ""),
        forms=forms,
    )


@blueprint.post("/<thread_id>/answer")
@allow(*ANSWERERS)
def answer(thread_id: str) -> ResponseReturnValue:
    """Send an answer."""
    thread, form = queries.thread_for(current_actor(), thread_id), AnswerForm()
    if form.validate_on_submit() and (files := serving.kept_in(form.files)) is not None:
        thread = queries.thread_for(current_actor(), thread_id)
        words = asking.Words(form.text.data, files)
        answering.answer(thread, words, signed=form.signed.data, by=current_actor())
        flash(_("返事を送りました。"), "success")
        return redirect(url_for(".show", thread_id=thread.id), 303)
    return _page(thread, form), 422


@blueprint.post("/<thread_id>/settle")
@allow(*ANSWERERS)
def settle(thread_id: str) -> ResponseReturnValue:
    """Everything is answered."""
    thread = queries.thread_for(current_actor(), thread_id)
    answering.settle(thread, by=current_actor())
    flash(_("やりとりを終えました。続きが届くと、また始まります。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<thread_id>/assign")
@allow(*ANSWERERS)
def assign(thread_id: str) -> ResponseReturnValue:
    """Hand it to a colleague."""
    thread = queries.thread_for(current_actor(), thread_id)
    form = AssignForm()
    form.offer(queries.colleagues(thread))
    if not form.validate_on_submit():
        return _page(thread, form), 422
    answering.assign(thread, accounts.user(form.to.data) if form.to.data else None, by=current_actor())
    flash(_("担当を決めました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<thread_id>/offer")
@allow(*ANSWERERS)
def offer(thread_id: str) -> ResponseReturnValue:
    """Propose that another organisation answers."""
    thread, form = queries.thread_for(current_actor(), thread_id), OfferForm()
    others = places.others_than(thread.answerer, thread.municipality_code)
    form.offer([(one.answerer, one.name) for one in others])
    if not form.validate_on_submit():
        return _page(thread, form), 422
    handing.offer(thread, form.place.data, by=current_actor())
    flash(_("引き継ぎを提案しました。本人が同意すると、相手に伝わります。"), "success")
    return redirect(url_for(".show", thread_id=thread.id), 303)


@blueprint.post("/<thread_id>/refuse")
@allow(*ANSWERERS)
def refuse(thread_id: str) -> ResponseReturnValue:
    """Take no more messages from this person."""
    thread, form = queries.thread_for(current_actor(), thread_id), RefuseForm()
    if not form.validate_on_submit():
        return _page(thread, form), 422
    answering.refuse(thread, by=current_actor(), reason=form.reason.data)
    if thread.corporation_id:
        about = reports.About(thread.municipality_code, thread=thread)
        reports.tell(ReportKind.ABUSE, ReportReason.CONDUCT, form.reason.data, about=about, by=current_actor())
    flash(_("この人からの送信を止めました。"), "success")
    return redirect(url_for(".show", thread_id=thread.id), 303)


@blueprint.post("/<thread_id>/unblock")
@allow(*ANSWERERS)
def unblock(thread_id: str) -> ResponseReturnValue:
    """Take messages of this person again."""
    thread = queries.thread_for(current_actor(), thread_id)
    answering.unblock(thread, by=current_actor())
    flash(_("この人からの送信を、また受け取ります。"), "success")
    return redirect(url_for(".show", thread_id=thread.id), 303)


@blueprint.get("/files/<thread_file_id>")
@allow(*ANSWERERS)
def download(thread_file_id: str) -> Response:
    """A file of a thread of the actor's side; none of who asks for secrecy."""
    found, message, thread = queries.file_and_thread(thread_file_id)
    queries.thread_for(current_actor(), thread.id)
    if message.side is Side.PERSON and veil_of(thread.user_id).is_needed:
        raise NotThere(_("本人が秘匿を希望しているため、このファイルは開けません。"))
    return serving.download(found)
