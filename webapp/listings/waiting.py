"""Publishing many listings: each is looked at when it is asked for and again when it is done."""

from collections.abc import Sequence

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.waiting.actions import check_choice, put_off
from webapp.desk.waiting.kinds import Done, Kind
from webapp.desk.waiting.models import WaitingMove
from webapp.listings import actions, rules
from webapp.listings.models import Listing, ListingStatus

PUBLISH_MANY, MOST = "listings_publish", 100


def ask(ids: Sequence[str], *, by: Actor) -> tuple[WaitingMove, list[str]]:
    """Those that can be published, put off; and the titles of those that cannot.

    Raises RuleBroken for nothing or too much, NotThere when nothing is theirs.
    """
    check_choice(ids, most=MOST, nothing=_("掲載が選ばれていません。左の四角に印を付けてから押してください。"))
    rows = _chosen(by, ids)
    if not rows:
        raise NotThere
    town = rows[0].municipality_code
    ready = [row for row in rows if row.municipality_code == town and not _obstacles(row)]
    if not ready:
        raise RuleBroken(
            _("選んだ掲載は、どれもまだ掲載できません。一件ずつ開いて、足りないところを確かめてください。")
        )
    seen = {row.id: _mark(row) for row in ready}
    move = put_off(PUBLISH_MANY, town, {"seen": seen}, count=len(ready), by=by)
    return move, [row.title for row in rows if row.id not in seen]


def _chosen(actor: Actor, ids: Sequence[str], *, to_change: bool = False) -> list[Listing]:
    chosen = select(Listing).where(
        col(Listing.id).in_(set(ids)),
        col(Listing.municipality_code).in_(actor.municipalities),
        Listing.status == ListingStatus.SUBMITTED,
    ).order_by(col(Listing.id))  # fmt: skip
    return list(session().exec(chosen.with_for_update() if to_change else chosen))


def _obstacles(row: Listing) -> list[str]:
    return [*rules.obstacles(row), *rules.left_to_town(row)]


def _mark(row: Listing) -> str:
    """Whether it is still what was shown."""
    return row.submitted_at.isoformat() if row.submitted_at else ""


def _publish_many(move: WaitingMove, actor: Actor) -> Done:
    seen, done = dict(move.content["seen"]), 0
    kept = []
    for row in _chosen(actor, list(seen), to_change=True):
        mark = seen.pop(row.id)
        if mark != _mark(row):
            kept.append(_("「%(title)s」は、頼んだあとに送り直されました。", title=row.title))
            continue
        try:
            with session().begin_nested():
                actions.publish(row, by=actor)
                session().flush()
            done += 1
        except (RuleBroken, NotAllowed) as refusal:
            kept.append(f"「{row.title}」{refusal.sentence}")
    return Done(done, [*kept, *(_("もう確認を待っていません。") for _id in seen)])


def _which(move: WaitingMove) -> list[tuple[str, str]]:
    chosen = select(Listing).where(col(Listing.id).in_(list(move.content["seen"]))).order_by(col(Listing.id))
    return [(row.title, link("listings_staff.review", listing_id=row.id)) for row in session().exec(chosen)]


KINDS = {PUBLISH_MANY: Kind(_l("まとめて掲載する"), _publish_many, about=_which)}
