"""What happens to a shown listing: negotiated, taken, confirmed, hidden when nobody answers, put away."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from webapp.accounts.links import hash_token
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import DEFAULT_LOCALE, in_language, recorded
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_token
from webapp.core.templating import show_date
from webapp.listings import actions, places, rules
from webapp.listings import queries as listings
from webapp.listings.kinds import kind_of
from webapp.listings.life import letters, queries
from webapp.listings.life.models import Asked, Confirmation
from webapp.listings.models import LISTING, Listing, ListingStatus, OwnerConsent
from webapp.municipalities import queries as municipalities

ASK_AFTER, HIDE_AFTER = "listing_confirm_days", "listing_hide_days"
SHOWN_AS_TAKEN, PUT_AWAY_AFTER = "listing_contracted_days", "listing_archive_days"


def negotiate(listing: Listing, *, by: Actor) -> None:
    """Somebody is being talked with: it stays to be seen, marked."""
    _apply(listing, "negotiate", by=by)


def offer_again(listing: Listing, *, by: Actor) -> None:
    """The talks ended without a contract."""
    _apply(listing, "offer_again", by=by)
    listing.as_of = today()


def contract(listing: Listing, *, by: Actor) -> None:
    """It is taken: shown as that for a while, offered no more."""
    _apply(listing, "contract", by=by)
    listing.ended_at = now()


def confirm(listing: Listing, *, by: Actor) -> None:
    """What it says is still true today. What was hidden for want of this answer is shown again, if it still may be."""
    if listing.status is ListingStatus.STALE:
        if found := [*rules.obstacles(listing), *rules.left_to_town(listing)]:
            raise RuleBroken(" ".join(found))
        LISTING.apply(listing, "revive", by=by)
        actions.go_public(listing)
    elif not listing.is_offered:
        raise RuleBroken(
            _("掲載中のものだけを確かめられます。いまの状態は「%(status)s」です。", status=listing.status.label)
        )
    _stamp(listing, by=by)


def touch_up(listing: Listing, changes: Mapping[str, Any], *, by: Actor) -> None:
    """A price, a number of places or the last day, changed while everybody looks; the trail says from what to what."""
    kind = kind_of(listing.kind)
    if not listing.is_offered or not listing.is_ours:
        raise RuleBroken(_("掲載中のものだけを、公開したまま直せます。"))
    said = []
    for name in (*kind.quick, "expires_on"):
        before, after = getattr(listing, name), changes.get(name)
        if name in changes and before != after:
            setattr(listing, name, after)
            said.append(_change(kind.columns[name].label if name in kind.columns else _l("掲載の期限"), before, after))
    if found := rules.obstacles(listing):
        raise RuleBroken(" ".join(found))
    actions.refresh(listing)
    listing.as_of = today()
    trail.record(listing, "listing.touch_up" if said else "listing.confirm", by=by, reason="、".join(said))
    places.forget()
    session().flush()


def _change(label: Any, before: Any, after: Any) -> str:
    with in_language(DEFAULT_LOCALE):
        return _("%(label)s：%(before)s → %(after)s", label=label, before=_words(before), after=_words(after))


def _words(value: Any) -> str:
    if value is None:
        return _("なし")
    return f"{value:,}" if isinstance(value, int) else show_date(value)


def answer(row: Confirmation, *, still_holds: bool) -> None:
    """The answer by a letter's link: once; a no hides it at once and tells its makers and the town."""
    listing = listings.by_id(row.listing_id)
    if row.answered_at is not None:
        raise RuleBroken(_("この質問には、もう答えをもらっています。ありがとうございました。"))
    if listing.status is not ListingStatus.STALE and not listing.is_offered:
        raise RuleBroken(_("この掲載は、もう公開されていません。変わったことがあれば、市町村に連絡してください。"))
    row.answered_at, row.still_holds = now(), still_holds
    service = system_actor("listings.answered_by_link")
    if still_holds:
        confirm(listing, by=service)
        return
    said = (
        recorded("所有者から「もう募集していない」と返事がありました。")
        if row.asked is Asked.OWNER
        else recorded("「もう募集していない」と返事がありました。")
    )
    if listing.is_offered:
        LISTING.apply(listing, "pause", by=service, reason=said)
        places.forget()
    actions.refresh(listing)
    people = [*actions.makers(listing), *actions.town_people(listing)]
    actions.tell(people, letters.no_longer, listing, reason=said)


def ask(listing: Listing) -> bool:
    """Ask its makers, and the owner of a home, whether it still holds; once for each day it was true on."""
    as_of = listing.as_of or today()
    if not listing.is_ours or queries.was_asked(listing, as_of):
        return False
    place = municipalities.by_code(listing.municipality_code)
    hides_on = as_of + timedelta(days=municipalities.setting(HIDE_AFTER, listing.municipality_code))
    everybody: list[tuple[post.Addressee, Asked, OwnerConsent | None]] = [
        (person, Asked.MAKER, None) for person in actions.makers(listing) or actions.town_people(listing)
    ]
    everybody += [
        (_owner(consent), Asked.OWNER, consent) for consent in listings.consents_holding(listing) if consent.owner_email
    ]
    for person, asked, consent in everybody:
        token = _question(listing, asked, consent, as_of)
        post.queue(person, letters.still_true, listing=listing, place=place, token=token, hides_on=hides_on)
    return bool(everybody)


def _owner(consent: OwnerConsent) -> post.Recipient:
    return post.Recipient(consent.owner_email, consent.owner_name)


def _question(listing: Listing, asked: Asked, consent: OwnerConsent | None, as_of: date) -> str:
    token = new_token()
    session().add(
        Confirmation(
            listing_id=listing.id,
            municipality_code=listing.municipality_code,
            asked=asked,
            consent_id=consent.id if consent else None,
            as_of=as_of,
            token_hash=hash_token(token),
        )
    )
    session().flush()
    return token


def hide(listing: Listing) -> None:
    """Nobody answered: out of sight until somebody does."""
    _apply(listing, "go_stale", by=system_actor("listings.life"))
    actions.tell([*actions.makers(listing), *actions.town_people(listing)], letters.hidden, listing)


def put_away(listing: Listing, *, by: Actor) -> None:
    """Over: kept for the statistics, seen no more."""
    _apply(listing, "archive", by=by)


def _apply(listing: Listing, move: str, *, by: Actor) -> None:
    LISTING.apply(listing, move, by=by)
    listing.updated_at = now()
    places.forget()


def _stamp(listing: Listing, *, by: Actor) -> None:
    listing.as_of = today()
    listing.updated_at = now()
    trail.record(listing, "listing.confirm", by=by)
    session().flush()
