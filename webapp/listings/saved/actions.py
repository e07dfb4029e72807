"""What happens to a kept search: kept, changed, dropped, told of, stopped from a letter."""

from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings.filters import Filters
from webapp.listings.queries import cards_of
from webapp.listings.saved import letters, queries
from webapp.listings.saved.days import LAG
from webapp.listings.saved.models import Frequency, SavedSearch
from webapp.listings.saved.news import new_in

MOST = 20
trail.ACTION_LABELS |= {
    "saved_search.keep": _l("検索条件を保存した"),
    "saved_search.change": _l("保存した検索条件を変えた"),
    "saved_search.drop": _l("保存した検索条件を消した"),
    "saved_search.stop": _l("新着のお知らせを止めた"),
}


def keep(filters: Filters, *, name: str, frequency: Frequency, by: Actor) -> SavedSearch:
    """Keep a search. Raises RuleBroken for one without any condition, for too many, and for the same once more."""
    args = filters.args()
    args.pop("sort", None)
    if not args:
        raise RuleBroken(_("条件が一つもありません。言葉かまち、種類などを選んでから保存してください。"))
    mine = queries.own_searches(by)
    if len(mine) >= MOST:
        raise RuleBroken(_("保存できる条件は%(n)s件までです。使わないものを消してください。", n=MOST))
    if any(search.args == args for search in mine):
        raise RuleBroken(_("同じ条件が、すでに保存されています。"))
    if by.user_id is None:
        raise NotThere
    row = SavedSearch(user_id=by.user_id, name=name, args=args, told_until=now(), frequency=Frequency.OFF)
    _set_frequency(row, frequency)
    session().add(row)
    session().flush()
    trail.record(row, "saved_search.keep", by=by)
    return row


def change(row: SavedSearch, *, name: str, frequency: Frequency, by: Actor) -> None:
    """Another name or frequency."""
    row.name = name
    _set_frequency(row, frequency)
    trail.record(row, "saved_search.change", by=by)


def _set_frequency(row: SavedSearch, frequency: Frequency) -> None:
    """Who begins to listen hears of what comes from now on. Letters go to an address that is known to be theirs."""
    if frequency is not Frequency.OFF and not may_write_to(session().get_one(User, row.user_id)):
        raise RuleBroken(
            _("お知らせを届けるメールアドレスが確かめられていません。「知らせない」を選ぶと、条件だけを保存できます。")
        )
    if row.frequency is Frequency.OFF:
        row.told_until = now()
    row.frequency = frequency


def may_write_to(person: User) -> bool:
    """Whether letters about new listings reach this person: never on paper, never to an address not shown to be theirs."""
    return bool(person.email) and person.is_verified and person.is_active


def drop(row: SavedSearch, *, by: Actor) -> None:
    """Forget it."""
    trail.record(row, "saved_search.drop", by=by)
    session().delete(row)


def tell(row: SavedSearch, *, stop_link: str) -> int:
    """One letter with what is new since the last one; how much that is. Saying it twice is not possible."""
    until = now() - LAG
    if until <= row.told_until:
        return 0
    ids = new_in(row, until)
    row.told_until = until
    person = session().get_one(User, row.user_id)
    if ids and may_write_to(person):
        cards = {card.id: card for card in cards_of(ids[: letters.MOST_NAMED])}
        named = [cards[key] for key in ids if key in cards]
        post.queue(person, letters.new_listings, search=row, cards=named, count=len(ids), stop_link=stop_link)
    return len(ids)


def stop(row: SavedSearch, *, by: Actor) -> None:
    """No more letters about this search: whoever has the letter may say so."""
    if row.frequency is not Frequency.OFF:
        row.frequency = Frequency.OFF
        trail.record(row, "saved_search.stop", by=by)


def resume(row: SavedSearch, *, by: Actor) -> None:
    """Letters again, of what comes from now on."""
    if row.frequency is Frequency.OFF:
        _set_frequency(row, Frequency.DAILY)
        trail.record(row, "saved_search.change", by=by)
