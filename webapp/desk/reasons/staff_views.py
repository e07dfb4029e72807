"""The reasons that staff can choose from: seen by all of them, written by the town's administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.desk.reasons import actions, queries
from webapp.desk.reasons.forms import ReasonTemplateForm
from webapp.desk.reasons.groups import GROUPS
from webapp.desk.reasons.models import Answer
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality

blueprint = Blueprint("staff_reasons", __name__, url_prefix="/staff/reasons")
_ANY = f"any({','.join(answer.value for answer in Answer)})"


@blueprint.get("")
@blueprint.get("/<code>")
@allow(*TOWN_ROLES)
def index(code: str | None = None) -> ResponseReturnValue:
    """Every reason of a town, answer by answer."""
    actor = current_actor()
    towns = municipalities.by_codes(set(actor.municipalities))
    town = towns.get(code or min(towns, default=""))
    if town is None:
        raise NotThere
    words = request.args.get("q", "").strip()[:60]
    known = _found(town.code, words)
    return render_template(
        "desk/reasons.html",
        town=town,
        towns=[towns[key] for key in sorted(towns)],
        groups=[
            (key, heading, [(one, known[one]) for one in answers if one in known]) for key, heading, answers in GROUPS
        ],
        words=words,
        found=sum(len(reasons) for reasons in known.values()),
        uses=queries.uses_of(town.code),
        may_write=town.code in actor.organisations(Role.MUNICIPALITY_ADMIN),
    )


def _found(code: str, words: str) -> dict[Answer, list[queries.Reason]]:
    """Everything, or what has these words in its heading, its sentence or the work it is for."""
    everything = queries.all_reasons_of(code)
    if not words:
        return everything
    chosen = {
        answer: [one for one in reasons if words in one.title or words in one.words or words in str(answer.label)]
        for answer, reasons in everything.items()
    }
    return {answer: reasons for answer, reasons in chosen.items() if reasons}


@blueprint.route(f"/<code>/<{_ANY}:answer>/new", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def new(code: str, answer: str) -> ResponseReturnValue:
    """A reason of the town's own."""
    return _write(_administered(code), Answer(answer), None)


@blueprint.route(f"/<code>/<{_ANY}:answer>/edit/<reason_key>", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def edit(code: str, answer: str, reason_key: str) -> ResponseReturnValue:
    """Another wording, or no longer offered; every version stays readable."""
    town = _administered(code)
    known = {reason.key: reason for reason in queries.reasons_of(town.code, Answer(answer))}
    if reason_key not in known:
        raise NotThere
    return _write(town, Answer(answer), known[reason_key])


def _administered(code: str) -> Municipality:
    if code not in current_actor().organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    return municipalities.by_code(code)


def _write(town: Municipality, answer: Answer, known: queries.Reason | None) -> ResponseReturnValue:
    first = queries.built_in(answer, known.key) if known else None
    form = ReasonTemplateForm(obj=known if known is None or known.is_own else first)
    if form.validate_on_submit():
        actions.write(
            town.code,
            answer,
            key=known.key if known else "",
            title=form.title.data,
            words=form.words.data,
            is_shown=form.is_shown.data,
            by=current_actor(),
        )
        flash(_("理由を保存しました。前の文は、これまでの版に残っています。"), "success")
        return redirect(url_for(".index", code=town.code), 303)
    versions = queries.versions_of(town.code, answer, known.key) if known else []
    page = render_template(
        "desk/reason.html",
        form=form,
        town=town,
        answer=answer,
        known=known,
        versions=versions,
        built_in=first,
        names=accounts.names_of({row.written_by for row in versions if row.written_by}),
    )
    return page, 422 if form.is_submitted() else 200
