"""A person's own profile: the wizard, one group of questions a screen, and the summary."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.security import local_path
from webapp.core.templating import link
from webapp.residents import actions, queries
from webapp.residents.forms import FORMS, ConsentsForm, StepForm
from webapp.residents.models import ASKED_IN_WIZARD, FOR_SUGGESTIONS, ConsentScreen, Resident, Step
from webapp.residents.snapshot import ANSWERS, facts_of, snapshot_of

blueprint = Blueprint("residents", __name__, url_prefix="/my/profile")
AUTOSAVE_HEADER = "X-Autosave"
STEPS = list(Step)
LATER = tuple(step for step in Step if step not in FOR_SUGGESTIONS)
HEADINGS = {
    Step.NAME: _l("お名前を教えてください"),
    Step.HOME: _l("いまはどこにお住まいですか"),
    Step.AREAS: _l("どこへ行きたいですか"),
    Step.WISHES: _l("何をしてみたいですか"),
    Step.SKILLS: _l("できることはありますか"),
    Step.HOUSEHOLD: _l("どなたと暮らしていますか"),
    Step.RHYTHM: _l("どんなふうに滞在しますか"),
    Step.BUDGET: _l("何を探していますか"),
    Step.CONSENTS: _l("情報の使い方を選んでください"),
}


@blueprint.get("")
@allow(SIGNED_IN)
def profile() -> ResponseReturnValue:
    """Everything the person told, with a way to change each answer."""
    actor = current_actor()
    resident = queries.profile_of(actor) or Resident(user_id=actor.user_id or "")
    standing = queries.consents_for(resident.user_id, None)
    given = [purpose.label for purpose in ASKED_IN_WIZARD if purpose in standing and standing[purpose].counts]
    return render_template(
        "residents/profile.html",
        resident=resident,
        facts=facts_of(snapshot_of(resident)),
        screens=[step for step in STEPS if _has_said(resident, step)],
        lacking=[step for step in resident.missing_steps if step in FOR_SUGGESTIONS],
        later=[step for step in resident.missing_steps if step in LATER],
        consents=[str(label) for label in given],
    )


@blueprint.get("/<any({}):step>".format(",".join(STEPS)))
@allow(SIGNED_IN)
def step(step: str) -> ResponseReturnValue:
    """One screen of the wizard."""
    actor = current_actor()
    resident = queries.profile_of(actor) or Resident(user_id=actor.user_id or "")
    return _show(Step(step), _form(Step(step), resident), resident)


@blueprint.post("/<any({}):step>".format(",".join(STEPS)))
@allow(SIGNED_IN)
def save_step(step: str) -> ResponseReturnValue:
    """Save a screen: as a whole, half-way with 「あとで続ける」, or on the way by autosave."""
    chosen, actor = Step(step), current_actor()
    resident = actions.own_profile(by=actor)
    form = _form(chosen, resident)
    is_valid = form.validate()
    if AUTOSAVE_HEADER in request.headers or "later" in request.form:
        return _save_part(chosen, form, resident)
    if not is_valid:
        return _show(chosen, form, resident), 422
    begun_at = _begun_at()
    was_ready = resident.is_ready_for_suggestions
    if isinstance(form, ConsentsForm):
        actions.consent(resident.user_id, form.choices(), by=actor, screen=ConsentScreen.PROFILE)
    actions.answer(resident, chosen, form.answers(), by=actor)
    if begun_at:
        return redirect(begun_at, 303)
    if following := _following(chosen, resident):
        return redirect(url_for(".step", step=following), 303)
    is_new = resident.is_ready_for_suggestions and not was_ready
    return redirect(link("matches.index") if is_new else url_for(".profile"), 303)


def _begun_at() -> str:
    """The page of ours that sent somebody here to put one answer right; empty in the wizard itself."""
    return local_path(request.args.get("back"), "")


def _save_part(chosen: Step, form: StepForm, resident: Resident) -> ResponseReturnValue:
    if isinstance(form, ConsentsForm):
        raise NotThere
    actions.answer(resident, chosen, form.answers(), by=current_actor(), is_whole=False)
    if AUTOSAVE_HEADER in request.headers:
        return jsonify(message=_("保存しました"))
    flash(_("ここまでの入力を保存しました。いつでも続きから始められます。"), "success")
    return redirect(_begun_at() or url_for(".profile"), 303)


def _form(chosen: Step, resident: Resident) -> StepForm:
    if chosen is Step.CONSENTS:
        return ConsentsForm.of(queries.consents_of(resident.user_id))
    return FORMS[chosen](obj=resident)


def _following(chosen: Step, resident: Resident) -> Step | None:
    """The next screen of the same part; back to the summary when one answer of a filled part was changed."""
    part = _part_of(chosen)
    place = part.index(chosen) + 1
    is_open = not set(resident.missing_steps).isdisjoint(part)
    return part[place] if is_open and place < len(part) else None


def _part_of(chosen: Step) -> tuple[Step, ...]:
    return FOR_SUGGESTIONS if chosen in FOR_SUGGESTIONS else LATER


def _ending(chosen: Step, resident: Resident) -> Any:
    """What the button says: where it leads."""
    if _begun_at():
        return _("保存してもどる")
    part, missing = _part_of(chosen), resident.missing_steps
    others = [step for step in missing if step in part and step is not chosen]
    if others and chosen is not part[-1]:
        return _("保存して次へ")
    is_first_time = chosen in missing and not others and part is FOR_SUGGESTIONS
    return _("保存しておすすめを見る") if is_first_time else _("保存して終わる")


def _has_said(resident: Resident, step: Step) -> bool:
    """Whether there is anything to show of a step."""
    said = any(getattr(resident, name) not in (None, "", [], False) for name in ANSWERS.get(step, ()))
    return said or step.value in resident.answered


def _show(chosen: Step, form: StepForm, resident: Resident) -> str:
    part = _part_of(chosen)
    place = part.index(chosen)
    values: dict[str, Any] = {
        "title": HEADINGS[chosen],
        "form": form,
        "step_name": chosen,
        "step": place + 1,
        "steps": [] if _begun_at() else [(s.label, url_for(".step", step=s)) for s in part],
        "back_href": _begun_at() or (url_for(".step", step=part[place - 1]) if place else url_for(".profile")),
        "submit": _ending(chosen, resident),
    }
    return render_template("residents/step.html", **values)
