"""The matching desk of a town: make a batch, compare, decide otherwise, have it looked at, publish. Operators read."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import NotThere
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.matches.desk import actions, making, publishing, queries
from webapp.matches.desk.board import board_of, choices_of, reasons_of
from webapp.matches.desk.forms import NOWHERE, BatchForm, DecideForm, PublishForm, WithdrawForm
from webapp.matches.desk.models import Audience, BatchStatus, MatchBatch, MatchSuggestion, Mode
from webapp.matches.desk.places import findable
from webapp.matches.scouting.queries import standing_of
from webapp.matches.taken import places_left
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("match_desk", __name__, url_prefix="/staff/places")
TONES = {
    BatchStatus.DRAFT: "info",
    BatchStatus.REVIEWED: "info",
    BatchStatus.PUBLISHED: "success",
    BatchStatus.WITHDRAWN: "warning",
}
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> str:
    """The batches, newest first."""
    actor = current_actor()
    batches = queries.batches_for(actor)
    names = municipalities.by_codes({batch.municipality_code for batch in batches})
    rows = [_row(batch, names[batch.municipality_code].name) for batch in batches]
    return render_template("matches/desk/index.html", rows=rows, may_write=actor.has(*TOWN_ROLES))


def _row(batch: MatchBatch, town: str) -> dict[str, Any]:
    return {
        "href": url_for(".show", match_batch_id=batch.id),
        "title": batch.title,
        "who": _("%(town)s・%(mode)s", town=town, mode=batch.mode.label),
        "status": batch.status.label,
        "tone": TONES.get(batch.status, "neutral"),
        "received": show_date(batch.created_at),
        "due": show_date(batch.ends_at) if batch.status is BatchStatus.PUBLISHED else "",
        "overdue": False,
    }


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new() -> Answer:
    """Choose listings, people and a way."""
    actor, form = current_actor(), BatchForm()
    by_town: dict[str, list[Any]] = {}
    for row in queries.listings_to_choose(actor):
        by_town.setdefault(row.municipality_code, []).append(row)
    rows = [row for listings in by_town.values() for row in listings]
    form.offer(rows, {key: left for listings in by_town.values() for key, left in places_left(listings).items()})
    if form.validate_on_submit():
        wanted = making.Wanted(form.title.data or "", Mode(form.mode.data), Audience(form.audience.data))
        batch = making.make(wanted, form.chosen(), by=actor)
        flash(_("案をつくりました。合いやすい順と見比べて、必要なら変えてください。"), "success")
        return redirect(url_for(".show", match_batch_id=batch.id), 303)
    return render_template("matches/desk/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<match_batch_id>")
@allow(*TOWN_ROLES)
def show(match_batch_id: str) -> str:
    """The plain ranking beside the suggestion, and what either brings."""
    return _page(queries.batch_for(current_actor(), match_batch_id), WithdrawForm(formdata=None))


def _page(batch: MatchBatch, withdrawing: WithdrawForm) -> str:
    actor, rows = current_actor(), queries.suggestions_of(batch)
    may_write = actor.may_act_for(batch.municipality_code)
    return render_template(
        "matches/desk/show.html",
        batch=batch,
        board=board_of(batch, rows, queries.scouts_of(rows)),
        people=len(rows),
        tone=TONES.get(batch.status, "neutral"),
        may_write=may_write,
        may_review=may_write and batch.status is BatchStatus.DRAFT and actor.user_id != batch.created_by,
        withdrawing=withdrawing,
        history=told([*history_of(batch), *queries.history_of_suggestions(batch)]),
    )


def _own(match_batch_id: str) -> MatchBatch:
    """A batch of the actor's town; for writing, also an operator finds only that. Raises NotThere."""
    batch = queries.batch_for(current_actor(), match_batch_id)
    if not current_actor().may_act_for(batch.municipality_code):
        raise NotThere
    return batch


@blueprint.route("/<match_batch_id>/people/<match_suggestion_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def decide(match_batch_id: str, match_suggestion_id: str) -> Answer:
    """Keep or change what is suggested to one household."""
    batch = _own(match_batch_id)
    row = queries.suggestion_in(batch, match_suggestion_id)
    if row.user_id not in findable(batch.municipality_code):
        raise NotThere(_("この人は、いまは対象ではありません。"))
    form = DecideForm(listing=row.chosen_listing_id or NOWHERE, note=row.note, message=row.message)
    form.offer(choices_of(row, batch), row.market_listing_id)
    if form.validate_on_submit():
        decision = actions.Decision(form.listing_id, form.note.data or "", form.message.data or "")
        actions.decide(batch, row, decision, by=current_actor())
        flash(_("案を保存しました。合計も計算し直しています。"), "success")
        return redirect(url_for(".show", match_batch_id=batch.id), 303)
    return _decide_page(batch, row, form), 422 if form.errors else 200


def _decide_page(batch: MatchBatch, row: MatchSuggestion, form: DecideForm) -> str:
    titles = {str(offer["listing"]): str(offer["title"]) for offer in batch.offers}
    return render_template(
        "matches/desk/decide.html",
        batch=batch,
        row=row,
        form=form,
        suggested=titles.get(row.market_listing_id or ""),
        reasons=[(titles[option["listing"]], reasons_of(option)) for option in row.options],
        standing=standing_of(batch.municipality_code),
    )


@blueprint.post("/<match_batch_id>/review")
@allow(*TOWN_ROLES)
def review(match_batch_id: str) -> Response:
    """A second person has looked."""
    batch = _own(match_batch_id)
    actions.review(batch, by=current_actor())
    flash(_("確認済みにしました。"), "success")
    return redirect(url_for(".show", match_batch_id=batch.id), 303)


@blueprint.route("/<match_batch_id>/publish", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def publish(match_batch_id: str) -> Answer:
    """Let the suggestions reach the people."""
    batch, actor = _own(match_batch_id), current_actor()
    form = PublishForm(signed=actor.name)
    if form.validate_on_submit():
        publishing.publish(batch, by=actor, next_step=form.next_step.data or "", signed=form.signed.data or "")
        flash(_("本人に届けました。届けなかったものは、理由とともに下に出ています。"), "success")
        return redirect(url_for(".show", match_batch_id=batch.id), 303)
    board = board_of(batch, queries.suggestions_of(batch), {})
    values = {"batch": batch, "board": board, "standing": standing_of(batch.municipality_code)}
    return render_template("matches/desk/publish.html", form=form, **values), 422 if form.errors else 200


@blueprint.post("/<match_batch_id>/close")
@allow(*TOWN_ROLES)
def close(match_batch_id: str) -> Response:
    """End a published batch before its time."""
    batch = _own(match_batch_id)
    actions.close(batch, by=current_actor())
    flash(_("割り振りを終えました。返事待ちのお声かけは、期限まで続きます。"), "success")
    return redirect(url_for(".show", match_batch_id=batch.id), 303)


@blueprint.post("/<match_batch_id>/withdraw")
@allow(*TOWN_ROLES)
def withdraw(match_batch_id: str) -> Answer:
    """Take a batch back, with everything that was not answered."""
    batch, form = _own(match_batch_id), WithdrawForm()
    if not form.validate_on_submit():
        return _page(batch, form), 422
    actions.withdraw(batch, by=current_actor(), reason=form.reason.data or "")
    flash(_("取り下げました。返事待ちのお声かけも取り下げています。"), "success")
    return redirect(url_for(".show", match_batch_id=batch.id), 303)
