"""What stands between a draft and the public: missing answers, unlawful ones, the owner's consent, the designation."""

from datetime import date

from webapp.core.actor import Actor, Role
from webapp.core.clock import today
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.corporations import queries as corporations
from webapp.listings import queries
from webapp.listings.kinds import kind_of
from webapp.listings.models import ConsentItem, Listing, ListingKind, ListingStatus
from webapp.listings.wages import checking as wages
from webapp.municipalities import queries as municipalities

#: a draft may be written on in these
OPEN = (
    *(ListingStatus.DRAFT, ListingStatus.CORRECTION, ListingStatus.PAUSED),
    *(ListingStatus.STALE, ListingStatus.EXPIRED),
)
#: what a hub person may list: their own work is with people, not with homes or contracts
KINDS_OF_HUB = (ListingKind.NEED, ListingKind.EVENT)


def missing(listing: Listing) -> list[str]:
    """The names of what must still be answered, the kind's own items first."""
    found = kind_of(listing.kind).missing(listing)
    texts = [(_("短い紹介"), listing.summary), (_("くわしい説明"), listing.body), (_("掲載の期限"), listing.expires_on)]
    return [*found, *(label for label, value in texts if not value)]


def obstacles(listing: Listing) -> list[str]:
    """Every reason why the listing may not be shown, each as a sentence; empty when it may."""
    found = []
    if names := missing(listing):
        found.append(_("まだ書かれていない項目があります：%(names)s", names=joined(names)))
    found += kind_of(listing.kind).refusals(listing)
    if (wage := wages.check(listing)).verdict is wages.Verdict.BELOW:
        found.append(wage.sentence)
    if (ends := last_day(listing)) is not None and ends < today():
        found.append(_("掲載の期限が過ぎています。先の日付にしてください。"))
    found += [*consent_gaps(listing), *photo_gaps(listing)]
    if sentence := outside_designation(listing.corporation_id, listing.municipality_code):
        found.append(sentence)
    if not municipalities.is_running(listing.municipality_code):
        found.append(_("この市町村は、いま掲載を受け付けていません。"))
    return found


def left_to_town(listing: Listing) -> list[str]:
    """What only a clerk can settle before the listing is shown, each as a sentence; it may be sent all the same."""
    wage = wages.check(listing)
    return [_("最低賃金が未確認です。%(why)s", why=wage.sentence)] if wage.needs_clerk else []


def last_day(listing: Listing) -> date | None:
    """The day after which it is over: the one its maker gave, or an earlier one that its own answers give."""
    kind = kind_of(listing.kind)
    by_itself = kind.last_day(listing, kind.details.read(listing.details))
    return min((day for day in (listing.expires_on, by_itself) if day is not None), default=None)


def consent_gaps(listing: Listing) -> list[str]:
    """What the owner's consents of today do not cover, each as a sentence."""
    if not kind_of(listing.kind).needs_consent:
        return []
    holding = queries.consents_holding(listing)
    if not holding:
        return [_("所有者の同意がまだありません。同意のお願いを送るか、書面の同意を記録してください。")]
    items = {item for consent in holding for item in consent.items}
    found = []
    if ConsentItem.PUBLIC_ADDRESS not in items and listing.public_address:
        found.append(_("所在地を出す同意がありません。所在地を消すか、所在地を含めて同意をもらい直してください。"))
    if ConsentItem.PHOTOS not in items and queries.photos_of(listing):
        found.append(_("写真を載せる同意がありません。写真を消すか、写真を含めて同意をもらい直してください。"))
    return found


def photo_gaps(listing: Listing) -> list[str]:
    """What its pictures still lack, each as a sentence: words for who does not see them, or being readable at all."""
    shown = [photo for photo in queries.photos_of(listing) if not photo.is_waiting]
    silent = sum(photo.is_ready and not photo.alt for photo in shown)
    broken = sum(not photo.is_ready for photo in shown)
    counted = [
        (silent, _("写真の説明がまだありません（%(count)s枚）。何が写っているかを書いてください。", count=silent)),
        (broken, _("読めなかった写真が%(count)s枚あります。消すか、選び直してください。", count=broken)),
    ]
    return [sentence for count, sentence in counted if count]


def outside_designation(corporation_id: str | None, municipality_code: str) -> str:
    """Why a corporation may not list in a municipality; empty when it may."""
    if corporation_id is None or corporations.designation_in(corporation_id, municipality_code, today()):
        return ""
    return _("この法人は、この市町村の指定を受けていません。指定を受けた市町村にだけ掲載できます。")


def may_start(kind: ListingKind, municipality_code: str, corporation_id: str | None, *, by: Actor) -> None:
    """Raises RuleBroken when this actor may not list this kind there."""
    if by.is_system or by.may_act_for(municipality_code):
        return
    if corporation_id is not None and corporation_id in by.corporations:
        if sentence := outside_designation(corporation_id, municipality_code):
            raise RuleBroken(sentence)
        return
    if municipality_code in by.organisations(Role.HUB):
        if kind in KINDS_OF_HUB:
            return
        raise RuleBroken(_("ハブ人材が掲載できるのは、まちのニーズとイベントです。"))
    raise RuleBroken(_("この市町村に掲載する役割がありません。"))
