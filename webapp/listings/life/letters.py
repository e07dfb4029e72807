"""Letters about whether a listing still holds."""

from datetime import date

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.listings.letters import facts_of, to_desk
from webapp.listings.models import Listing
from webapp.municipalities.models import Municipality


def still_true(*, listing: Listing, place: Municipality, token: str, hides_on: date) -> Draft:
    """To its makers and to the owner of a home: one click says that it still holds."""
    return Draft(
        _("まだ募集していますか：%(title)s", title=listing.title),
        [
            _(
                "最後に確かめてもらった日から、しばらくたちました。いまも同じ内容で募集しているか、下のページで答えてください。"
            ),
            _(
                "%(day)sまでに返事がないときは、いったん公開を止めます。あとから答えれば、また公開できます。",
                day=show_date(hides_on),
            ),
        ],
        [*facts_of(listing, place), (_("情報の時点"), show_date(listing.as_of))],
        f"/listings/confirm/{token}",
        _("まだ募集しているか答える"),
    )


def hidden(*, listing: Listing, place: Municipality) -> Draft:
    """To its makers and the town: nobody answered."""
    text = _(
        "いまも募集しているかの返事がなかったので、公開を止めました。「まだ募集しています」と答えると、すぐにまた公開されます。"
    )
    return to_desk(listing, place, _("公開を止めました：%(title)s", title=listing.title), text)


def no_longer(*, listing: Listing, place: Municipality, reason: str) -> Draft:
    """To its makers and the town: it was said to be over."""
    text = _("公開を止めています。内容を確かめて、掲載を終えるか、直してもう一度送ってください。")
    return to_desk(
        listing, place, _("もう募集していないと返事がありました：%(title)s", title=listing.title), text, reason
    )
