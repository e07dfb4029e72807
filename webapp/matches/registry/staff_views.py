"""The operator's view of what is learned: models, their measures, who gains and loses; taking in service and back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.matches.registry import actions, gains, pictures, queries
from webapp.matches.registry.evidence import LEAST_VIEWS
from webapp.matches.registry.forms import PromoteForm, RollBackForm
from webapp.matches.registry.measures import compared
from webapp.matches.registry.models import LearnedModel, ModelStatus
from webapp.matches.registry.wording import verdict_sentences
from webapp.matches.store import fitted
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("matching_registry", __name__, url_prefix="/operator/matching")


@blueprint.get("")
@allow(Role.OPERATOR)
def index() -> str:
    """Which model answers, how models did, and what waits for a decision."""
    models, serving = queries.newest(), fitted()
    return render_template(
        "matches/registry/index.html",
        models=models,
        serving=serving,
        present=queries.in_service(),
        market=queries.market_for(serving.model_version),
        looks=queries.looks(),
        needed=LEAST_VIEWS,
        ndcg=pictures.history(models, "ndcg", title=_("おすすめの当たりやすさ"), ident="ndcg-plot"),
        gini=pictures.history(models, "gini", title=_("まちごとの露出の偏り"), ident="gini-plot"),
        newcomers=pictures.history(models, "new_offers", title=_("新しい掲載の露出"), ident="new-plot"),
    )


@blueprint.get("/<match_model_id>")
@allow(Role.OPERATOR)
def show(match_model_id: str) -> ResponseReturnValue:
    """One model: the verdict, the measures, the bias report, and the decision."""
    return _page(queries.by_id(match_model_id), PromoteForm())


def _page(model: LearnedModel, form: PromoteForm) -> str:
    places = municipalities.by_codes(gains.town_codes(model))
    names = {code: place.full_name for code, place in places.items()}
    return render_template(
        "matches/registry/show.html",
        model=model,
        may_begin=model.status is ModelStatus.CANDIDATE,
        form=form,
        verdict=verdict_sentences(model.verdict),
        measures=compared(model.measures),
        calibration=pictures.calibration(model),
        gains=gains.towns(model, names, gain=True),
        losses=gains.towns(model, names, gain=False),
        lines=gains.lines(model),
        prefectures=gains.prefectures(model, _prefecture_names()),
        history=told(history_of(model)),
    )


def _prefecture_names() -> dict[str, str]:
    return {row.code[:2]: row.full_name for row in municipalities.prefectures()}


@blueprint.post("/<match_model_id>/promote")
@allow(Role.OPERATOR)
def promote(match_model_id: str) -> ResponseReturnValue:
    """Take a candidate into service, with the reason."""
    model, form = queries.by_id(match_model_id), PromoteForm()
    if not form.validate():
        return _page(model, form), 422
    actions.promote(model, by=current_actor(), reason=form.reason.data or "")
    flash(_("このモデルを使いはじめました。数秒のうちに、すべての画面に届きます。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/roll-back", methods=["GET", "POST"])
@allow(Role.OPERATOR)
def roll_back() -> ResponseReturnValue:
    """What would serve again; withdraw the model in service, with the reason."""
    form = RollBackForm()
    if form.validate_on_submit():
        actions.roll_back(by=current_actor(), reason=form.reason.data or "")
        flash(_("使っていたモデルを取り下げ、前のモデルに戻しました。"), "success")
        return redirect(url_for(".index"), 303)
    page = render_template(
        "matches/registry/roll_back.html",
        form=form,
        present=queries.in_service(),
        before=queries.before_present(),
    )
    return page, 422 if form.is_submitted() else 200
