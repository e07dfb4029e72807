"""Letters about scouts: to the person who is asked, and to the place that asked. Contact data stays out of them."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.corporations.queries import names_of_places
from webapp.listings import queries as listings
from webapp.listings.models import Listing
from webapp.matches.scouting.models import Scout

Facts = list[tuple[str, str]]


def _facts(scout: Scout, listing: Listing, sender: str) -> Facts:
    return [(_("お声かけした相手"), sender), (_("掲載"), listing.title), (_("返事の期限"), show_date(scout.reply_by))]


def _to_person(scout: Scout, subject: str, paragraphs: list[str], facts: Facts) -> Draft:
    return Draft(subject, paragraphs, facts, f"/my/scouts/{scout.id}", _("お声かけを読む"))


def _to_place(scout: Scout, listing: Listing, subject: str, text: str) -> Draft:
    facts = [(_("候補"), scout.candidate), (_("掲載"), listing.title)]
    return Draft(subject, [text], facts, f"/desk/scouts/{scout.id}", _("お声かけを開く"))


def arrived(*, scout: Scout, listing: Listing, sender: str) -> Draft:
    """To the person: somebody asks, and what happens with an answer."""
    return _to_person(
        scout,
        _("%(sender)sからお声かけが届きました", sender=sender),
        [
            _("%(sender)sの担当者が、あなたに合うと考えた理由を書いて送りました。", sender=sender),
            _("相手は、あなたの名前も連絡先も知りません。あなたが「話を聞いてみる」を選んだときだけ伝わります。"),
            _("見送るのも、返事をしないのも自由です。この相手からのお声かけを止めることもできます。"),
        ],
        _facts(scout, listing, sender),
    )


def reminder(*, scout: Scout, listing: Listing, sender: str) -> Draft:
    """To the person, once: an answer is still possible."""
    return _to_person(
        scout,
        _("お声かけの返事を待っています：%(sender)s", sender=sender),
        [_("お知らせはこの1度だけです。期限までに返事がなければ、自動で終わります。")],
        _facts(scout, listing, sender),
    )


def withdrawn(*, scout: Scout, listing: Listing, sender: str) -> Draft:
    """To the person: the place took the question back."""
    return _to_person(
        scout,
        _("お声かけが取り下げられました：%(sender)s", sender=sender),
        [_("%(sender)sがお声かけを取り下げました。返事は要りません。", sender=sender)],
        _facts(scout, listing, sender)[:2],
    )


def contact_given(*, scout: Scout, listing: Listing, sender: str) -> Draft:
    """To the person: what was given to whom, and how to take it back."""
    return _to_person(
        scout,
        _("名前とメールアドレスを伝えました：%(sender)s", sender=sender),
        [
            _("「話を聞いてみる」を選んだので、あなたの名前とメールアドレスを%(sender)sに伝えました。", sender=sender),
            _("次にすること：%(step)s", step=scout.next_step),
            _("気持ちが変わったら、お声かけの画面から、いつでも取りやめられます。"),
        ],
        _facts(scout, listing, sender)[:2],
    )


def accepted(*, scout: Scout, listing: Listing, **_sender: str) -> Draft:
    """To the place: the person wants to hear more."""
    text = _("お声かけを受けてくれました。名前とメールアドレスを画面で確かめ、約束した次の一歩を進めてください。")
    return _to_place(scout, listing, _("お声かけを受けてくれました：%(title)s", title=listing.title), text)


def declined(*, scout: Scout, listing: Listing, **_sender: str) -> Draft:
    """To the place: the person does not."""
    text = _("お声かけは見送られました。理由があれば、画面に出ています。重ねてのお声かけは控えてください。")
    return _to_place(scout, listing, _("お声かけは見送られました：%(title)s", title=listing.title), text)


def retracted(*, scout: Scout, listing: Listing, **_sender: str) -> Draft:
    """To the place: the person takes the contact data back."""
    text = _("相手が、名前とメールアドレスを渡すのを取りやめました。手もとに控えがあれば消し、連絡もやめてください。")
    return _to_place(scout, listing, _("連絡先の提供が取りやめられました：%(title)s", title=listing.title), text)


def expired(*, scout: Scout, listing: Listing, **_sender: str) -> Draft:
    """To the place: no answer came."""
    text = _("返事の期限が過ぎたので、お声かけを終えました。同じ人には、しばらくお声かけできません。")
    return _to_place(scout, listing, _("返事の期限が過ぎました：%(title)s", title=listing.title), text)


def tell_person(scout: Scout, write: Any) -> None:
    """Write to who is asked, as long as they are there."""
    person = accounts.user(scout.user_id) if scout.user_id else None
    if person is not None and person.is_active:
        _post(person, write, scout)


def tell_place(scout: Scout, write: Any) -> None:
    """Who asked, if they still work there; else everybody who does."""
    role = (Role.CORPORATION,) if scout.corporation_id else (Role.HUB, *TOWN_ROLES)
    people = accounts.staff_of(scout.sender, *role)
    for person in [one for one in people if one.id == scout.sent_by] or people:
        _post(person, write, scout)


def _post(person: User, write: Any, scout: Scout) -> None:
    listing = listings.by_id(scout.listing_id)
    name = names_of_places({scout.sender}).get(scout.sender, "")
    post.queue(person, write, scout=scout, listing=listing, sender=name)
