"""A person's own profile: the wizard, one group of questions a screen, and the summary."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.residents import actions, queries
from webapp.residents.forms import FORMS, ConsentsForm, StepForm
from webapp.residents.models import ASKED_IN_WIZARD, ConsentScreen, Resident, Step
from webapp.residents.snapshot import facts_of, snapshot_of

blueprint = Blueprint("residents", __name__, url_prefix="/my/profile")
AUTOSAVE_HEADER = "X-Autosave"
STEPS = list(Step)
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
        screens=STEPS,
        missing=resident.missing_steps,
        consents=[str(label) for label in given],
    )


@blueprint.get("/<any({}):step>".format(",".join(STEPS)))
@allow(SIGNED_IN)
def step(step: str) -> ResponseReturnValue:
    """One screen of the wizard."""
    actor = current_actor()
    resident = queries.profile_of(actor) or Resident(user_id=actor.user_id or "")
    return _show(Step(step), _form(Step(step), resident))


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
        return _show(chosen, form), 422
    if isinstance(form, ConsentsForm):
        actions.consent(resident.user_id, form.choices(), by=actor, screen=ConsentScreen.PROFILE)
    actions.answer(resident, chosen, form.answers(), by=actor)
    following = _following(chosen, resident)
    return redirect(url_for(".step", step=following) if following else url_for(".profile"), 303)


def _save_part(chosen: Step, form: StepForm, resident: Resident) -> ResponseReturnValue:
    if isinstance(form, ConsentsForm):
        raise NotThere
    actions.answer(resident, chosen, form.answers(), by=current_actor(), is_whole=False)
    if AUTOSAVE_HEADER in request.headers:
        return jsonify(message=_("保存しました"))
    flash(_("ここまでの入力を保存しました。いつでも続きから始められます。"), "success")
    return redirect(url_for(".profile"), 303)


def _form(chosen: Step, resident: Resident) -> StepForm:
    if chosen is Step.CONSENTS:
        return ConsentsForm.of(queries.consents_of(resident.user_id))
    return FORMS[chosen](obj=resident)


def _following(chosen: Step, resident: Resident) -> Step | None:
    """The next screen; back to the summary when one answer of a complete profile was changed."""
    place = STEPS.index(chosen) + 1
    return None if resident.is_complete or place == len(STEPS) else STEPS[place]


def _show(chosen: Step, form: StepForm) -> str:
    place = STEPS.index(chosen)
    values: dict[str, Any] = {
        "title": HEADINGS[chosen],
        "form": form,
        "step_name": chosen,
        "step": place + 1,
        "steps": [(s.label, url_for(".step", step=s)) for s in STEPS],
        "back_href": url_for(".step", step=STEPS[place - 1]) if place else url_for(".profile"),
        "is_last": place == len(STEPS) - 1,
    }
    return render_template("residents/step.html", **values)
