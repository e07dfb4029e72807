"""The towns' screens of a bank: what waits, the bank itself, its towns and brokers."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.banks import actions, forms, queries
from webapp.banks.homes import facts
from webapp.banks.homes import queries as homes
from webapp.banks.homes.models import PENDING, STANDING, HomeStatus
from webapp.banks.models import AKIYA_BANK, AkiyaBank, MemberStatus
from webapp.banks.users import queries as users
from webapp.banks.users.models import UserStatus
from webapp.core.actor import TOWN_ROLES, Actor
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("banks_staff", __name__, url_prefix="/staff/banks")
#: what the desk can show: address value → words, statuses
FILTERS: dict[str, tuple[Any, tuple[HomeStatus, ...]]] = {
    "open": (_l("これから対応するもの"), PENDING),
    "standing": (_l("登録している家"), STANDING),
    "closed": (
        _l("終わったもの"),
        (HomeStatus.CONTRACTED, HomeStatus.REMOVED, HomeStatus.DECLINED, HomeStatus.WITHDRAWN),
    ),
}


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """The banks of one's towns; with exactly one, it opens at once."""
    rows = queries.banks_of(current_actor())
    if len(rows) == 1 and "all" not in request.args:
        return redirect(url_for(".show", akiya_bank_id=rows[0].id), 303)
    return render_template("banks/staff/index.html", rows=rows)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def found() -> ResponseReturnValue:
    """A new bank."""
    actor, form = current_actor(), forms.FoundForm()
    towns = municipalities.by_codes(set(actor.municipalities)).values()
    form.place.choices = options((town.code, town.full_name) for town in towns)
    if form.validate_on_submit():
        bank = actions.found(
            form.place.data,
            name=form.name.data or "",
            prefix=form.prefix.data or "",
            label=form.label.data or "",
            by=actor,
        )
        flash(_("準備を始めました。案内ときまりを書き、まちに参加を呼びかけてください。"), "success")
        return redirect(url_for(".show", akiya_bank_id=bank.id), 303)
    return render_template("banks/staff/found.html", form=form), 422 if form.errors else 200


@blueprint.get("/<akiya_bank_id>")
@allow(*TOWN_ROLES)
def show(akiya_bank_id: str) -> ResponseReturnValue:
    """What waits in one's towns, and the bank with its towns and brokers."""
    actor = current_actor()
    bank = queries.of_towns(actor, akiya_bank_id)
    chosen = request.args.get("show", "open")
    chosen = chosen if chosen in FILTERS else "open"
    lines = {key: homes.queue_for(actor, bank, statuses) for key, (_words, statuses) in FILTERS.items()}
    return render_template(
        "banks/staff/show.html",
        bank=bank,
        mine=actor.municipalities,
        members=queries.members_of(bank),
        invited=[m for m, t in queries.members_of(bank, MemberStatus.INVITED) if actor.may_act_for(t.code)],
        brokers=queries.brokers_of(bank, active_only=False),
        filters=[
            (words, url_for(".show", akiya_bank_id=bank.id, show=key), len(lines[key]), key == chosen)
            for key, (words, _statuses) in FILTERS.items()
        ],
        homes=lines[chosen],
        tones=facts.TONES,
        towns=municipalities.by_codes({home.municipality_code for home in lines[chosen]}),
        **_people(actor, bank),
    )


def _people(actor: Actor, bank: AkiyaBank) -> dict[str, Any]:
    """Who asks about homes of one's towns; who wants to be registered is for the centre."""
    talks = users.queue_for(actor, bank)
    runs = actor.may_act_for(bank.municipality_code)
    waiting = users.users_of(bank, UserStatus.APPLIED) if runs else []
    return {
        "runs": runs,
        "talks": talks,
        "waiting": waiting,
        "active": users.users_of(bank, UserStatus.ACTIVE) if runs else [],
        "names": users.names_for_staff([user for _talk, _home, user in talks] + waiting),
        "moves": {move.name for move in AKIYA_BANK.open_moves(bank, by=actor)} if runs else set(),
    }


