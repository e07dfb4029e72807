"""Kept searches: a person's own pages."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.listings import places
from webapp.listings.filters import Filters
from webapp.listings.finding.understood import Understood, understood
from webapp.listings.saved import actions, queries
from webapp.listings.saved.forms import SavedSearchForm
from webapp.listings.saved.models import Frequency
from webapp.listings.saved.stopping import link_of_old_token
from webapp.listings.search import search as find

LONGEST_NAME = 60
blueprint = Blueprint("saved_searches", __name__)


@blueprint.get("/my/searches")
@allow(Role.RESIDENT)
def index() -> str:
    """Everything kept, with how many fit now."""
    rows = []
    for row in queries.own_searches(current_actor()):
        search = meant(row.args)
        rows.append((row, find(search.filters, search.known).count, search.words))
    return render_template("listings/saved/mine.html", rows=rows, most=actions.MOST)


@blueprint.get("/my/searches/new")
@allow(Role.RESIDENT)
def new() -> str:
    """Name the search whose address is given."""
    search = meant(request.args)
    form = SavedSearchForm(formdata=None, name="・".join(search.words)[:LONGEST_NAME])
    return render_template("listings/saved/edit.html", form=form, filters=search.filters, words=search.words)


@blueprint.post("/my/searches/new")
@allow(Role.RESIDENT)
def create() -> ResponseReturnValue:
    """Keep it."""
    search = meant(request.args)
    form = SavedSearchForm()
    if not form.validate_on_submit():
        page = render_template("listings/saved/edit.html", form=form, filters=search.filters, words=search.words)
        return page, 422
    chosen = Frequency(form.frequency.data)
    actions.keep(search.filters, name=str(form.name.data), frequency=chosen, by=current_actor())
    flash(_("検索条件を保存しました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/my/searches/<saved_search_id>")
@allow(Role.RESIDENT)
def edit(saved_search_id: str) -> str:
    """Its name and how often one hears of it."""
    row = queries.own_search_for(current_actor(), saved_search_id)
    form = SavedSearchForm(formdata=None, name=row.name, frequency=row.frequency.value)
    return render_template("listings/saved/edit.html", form=form, row=row, words=meant(row.args).words)


@blueprint.post("/my/searches/<saved_search_id>")
@allow(Role.RESIDENT)
def change(saved_search_id: str) -> ResponseReturnValue:
    """Change it."""
    row = queries.own_search_for(current_actor(), saved_search_id)
    form = SavedSearchForm()
    if not form.validate_on_submit():
        return render_template("listings/saved/edit.html", form=form, row=row, words=meant(row.args).words), 422
    chosen = Frequency(form.frequency.data)
    actions.change(row, name=str(form.name.data), frequency=chosen, by=current_actor())
    flash(_("保存した条件を変えました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/my/searches/<saved_search_id>/drop")
@allow(Role.RESIDENT)
def drop(saved_search_id: str) -> Response:
    """Forget it."""
    actions.drop(queries.own_search_for(current_actor(), saved_search_id), by=current_actor())
    flash(_("保存した条件を消しました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.get("/searches/stop/<token>")
@allow(PUBLIC)
def stopping(token: str) -> Response:
    """Where links of earlier letters lead."""
    return redirect(link_of_old_token(token), 303)


def meant(args: Mapping[str, Any]) -> Understood:
    """A search with its conditions in words."""
    return understood(Filters.read(args), places.layer())
