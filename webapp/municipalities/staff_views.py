"""What a town's administrators decide from a day on: the numbers of the scheme, the mayor's name."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.services import services
from webapp.municipalities import decisions, queries
from webapp.municipalities.forms import TITLES, MayorForm, SettingForm, form_for
from webapp.municipalities.models import DatedSetting, Municipality
from webapp.municipalities.setting_groups import grouped
from webapp.municipalities.settings import PARAMETERS, SINCE, Parameter

blueprint = Blueprint("municipalities_staff", __name__, url_prefix="/staff")
#: under this name the running app keeps the function that names people, which lives in a layer above
NAMES_KEY = "names_of_people"


def administered(code: str | None) -> tuple[Municipality, list[Municipality]]:
    """The town that is meant, by default the first, and all that this person administers. Raises NotThere."""
    towns = queries.by_codes(list(current_actor().organisations(Role.MUNICIPALITY_ADMIN)))
    chosen = towns.get(code or min(towns, default=""))
    if chosen is None:
        raise NotThere
    return chosen, [town for _code, town in sorted(towns.items())]


@blueprint.get("/settings")
@blueprint.get("/settings/<code>")
@allow(Role.MUNICIPALITY_ADMIN)
def settings(code: str | None = None) -> ResponseReturnValue:
    """Every parameter with its value of today and the next one."""
    town, towns = administered(code)
    groups = [(heading, [_standing(one, town.code) for one in parameters]) for heading, parameters in grouped()]
    decided = [row for _heading, rows in groups for row in rows if row["is_own"] or row["coming"]]
    return render_template("municipalities/settings.html", town=town, towns=towns, groups=groups, decided=decided)


def _standing(parameter: Parameter, code: str) -> dict[str, Any]:
    history = queries.setting_history(parameter.key, code)
    own = next((row for row in history if row.valid_from <= today()), None)
    return {
        "parameter": parameter,
        "value": parameter.shown(queries.setting(parameter.key, code)),
        "since": own.valid_from if own else SINCE,
        "is_own": own is not None,
        "coming": [row for row in reversed(history) if row.valid_from > today()],
    }


@blueprint.route("/settings/<code>/<key>", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def setting(code: str, key: str) -> ResponseReturnValue:
    """One parameter: what held, holds and will hold, who decided it and why; decide a new value."""
    town, _towns = administered(code)
    parameter = PARAMETERS.get(key)
    if parameter is None:
        raise NotThere
    history = queries.setting_history(key, code)
    later = [row.valid_from for row in history if row.valid_from > today()]
    form = form_for(parameter, later, valid_from=today())
    if not form.validate_on_submit():
        return _setting_page(town, parameter, history, form), 422 if form.is_submitted() else 200
    decisions.set_setting(
        code,
        key,
        form["value"].data,
        valid_from=form.valid_from.data or today(),
        source=form.source.data,
        by=current_actor(),
        despite_later=form.despite_later.data,
    )
    flash(_("「%(label)s」の新しい値を決めました。", label=parameter.label), "success")
    return redirect(url_for("municipalities_staff.setting", code=code, key=key), 303)


def _setting_page(town: Municipality, parameter: Parameter, history: list[DatedSetting], form: SettingForm) -> str:
    current = next((row for row in history if row.valid_from <= today()), None)
    return render_template(
        "municipalities/setting.html",
        town=town,
        parameter=parameter,
        value=parameter.shown(queries.setting(parameter.key, town.code)),
        history=history,
        current=current,
        today=today(),
        names=_names({row.set_by for row in history if row.set_by}),
        since=SINCE,
        form=form,
    )


def _names(user_ids: set[str]) -> dict[str, str]:
    provider = services().extras.get(NAMES_KEY)
    found: dict[str, str] = provider(user_ids) if provider and user_ids else {}
    return found


@blueprint.post("/settings/withdraw/<dated_setting_id>")
@allow(Role.MUNICIPALITY_ADMIN)
def withdraw_setting(dated_setting_id: str) -> ResponseReturnValue:
    """Drop a value that has not begun."""
    row = queries.setting_for(current_actor(), dated_setting_id)
    code, key = row.municipality_code, row.key
    decisions.withdraw_setting(row, by=current_actor())
    flash(_("これからの値を取りやめました。"), "success")
    return redirect(url_for("municipalities_staff.setting", code=code, key=key), 303)


@blueprint.route("/mayors", methods=["GET", "POST"])
@blueprint.route("/mayors/<code>", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def mayors(code: str | None = None) -> ResponseReturnValue:
    """Who was, is and will be mayor; note a new one."""
    town, towns = administered(code)
    form = MayorForm(since=today(), title=_usual_title(town))
    if not form.validate_on_submit():
        return _mayors_page(town, towns, form), 422 if form.is_submitted() else 200
    since: date = form.since.data or today()
    try:
        decisions.name_mayor(town.code, title=form.title.data, name=form.name.data, since=since, by=current_actor())
    except RuleBroken as refused:  # what was typed stays
        form.since.errors = [refused.sentence]
        return _mayors_page(town, towns, form), 409
    flash(_("%(name)sさんの名前を入れました。", name=form.name.data), "success")
    return redirect(url_for("municipalities_staff.mayors", code=town.code), 303)


def _mayors_page(town: Municipality, towns: list[Municipality], form: MayorForm) -> str:
    known = queries.mayors_of(town.code)
    return render_template("municipalities/mayors.html", town=town, towns=towns, known=known, today=today(), form=form)


def _usual_title(town: Municipality) -> str:
    return next((title for title in TITLES if title[0] == town.name[-1]), TITLES[0])


@blueprint.post("/mayors/withdraw/<mayor_id>")
@allow(Role.MUNICIPALITY_ADMIN)
def withdraw_mayor(mayor_id: str) -> ResponseReturnValue:
    """Drop a name that has not begun."""
    row = queries.mayor_for(current_actor(), mayor_id)
    code = row.municipality_code
    decisions.withdraw_mayor(row, by=current_actor())
    flash(_("これからの名前を取りやめました。"), "success")
    return redirect(url_for("municipalities_staff.mayors", code=code), 303)
