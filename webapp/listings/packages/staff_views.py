"""The town's screens: put a package together, hand it over, see what happened to it, see who still has to delete."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.queries import names_of
from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.errors import RuleBroken
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import queries as corporations
from webapp.listings.consents import recall
from webapp.listings.packages import actions, queries
from webapp.listings.packages.forms import EndForm, ItemsForm, StartForm
from webapp.listings.packages.models import INFO_PACKAGE, InfoPackage
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("packages_staff", __name__, url_prefix="/staff/packages")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> str:
    """Every package of the town, and what others still have to delete."""
    late = [row for row, _listing in recall.asked_for_homes_in(current_actor()) if row.is_overdue]
    return render_template("listings/packages/staff_index.html", rows=queries.of_towns(current_actor()), late=len(late))


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def start() -> ResponseReturnValue:
    """To whom, what for, until when."""
    form, actor = StartForm(), current_actor()
    pairs = [
        (f"{code}:{body.id}", f"{body.name}（{municipalities.by_code(code).name}）")
        for code in sorted(actor.municipalities)
        for body in corporations.designated_in(code, today())
    ]
    form.place.choices = options(pairs)
    if form.validate_on_submit():
        code, _colon, corporation_id = form.place.data.partition(":")
        package = actions.start(
            code,
            corporation_id,
            title=form.title.data or "",
            purpose=form.purpose.data or "",
            ends_on=form.ends_on.data,  # type: ignore[arg-type]
            by=actor,
        )
        return redirect(url_for(".show", info_package_id=package.id), 303)
    page = render_template("listings/packages/start.html", form=form, can_start=bool(pairs))
    return page, 422 if form.errors else 200


@blueprint.get("/deletions")
@allow(*TOWN_ROLES)
def deletions() -> str:
    """Who was asked to delete the data of the town's homes."""
    return render_template("listings/packages/deletions.html", rows=recall.asked_for_homes_in(current_actor()))


@blueprint.get("/<info_package_id>")
@allow(*TOWN_ROLES)
def show(info_package_id: str) -> str:
    """One package: what can go in, or what happened to it."""
    package = queries.package_for(current_actor(), info_package_id)
    return _page(package, EndForm(formdata=None))


def _page(package: InfoPackage, form: EndForm) -> str:
    is_draft = package.status in INFO_PACKAGE.moves["deliver"].sources
    log = queries.log_of(package)
    return render_template(
        "listings/packages/staff_show.html",
        package=package,
        corporation=corporations.by_id(package.corporation_id),
        place=municipalities.by_code(package.municipality_code),
        is_draft=is_draft,
        offers=queries.offers(package) if is_draft else [],
        lines=queries.lines_of(package),
        log=log,
        people=names_of({entry.by for entry in log if entry.by}),
        may_end=package.status in INFO_PACKAGE.moves["end"].sources,
        form=form,
    )


@blueprint.post("/<info_package_id>/items")
@allow(*TOWN_ROLES)
def choose(info_package_id: str) -> ResponseReturnValue:
    """Keep what was ticked."""
    package = queries.package_for(current_actor(), info_package_id, to_change=True)
    form = ItemsForm()
    form.listings.choices = options([(key, key) for key in request.form.getlist("listings")])
    if not form.validate():
        raise RuleBroken(_("選んだもののなかに、渡せないものがあります。画面を開き直してください。"))
    actions.choose(package, form.listings.data or [], by=current_actor())
    flash(_("渡すものを%(n)s件にしました。", n=len(form.listings.data or [])), "success")
    return redirect(url_for(".show", info_package_id=package.id), 303)


@blueprint.post("/<info_package_id>/<any(deliver,discard):move>")
@allow(*TOWN_ROLES)
def go_on(info_package_id: str, move: str) -> ResponseReturnValue:
    """Hand it over, or not."""
    package = queries.package_for(current_actor(), info_package_id, to_change=True)
    if move == "deliver":
        actions.deliver(package, by=current_actor())
        flash(_("法人に渡しました。受け取ると、下の記録に残ります。"), "success")
    else:
        actions.discard(package, by=current_actor())
        flash(_("取りやめました。"), "success")
    return redirect(url_for(".show", info_package_id=package.id), 303)


@blueprint.post("/<info_package_id>/end")
@allow(*TOWN_ROLES)
def end(info_package_id: str) -> ResponseReturnValue:
    """Hand nothing out any more."""
    package, form = queries.package_for(current_actor(), info_package_id, to_change=True), EndForm()
    if not form.validate_on_submit():
        return _page(package, form), 422
    actions.end(package, by=current_actor(), reason=form.reason.data or "")
    flash(_("提供を終えました。法人に知らせました。"), "success")
    return redirect(url_for(".show", info_package_id=package.id), 303)
