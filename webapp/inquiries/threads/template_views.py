"""Ready-made answers of a town or corporation: written once, chosen while answering, changed before they are sent."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.inquiries import places
from webapp.inquiries.places import ANSWERERS
from webapp.inquiries.threads import queries, templates
from webapp.inquiries.threads.forms import TemplateForm

blueprint = Blueprint("reply_templates", __name__, url_prefix="/desk/messages/templates")


@blueprint.get("")
@allow(*ANSWERERS)
def index() -> str:
    """Those of every organisation the actor answers for."""
    actor = current_actor()
    keys = queries.organisations_of(actor)
    names = places.names_of(set(keys))
    return render_template(
        "inquiries/threads/templates.html",
        organisations=[(key, names.get(key, key), queries.templates_for(actor, key)) for key in keys],
    )


@blueprint.route("/new/<organisation>", methods=["GET", "POST"])
@allow(*ANSWERERS)
def new(organisation: str) -> ResponseReturnValue:
    """One more."""
    if organisation not in queries.organisations_of(current_actor()):
        raise NotThere
    form = TemplateForm()
    if form.validate_on_submit():
        templates.add(organisation, form.title.data, form.text.data, by=current_actor())
        flash(_("文例を加えました。"), "success")
        return redirect(url_for(".index"), 303)
    return _form(form)


@blueprint.route("/<reply_template_id>", methods=["GET", "POST"])
@allow(*ANSWERERS)
def edit(reply_template_id: str) -> ResponseReturnValue:
    """Change one."""
    row = queries.template_for(current_actor(), reply_template_id)
    form = TemplateForm(obj=row)
    if form.validate_on_submit():
        templates.change(row, form.title.data, form.text.data, by=current_actor())
        flash(_("文例を直しました。"), "success")
        return redirect(url_for(".index"), 303)
    return _form(form)


@blueprint.post("/<reply_template_id>/remove")
@allow(*ANSWERERS)
def remove(reply_template_id: str) -> ResponseReturnValue:
    """Drop one."""
    templates.remove(queries.template_for(current_actor(), reply_template_id), by=current_actor())
    flash(_("文例を消しました。"), "success")
    return redirect(url_for(".index"), 303)


def _form(form: TemplateForm) -> ResponseReturnValue:
    return render_template("inquiries/threads/template.html", form=form), 422 if form.errors else 200
