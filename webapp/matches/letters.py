"""Letters about suggestions: to the place whose listing somebody likes."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.listings.models import Listing
from webapp.municipalities.models import Municipality


def interested(*, listing: Listing, place: Municipality, name: str) -> Draft:
    """To who offers: somebody is interested; `name` is empty unless the person wants to be named."""
    said = (
        _("お名前を伝えることに、ご本人が同意しています。")
        if name
        else _("ご本人の希望で、お名前は伏せています。連絡先もお知らせしていません。")
    )
    return Draft(
        _("「%(title)s」に興味のある人がいます", title=listing.title),
        [_("おすすめを見た人が「興味あり」と伝えました。申し込みではありません。"), said],
        [
            (_("掲載"), listing.title),
            (_("種類"), str(listing.kind.label)),
            (_("まち"), place.full_name),
            (_("お名前"), name or _("伏せています")),
        ],
        f"/listings/{listing.id}",
        _("掲載を開く"),
    )
