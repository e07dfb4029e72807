"""The town's desk for requests about personal data: the queue by last day, one request, entering what came on paper."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.accounts import queries as accounts
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.forms import Form
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.privacy.requests import actions, queries
from webapp.privacy.requests.forms import AnswerForm, CheckForm, EnterForm, ExtendForm, RefuseForm
from webapp.privacy.requests.models import REQUEST, Ground, PrivacyRequest, Proof, RequestKind, Way
from webapp.privacy.requests.views import TONES
from webapp.residents.queries import confidential_among

blueprint = Blueprint("privacy_requests_staff", __name__, url_prefix="/staff/privacy")
_FORMS: dict[str, type[Form]] = {
    "check": CheckForm,
    "extend": ExtendForm,
    "answer": AnswerForm,
    "refuse": RefuseForm,
    "finish": Form,
}


@blueprint.get("")
@allow(Role.MUNICIPALITY_ADMIN)
def queue() -> ResponseReturnValue:
    """What is not done, the nearest last day first; or everything."""
    actor, is_all = current_actor(), request.args.get("show") == "all"
    rows = queries.queue_for(actor, all_of_them=is_all)
    secret = confidential_among({row.user_id for row in rows if row.user_id})
    return render_template(
        "privacy/staff/queue.html",
        rows=[_line(row, is_secret=row.user_id in secret) for row in rows],
        is_all=is_all,
        towns=queries.towns_of(actor),
    )


def _line(row: PrivacyRequest, *, is_secret: bool) -> dict[str, Any]:
    left = _("あと%(n)s日", n=row.days_left) if row.is_open and not row.is_overdue else ""
    return {
        "href": url_for(".show", privacy_request_id=row.id),
        "title": row.kind.label,
        "who": _("秘匿希望の方") if is_secret else row.name or _("（消去済み）"),
        "status": row.status.label,
        "tone": TONES.get(row.status, "neutral"),
        "received": show_date(row.received_on),
        "due": Markup('{} <span class="queue__days">{}</span>').format(show_date(row.due_on), left)
        if left
        else show_date(row.due_on),
        "overdue": row.is_overdue,
    }


@blueprint.route("/new/<code>", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def new(code: str) -> ResponseReturnValue:
    """Enter what came to the counter or by letter."""
    municipalities.programme_for(current_actor(), code)
    form = EnterForm(town=code)
    form.offer([municipalities.by_code(code)])
    if not form.validate_on_submit():
        return render_template("privacy/staff/new.html", form=form), 422 if form.is_submitted() else 200
    row = actions.enter(
        code, RequestKind(form.kind.data), way=Way(form.way.data), name=form.name.data or "",
        email=form.email.data or "", words=form.words.data or "", received_on=form.received_on.data or today(), by=current_actor(),
    )  # fmt: skip
    flash(_("請求を入力しました。"), "success")
    return redirect(url_for(".show", privacy_request_id=row.id), 303)


@blueprint.get("/<privacy_request_id>")
@allow(Role.MUNICIPALITY_ADMIN)
def show(privacy_request_id: str) -> ResponseReturnValue:
    """One request and the next step."""
    return _page(queries.request_for(current_actor(), privacy_request_id), {})


@blueprint.post("/<privacy_request_id>/<any(check, extend, answer, refuse, finish):move>")
@allow(Role.MUNICIPALITY_ADMIN)
def act(privacy_request_id: str, move: str) -> ResponseReturnValue:
    """One step."""
    row = queries.request_for(current_actor(), privacy_request_id, to_change=True)
    form = _FORMS[move](prefix=move)
    if not form.validate_on_submit():
        return _page(row, {move: form}), 422
    _do(row, move, form)
    flash(_said(row, move), "success")
    return redirect(url_for(".show", privacy_request_id=row.id), 303)


def _said(row: PrivacyRequest, move: str) -> str:
    """What was recorded, and who tells the person."""
    if move == "check":
        return _("本人確認を記録しました。")
    return (
        _("記録しました。本人には、紙で知らせてください。")
        if _is_on_paper(row)
        else _("記録しました。本人に知らせます。")
    )


def _is_on_paper(row: PrivacyRequest) -> bool:
    """Whether no mail reaches who asked."""
    return row.user_id is None and not row.email


def _do(row: PrivacyRequest, move: str, form: Any) -> None:
    by = current_actor()
    match move:
        case "check":
            actions.check(row, Proof(form.proof.data), by=by)
        case "extend":
            actions.extend(row, reason=form.extension_reason.data, by=by)
        case "answer":
            actions.answer(row, words=form.answer.data, by=by)
        case "refuse":
            actions.refuse(row, Ground(form.ground.data), words=form.answer.data, by=by)
        case _:
            actions.finish(row, by=by)


def _page(row: PrivacyRequest, typed: dict[str, Form]) -> str:
    is_own = row.user_id is not None and row.user_id == current_actor().user_id
    moves = [] if is_own else [m.name for m in REQUEST.open_moves(row, by=current_actor()) if m.name in _FORMS]
    moves = [name for name in moves if name != "extend" or not row.is_overdue]
    people = {row.checked_by, row.extended_by, row.decided_by, row.entered_by}
    return render_template(
        "privacy/staff/show.html",
        row=row,
        town=municipalities.by_code(row.municipality_code),
        tone=TONES.get(row.status, "neutral"),
        is_own=is_own,
        is_secret=bool(confidential_among({row.user_id} if row.user_id else set())),
        is_on_paper=_is_on_paper(row),
        forms={name: typed.get(name) or _FORMS[name](formdata=None, prefix=name) for name in moves},
        names=accounts.names_of({one for one in people if one}),
        history=told(history_of(row)),
    )