@blueprint.route("/<akiya_bank_id>/edit", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def describe(akiya_bank_id: str) -> ResponseReturnValue:
    """Write about it."""
    bank = queries.run_by(current_actor(), akiya_bank_id)
    form = forms.DescribeForm(obj=bank)
    if form.validate_on_submit():
        actions.describe(bank, {key: value or "" for key, value in form.data.items()}, by=current_actor())
        return _done(bank.id, _("案内を書きました。"))
    return _page(form, bank, _("案内ときまりを書く"), _("保存する"))


@blueprint.post("/<akiya_bank_id>/open")
@allow(*TOWN_ROLES)
def open_bank(akiya_bank_id: str) -> ResponseReturnValue:
    """Begin."""
    bank = queries.run_by(current_actor(), akiya_bank_id)
    actions.open_bank(bank, by=current_actor())
    return _done(bank.id, _("運営を始めました。だれでも見られます。"))


@blueprint.route("/<akiya_bank_id>/close", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def close_bank(akiya_bank_id: str) -> ResponseReturnValue:
    """End."""
    bank, form = queries.run_by(current_actor(), akiya_bank_id), forms.LeaveForm()
    if form.validate_on_submit():
        actions.close_bank(bank, by=current_actor(), reason=form.reason.data or "")
        return _done(bank.id, _("運営を終えました。"))
    return _page(form, bank, _("運営を終える"), _("運営を終える"))


@blueprint.route("/<akiya_bank_id>/towns", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def invite(akiya_bank_id: str) -> ResponseReturnValue:
    """Ask another town."""
    bank, form = queries.run_by(current_actor(), akiya_bank_id), forms.InviteForm()
    inside = {town.code for _member, town in queries.members_of(bank)}
    running = [town for _programme, town in municipalities.active_programmes() if town.code not in inside]
    form.place.choices = options((town.code, town.full_name) for town in running)
    if form.validate_on_submit():
        actions.invite(bank, form.place.data, label=form.label.data or "", by=current_actor())
        return _done(bank.id, _("参加を呼びかけました。"))
    return _page(form, bank, _("まちに参加を呼びかける"), _("呼びかける"))


@blueprint.post("/members/<bank_member_id>/join")
@allow(*TOWN_ROLES)
def join(bank_member_id: str) -> ResponseReturnValue:
    """Take part."""
    member = queries.member_for(current_actor(), bank_member_id)
    actions.join(member, by=current_actor())
    return _done(member.bank_id, _("参加しました。"))


@blueprint.route("/members/<bank_member_id>/leave", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def leave(bank_member_id: str) -> ResponseReturnValue:
    """Take part no longer, or do not."""
    member, form = queries.member_for(current_actor(), bank_member_id), forms.LeaveForm()
    bank = queries.by_id(member.bank_id)
    if form.validate_on_submit():
        actions.leave(member, by=current_actor(), reason=form.reason.data or "")
        flash(_("参加をやめました。"), "success")
        return redirect(url_for(".index", all=1), 303)
    return _page(form, bank, _("参加をやめる"), _("参加をやめる"))


@blueprint.route("/members/<bank_member_id>/people", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def people(bank_member_id: str) -> ResponseReturnValue:
    """A town's population."""
    member = queries.member_for(current_actor(), bank_member_id)
    bank = queries.by_id(member.bank_id)
    form = forms.PeopleForm(data={"population": member.population, "source": member.population_source})
    if form.validate_on_submit():
        actions.count_people(member, form.population.data, form.source.data or "")
        return _done(bank.id, _("人口を書きました。"))
    return _page(form, bank, _("人口を書く"), _("保存する"))


@blueprint.route("/<akiya_bank_id>/brokers", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def add_broker(akiya_bank_id: str) -> ResponseReturnValue:
    """One broker more."""
    bank, form = queries.run_by(current_actor(), akiya_bank_id), forms.BrokerForm(data={"is_active": True})
    if form.validate_on_submit():
        actions.set_broker(bank, form.data, by=current_actor())
        return _done(bank.id, _("協力業者を書きました。"))
    return _page(form, bank, _("協力業者を書く"), _("保存する"))


@blueprint.route("/brokers/<bank_broker_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def broker(bank_broker_id: str) -> ResponseReturnValue:
    """Change one."""
    row = queries.broker_for(current_actor(), bank_broker_id)
    bank, form = queries.by_id(row.bank_id), forms.BrokerForm(obj=row)
    if form.validate_on_submit():
        actions.set_broker(bank, form.data, by=current_actor(), row=row)
        return _done(bank.id, _("協力業者を書きました。"))
    return _page(form, bank, _("協力業者を直す"), _("保存する"))


def _page(form: Any, bank: AkiyaBank, title: str, label: str) -> ResponseReturnValue:
    page = render_template("banks/staff/form.html", form=form, bank=bank, title=title, label=label)
    return page, 422 if form.errors else 200


def _done(bank_id: str, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for(".show", akiya_bank_id=bank_id), 303)
