"""The person's side of threads: ask, read, ask on, end, tell a name."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.banks.users.letters import not_a_party
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.inquiries import emergency, places
from webapp.inquiries.secrecy import veil_for
from webapp.inquiries.threads import asking, badge, clock, handed, handing, queries, serving
from webapp.inquiries.threads.forms import MessageForm, NameForm, QuestionForm
from webapp.inquiries.threads.models import Thread
from webapp.inquiries.threads.screens import TONES, shown_to_person
from webapp.inquiries.threads.talks import own_talk_address
from webapp.listings import queries as listings
from webapp.listings.models import Listing
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("threads", __name__, url_prefix="/my/messages")


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> str:
    """What waits, what was answered, what ended."""
    rows = queries.own_threads(current_actor())
    return render_template(
        "inquiries/threads/mine.html",
        running=[row for row in rows if not row.is_closed],
        ended=[row for row in rows if row.is_closed],
        names=places.names_of({row.answerer for row in rows}),
        titles={key: row.title for key, row in queries.listings_of(rows).items()},
        waits_of=clock.waiting_words,
        tones=TONES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def new() -> ResponseReturnValue:
    """Ask about a listing (`?listing=`) or a town (`?town=`)."""
    place, listing = _asked()
    form = QuestionForm()
    if form.validate_on_submit() and (files := serving.kept_in(form.files)) is not None:
        place, listing = _asked()
        thread = asking.open_thread(
            place,
            asking.Words(form.text.data, files),
            subject=form.subject.data,
            shown_name=form.shown_name.data or "",
            listing=listing,
            by=current_actor(),
        )
        flash(_("問い合わせを送りました。返事が届くと、メールでお知らせします。"), "success")
        return redirect(url_for(".show", thread_id=thread.id), 303)
    page = render_template(
        "inquiries/threads/new.html",
        form=form,
        place=place,
        listing=listing,
        days=clock.days_in(place.municipality_code),
        badge=badge.of(place.answerer),
        is_secret=veil_for(current_actor()).is_needed,
        not_a_party=not_a_party(),
    )
    return page, 422 if form.errors else 200


def _asked() -> tuple[places.Place, Listing | None]:
    listing_id, town = request.args.get("listing", ""), request.args.get("town", "")
    listing = listings.by_id(listing_id) if listing_id else None
    if listing is not None and not listing.is_public:
        raise NotThere(_("この掲載は終わったか、いまは休んでいます。まちの窓口にたずねてください。"))
    place = handed.place_of(listing) if listing else places.of_town(town) if town else None
    if place is None:
        raise NotThere(_("この相手には、ふたまちからはたずねられません。市町村の窓口に直接連絡してください。"))
    return place, listing


@blueprint.get("/<thread_id>")
@allow(SIGNED_IN)
def show(thread_id: str) -> str:
    """Everything that was written, and whose turn it is."""
    return _page(queries.own_thread_for(current_actor(), thread_id), MessageForm(formdata=None))


def _page(thread: Thread, form: MessageForm, naming: NameForm | None = None) -> str:
    code = thread.municipality_code
    names = places.names_of({thread.answerer, thread.offered_to or ""})
    listing = listings.by_id(thread.listing_id) if thread.listing_id else None
    return render_template(
        "inquiries/threads/show.html",
        thread=thread,
        said=shown_to_person(queries.said_in(thread)),
        place=names.get(thread.answerer, ""),
        offered=names.get(thread.offered_to or "", ""),
        listing=listing,
        talk_href=own_talk_address(current_actor(), listing),
        waits=clock.waiting_words(thread),
        tone=TONES[thread.status],
        days=clock.days_in(code),
        office=municipalities.programme(code),
        town=municipalities.by_code(code),
        emergency=emergency.contact_of(code),
        is_secret=veil_for(current_actor()).is_needed,
        broker=handed.broker_of(thread),
        is_standing=handed.is_standing(thread),
        not_a_party=not_a_party(),
        is_blocked=queries.is_blocked(thread.user_id, thread.answerer),
        form=form,
        naming=naming or NameForm(formdata=None),
    )


@blueprint.post("/<thread_id>/write")
@allow(SIGNED_IN)
def write(thread_id: str) -> ResponseReturnValue:
    """Add to it."""
    thread, form = queries.own_thread_for(current_actor(), thread_id), MessageForm()
    if form.validate_on_submit() and (files := serving.kept_in(form.files)) is not None:
        thread = queries.own_thread_for(current_actor(), thread_id)
        asking.write_on(thread, asking.Words(form.text.data, files), by=current_actor())
        flash(_("送りました。"), "success")
        return redirect(url_for(".show", thread_id=thread.id), 303)
    return _page(thread, form), 422


@blueprint.post("/<thread_id>/name")
@allow(SIGNED_IN)
def show_name(thread_id: str) -> ResponseReturnValue:
    """Tell a name."""
    thread, form = queries.own_thread_for(current_actor(), thread_id), NameForm()
    if not form.validate_on_submit():
        return _page(thread, MessageForm(formdata=None), form), 422
    asking.show_name(thread, form.shown_name.data, by=current_actor())
    flash(_("名前を伝えました。"), "success")
    return redirect(url_for(".show", thread_id=thread.id), 303)


@blueprint.post("/<thread_id>/agree")
@allow(SIGNED_IN)
def agree(thread_id: str) -> ResponseReturnValue:
    """Somebody else may answer, and reads what was written."""
    thread = queries.own_thread_for(current_actor(), thread_id)
    handing.agree(thread, by=current_actor())
    flash(_("引き継ぎました。新しい相手の返事を待ってください。"), "success")
    return redirect(url_for(".show", thread_id=thread.id), 303)


@blueprint.post("/<thread_id>/keep")
@allow(SIGNED_IN)
def keep(thread_id: str) -> ResponseReturnValue:
    """Nobody else is to read it."""
    thread = queries.own_thread_for(current_actor(), thread_id)
    handing.keep(thread, by=current_actor())
    flash(_("引き継ぎを断りました。いまの相手とのやりとりが続きます。"), "success")
    return redirect(url_for(".show", thread_id=thread.id), 303)


@blueprint.post("/<thread_id>/close")
@allow(SIGNED_IN)
def close(thread_id: str) -> ResponseReturnValue:
    """Nothing more is asked."""
    thread = queries.own_thread_for(current_actor(), thread_id)
    asking.close(thread, by=current_actor())
    flash(_("やりとりを終えました。続きを書くと、また始まります。"), "success")
    return redirect(url_for(".show", thread_id=thread.id), 303)


@blueprint.get("/files/<thread_file_id>")
@allow(SIGNED_IN)
def download(thread_file_id: str) -> Response:
    """A file of one's own thread."""
    found, _message, thread = queries.file_and_thread(thread_file_id)
    queries.own_thread_for(current_actor(), thread.id)
    return serving.download(found)
