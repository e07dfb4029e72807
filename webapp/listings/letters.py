"""Letters about listings: to the town that checks, to who drafted, to the owner of a home."""

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.letters import Draft
from webapp.listings.models import Listing, OwnerConsent
from webapp.municipalities.models import Municipality

Facts = list[tuple[str, str]]


def facts_of(listing: Listing, place: Municipality, reason: str = "") -> Facts:
    """The lines that every letter about a listing begins with."""
    facts = [(_("掲載"), listing.title), (_("種類"), str(listing.kind.label)), (_("まち"), place.full_name)]
    return [*facts, (_("理由"), reason)] if reason else facts


def to_desk(listing: Listing, place: Municipality, subject: str, text: str, reason: str = "") -> Draft:
    """A letter that leads to the listing's page at the desk."""
    link = f"/desk/listings/{listing.id}/summary"
    return Draft(subject, [text], facts_of(listing, place, reason), link, _("掲載を開く"))


def submitted(*, listing: Listing, place: Municipality) -> Draft:
    """To the town: something waits."""
    return Draft(
        _("掲載の確認をお願いします：%(title)s", title=listing.title),
        [_("新しい掲載が届きました。内容を確かめて、掲載するか、修正をお願いするかを決めてください。")],
        facts_of(listing, place),
        f"/staff/listings/{listing.id}",
        _("掲載を確かめる"),
    )


def published(*, listing: Listing, place: Municipality) -> Draft:
    """To who drafted: everybody can see it."""
    text = _("%(town)sが内容を確かめ、掲載が始まりました。", town=place.short_name)
    facts = facts_of(listing, place)
    return Draft(
        _("掲載が始まりました：%(title)s", title=listing.title),
        [text],
        facts,
        f"/listings/{listing.id}",
        _("公開された画面を見る"),
    )


def correction(*, listing: Listing, place: Municipality, reason: str) -> Draft:
    """To who drafted: something should change."""
    text = _("%(town)sから、修正のお願いが届きました。直したら、もう一度送ってください。", town=place.short_name)
    return to_desk(listing, place, _("修正のお願い：%(title)s", title=listing.title), text, reason)


def refused(*, listing: Listing, place: Municipality, reason: str) -> Draft:
    """To who drafted: it will not be shown."""
    text = _("%(town)sは、この内容を掲載しないことにしました。理由を下に書いています。", town=place.short_name)
    return to_desk(listing, place, _("掲載しないことになりました：%(title)s", title=listing.title), text, reason)


def paused(*, listing: Listing, place: Municipality, reason: str) -> Draft:
    """To the other side: it is out of sight for now."""
    text = _("掲載をいったん休みにしました。いまは検索にも出ません。")
    return to_desk(listing, place, _("掲載を休止しました：%(title)s", title=listing.title), text, reason)


def closed(*, listing: Listing, place: Municipality, reason: str) -> Draft:
    """To the other side: it ended."""
    return to_desk(
        listing, place, _("掲載を終えました：%(title)s", title=listing.title), _("掲載を終えました。"), reason
    )


def expired(*, listing: Listing, place: Municipality) -> Draft:
    """To who drafted: the last day has passed."""
    text = _("掲載の期限が過ぎたので、公開を終えました。続けるときは、期限を新しくしてもう一度送ってください。")
    return to_desk(listing, place, _("掲載の期限が過ぎました：%(title)s", title=listing.title), text)


def consent_lost(*, listing: Listing, place: Municipality, reason: str) -> Draft:
    """To town and corporation: the owner took the consent back."""
    text = _(
        "所有者の同意がなくなったので、掲載をすぐに休止しました。所有者に連絡するときは、まず市町村と相談してください。"
    )
    return to_desk(listing, place, _("所有者の同意がなくなりました：%(title)s", title=listing.title), text, reason)


def consent_asked(*, consent: OwnerConsent, listing: Listing, place: Municipality, token: str) -> Draft:
    """To the owner: what would be shown, to whom, and a page to answer on."""
    return Draft(
        _("家の掲載について、同意のお願い"),
        [
            _(
                "%(town)sにある家を「ふたまち」に掲載する準備をしています。掲載には、所有者の同意が必要です。",
                town=place.full_name,
            ),
            _("下のページで内容を読み、同意する・しないを選んでください。同意は、あとからいつでも取り消せます。"),
        ],
        [
            (_("家"), listing.title),
            (_("伝える内容"), joined(consent.item_labels)),
            (_("伝える相手"), consent.recipient),
            (_("使いみち"), consent.purpose),
        ],
        f"/listings/consent/{token}",
        _("内容を読んで答える"),
    )


def consent_given(*, listing: Listing, place: Municipality) -> Draft:
    """To who asked: the owner said yes."""
    text = _("所有者の同意が届きました。ほかの項目がそろえば、市町村に送れます。")
    return to_desk(listing, place, _("所有者が同意しました：%(title)s", title=listing.title), text)


def consent_declined(*, listing: Listing, place: Municipality) -> Draft:
    """To who asked: the owner said no."""
    text = _("所有者は、掲載に同意しませんでした。この家は掲載できません。")
    return to_desk(listing, place, _("所有者は同意しませんでした：%(title)s", title=listing.title), text)


def consent_copy(*, consent: OwnerConsent, listing: Listing, place: Municipality) -> Draft:
    """To the owner: what was agreed to, and how to take it back."""
    return Draft(
        _("同意をお預かりしました"),
        [
            _(
                "同意の内容を控えとしてお送りします。取り消すときは、前にお送りした手紙のリンクを開くか、市町村に連絡してください。"
            )
        ],
        [
            *facts_of(listing, place),
            (_("伝える内容"), joined(consent.item_labels)),
            (_("伝える相手"), consent.recipient),
        ],
    )
