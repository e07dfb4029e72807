"""Letters about recipients of a home's data: deletion asked for and confirmed, a consent that ends soon."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.corporations import queries as corporations
from webapp.listings.consents.models import DeletionRequest
from webapp.listings.models import Listing, OwnerConsent
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality


def tell_holder(row: DeletionRequest, write: Any, listing: Listing) -> None:
    """To everybody of the corporation or the town that has the data."""
    people: list[post.Addressee]
    if len(row.holder) == 6:
        people = accounts.desk_of(row.holder)
    else:
        people = list(accounts.staff_of(row.holder, Role.CORPORATION))
        office = corporations.by_id(row.holder).contact_email
        if not people and office:
            people = [post.Recipient(office, row.name)]
    _send(people, row, write, listing)


def tell_town(row: DeletionRequest, write: Any, listing: Listing) -> None:
    """To the town where the home stands."""
    _send(accounts.desk_of(row.municipality_code), row, write, listing)


def _send(people: list[post.Addressee], row: DeletionRequest, write: Any, listing: Listing) -> None:
    place = municipalities.by_code(row.municipality_code)
    for person in people:
        post.queue(person, write, row=row, listing=listing, place=place)


def _facts(row: DeletionRequest, listing: Listing, place: Municipality) -> list[tuple[str, str]]:
    facts = [(_("家"), listing.title), (_("まち"), place.full_name), (_("情報を持っている相手"), row.name)]
    return [*facts, (_("期限"), show_date(row.due_on))]


def _to_holder(row: DeletionRequest, listing: Listing, place: Municipality, subject: str, text: str) -> Draft:
    return Draft(subject, [text], _facts(row, listing, place), "/desk/deletions", _("消したことを知らせる"))


def deletion_asked(*, row: DeletionRequest, listing: Listing, place: Municipality) -> Draft:
    """To the holder: delete it."""
    text = _(
        "所有者の同意がなくなりました。受け取った家の情報を、控えやファイルも含めてすべて消し、期限までに知らせてください。"
    )
    return _to_holder(row, listing, place, _("家の情報を消してください：%(title)s", title=listing.title), text)


def deletion_reminder(*, row: DeletionRequest, listing: Listing, place: Municipality) -> Draft:
    """To the holder: the last day is near."""
    text = _("家の情報を消したことのお知らせが、まだ届いていません。消したら、画面のボタンで知らせてください。")
    return _to_holder(row, listing, place, _("削除の期限が近づいています：%(title)s", title=listing.title), text)


def deletion_overdue(*, row: DeletionRequest, listing: Listing, place: Municipality) -> Draft:
    """To the holder: it is late."""
    text = _(
        "家の情報を消す期限が過ぎました。いますぐ消して知らせてください。市町村にも、過ぎていることを知らせました。"
    )
    return _to_holder(row, listing, place, _("削除の期限が過ぎました：%(title)s", title=listing.title), text)


def deletion_late(*, row: DeletionRequest, listing: Listing, place: Municipality) -> Draft:
    """To the town: somebody does not answer."""
    return Draft(
        _("家の情報の削除が確認できていません：%(title)s", title=listing.title),
        [_("同意がなくなった家の情報について、期限までに削除のお知らせがありませんでした。相手に確かめてください。")],
        _facts(row, listing, place),
        "/staff/packages/deletions",
        _("削除の状況を見る"),
    )


def deletion_confirmed(*, row: DeletionRequest, listing: Listing, place: Municipality) -> Draft:
    """To the town: it is deleted."""
    return Draft(
        _("家の情報が消されました：%(title)s", title=listing.title),
        [_("同意がなくなった家の情報を消したと、相手から知らせがありました。")],
        _facts(row, listing, place),
        "/staff/packages/deletions",
        _("削除の状況を見る"),
    )


def ends_soon(*, consent: OwnerConsent, listing: Listing, place: Municipality) -> Draft:
    """To the owner: the yes runs out."""
    return Draft(
        _("家の掲載の同意が、もうすぐ期限です"),
        [
            _("期限が過ぎると、家の情報は公開されなくなり、受け取った相手にも消してもらいます。"),
            _(
                "続けたいときは、%(town)sか、お願いをした法人に、あらためて同意を伝えてください。",
                town=place.short_name,
            ),
        ],
        [(_("家"), listing.title), (_("まち"), place.full_name), (_("同意の期限"), show_date(consent.valid_until))],
    )


def ends_soon_for_makers(*, consent: OwnerConsent, listing: Listing, place: Municipality) -> Draft:
    """To who made the listing: ask again."""
    facts = [(_("家"), listing.title), (_("まち"), place.full_name), (_("同意の期限"), show_date(consent.valid_until))]
    return Draft(
        _("所有者の同意の期限が近づいています：%(title)s", title=listing.title),
        [_("期限が過ぎると、掲載はすぐに休止します。続けるときは、所有者にもう一度同意をお願いしてください。")],
        facts,
        f"/desk/listings/{listing.id}/summary",
        _("掲載を開く"),
    )
