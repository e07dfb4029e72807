"""The work queue: narrowed, sorted, searched, page by page, with rows to select."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import link
from webapp.registrations.desk.deputies import absent_for
from webapp.registrations.desk.lines import lines_of
from webapp.registrations.desk.queue import MINE, NOBODY, SHOWS, SORTS, WISHES, Wanted, staff_for, work_for
from webapp.registrations.desk.views.blueprint import blueprint
from webapp.registrations.desk.waiting import approvals_in_hand
from webapp.registrations.models import Channel

Choices = list[tuple[str, Any]]


@blueprint.get("")
@allow(*TOWN_ROLES)
def queue() -> ResponseReturnValue:
    """The work, the nearest deadline first."""
    actor = current_actor()
    choices = _choices()
    wanted = _wanted(choices)
    found = work_for(actor, wanted)
    return render_template(
        "registrations/desk/queue.html",
        rows=lines_of(found.rows, approvals_in_hand(actor)),
        statuses=[
            (label, link("registrations_staff.queue", **{**wanted.args, "show": key}), _sum(found.counts, key), key)
            for key, (label, _statuses) in SHOWS.items()
        ],
        choices=choices,
        wanted=wanted,
        applied=_applied(wanted, choices),
        absent=sorted(staff_for(actor)[id_].display_name for id_ in absent_for(actor) & set(staff_for(actor))),
        pages=found.pages,
    )


def _sum(counts: Any, key: str) -> int:
    return sum(counts.get(status, 0) for status in SHOWS[key][1])


def _choices() -> dict[str, Choices]:
    """What each select offers, the first one being no choice."""
    actor = current_actor()
    others = [(id_, person.display_name) for id_, person in staff_for(actor).items() if id_ != actor.user_id]
    return {
        "who": [("", _("だれでも")), (MINE, _("自分・代理")), (NOBODY, _("担当なし")), *others],
        "channel": [("", _("すべて")), *Channel.choices()],
        "wish": [("", _("すべて")), *WISHES.items()],
        "sort": [(key, label) for key, (label, _order) in SORTS.items()],
    }


def _wanted(choices: dict[str, Choices]) -> Wanted:
    """What the address asks for; what is none of the choices counts as not asked."""
    args = request.args
    chosen = {name: args.get(name, "") for name in choices}
    known = {name: value for name, value in chosen.items() if value in dict(choices[name])}
    show = args.get("show", "open")
    return Wanted(
        show=show if show in SHOWS else "open",
        word=args.get("q", "")[:100].strip(),
        channel=known.get("channel", ""),
        wish=known.get("wish", ""),
        who=known.get("who", ""),
        overdue=args.get("overdue") == "1",
        resubmitted=args.get("resubmitted") == "1",
        sort=known.get("sort") or "due",
        page=min(max(args.get("page", 1, type=int), 1), 100_000),
    )


def _applied(wanted: Wanted, choices: dict[str, Choices]) -> list[tuple[Any, str]]:
    """Each condition in words with the address without it."""
    words: dict[str, Any] = {
        "q": _("「%(word)s」", word=wanted.word),
        "who": dict(choices["who"]).get(wanted.who),
        "channel": dict(choices["channel"]).get(wanted.channel),
        "wish": dict(choices["wish"]).get(wanted.wish),
        "overdue": _("期限を過ぎたもの"),
        "resubmitted": _("送り直されたもの"),
    }
    args = wanted.args
    return [
        (label, link("registrations_staff.queue", **{key: value for key, value in args.items() if key != name}))
        for name, label in words.items()
        if name in args
    ]
