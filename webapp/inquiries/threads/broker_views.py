"""A broker's side of a thread, by the link of a letter: read, answer, open its files, end it, stop it. No account."""

from datetime import timedelta

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.banks.users.letters import not_a_party
from webapp.core import ratelimit
from webapp.core.actor import system_actor
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.inquiries.reports import actions as reports
from webapp.inquiries.reports.models import ReportKind, ReportReason
from webapp.inquiries.secrecy import veil_of
from webapp.inquiries.threads import answering, asking, clock, handed, keys, queries, serving
from webapp.inquiries.threads.forms import AnswerForm, RefuseForm
from webapp.inquiries.threads.models import THREAD, Side, Thread
from webapp.inquiries.threads.screens import TONES, name_of, shown_to_place
from webapp.listings import queries as listings
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("broker_threads", __name__, url_prefix="/brokers/threads")
BROKER = system_actor("thread.broker_by_letter")
AN_HOUR, LOOKS_AN_HOUR = timedelta(hours=1), 200


def _opened(key: str) -> Thread:
    ratelimit.hit("broker-link", request.remote_addr or "", limit=LOOKS_AN_HOUR, per=AN_HOUR)
    return keys.thread_behind(key)


@blueprint.get("/<key>")
@allow(PUBLIC)
def show(key: str) -> ResponseReturnValue:
    """What somebody asks about a home that was handed over, and the answers."""
    thread = _opened(key)
    broker = handed.broker_of(thread)
    return _page(key, thread, AnswerForm(formdata=None, signed=broker.contact if broker else ""))


@blueprint.post("/<key>/answer")
@allow(PUBLIC)
def answer(key: str) -> ResponseReturnValue:
    """Answer."""
    thread, form = _opened(key), AnswerForm()
    if form.validate_on_submit() and (files := serving.kept_in(form.files)) is not None:
        thread = keys.thread_behind(key)
        answering.answer(thread, asking.Words(form.text.data, files), signed=form.signed.data, by=BROKER)
        flash(_("返事を送りました。"), "success")
        return redirect(url_for(".show", key=key), 303)
    return _page(key, thread, form), 422


@blueprint.post("/<key>/settle")
@allow(PUBLIC)
def settle(key: str) -> ResponseReturnValue:
    """Everything is answered; the link ends with it."""
    answering.settle(_opened(key), by=BROKER)
    return _ended(
        _("やりとりを終えました。このリンクは使えなくなりました。続きが届くと、新しいメールでお知らせします。")
    )


@blueprint.post("/<key>/refuse")
@allow(PUBLIC)
def refuse(key: str) -> ResponseReturnValue:
    """Take no more messages from this person; the town hears of it and judges."""
    thread, form = _opened(key), RefuseForm()
    if not form.validate_on_submit():
        broker = handed.broker_of(thread)
        return _page(key, thread, AnswerForm(formdata=None, signed=broker.contact if broker else ""), form), 422
    answering.refuse(thread, by=BROKER, reason=form.reason.data or "")
    about, address = reports.About(thread.municipality_code, thread=thread), request.remote_addr or ""
    reports.tell(
        ReportKind.ABUSE, ReportReason.CONDUCT, form.reason.data or "", about=about, by=BROKER, address=address
    )
    return _ended(
        _("この人からの問い合わせを止めました。市町村の担当者にも知らせました。このリンクは使えなくなりました。")
    )


def _ended(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("pages.front"), 303)


def _page(key: str, thread: Thread, form: AnswerForm, refusing: RefuseForm | None = None) -> Response:
    veil = veil_of(thread.user_id)
    page = render_template(
        "inquiries/threads/broker.html",
        key=key,
        thread=thread,
        subject=veil.over(thread.subject) or _("（消しました）"),
        name=name_of(thread, veil),
        is_secret=veil.is_needed,
        said=shown_to_place(queries.said_in(thread), veil),
        broker=handed.broker_of(thread),
        town=municipalities.by_code(thread.municipality_code),
        office=municipalities.programme(thread.municipality_code),
        listing=listings.by_id(thread.listing_id) if thread.listing_id else None,
        days=clock.days_in(thread.municipality_code),
        waits=clock.waiting_words(thread),
        tone=TONES[thread.status],
        not_a_party=not_a_party(),
        form=form,
        refusing=refusing or RefuseForm(formdata=None),
        moves={move.name for move in THREAD.open_moves(thread, by=BROKER)},
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/<key>/files/<thread_file_id>")
@allow(PUBLIC)
def download(key: str, thread_file_id: str) -> Response:
    """A file of this thread; none of who asks for secrecy."""
    thread = _opened(key)
    found, message, owner = queries.file_and_thread(thread_file_id)
    if owner.id != thread.id:
        raise NotThere
    if message.side is Side.PERSON and veil_of(thread.user_id).is_needed:
        raise NotThere(_("本人が秘匿を希望しているため、このファイルは開けません。"))
    return serving.download(found)
