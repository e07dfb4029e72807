"""Links that end letters about one kept search."""

from itsdangerous import BadSignature, URLSafeSerializer

from webapp.core.i18n import gettext as _
from webapp.core.services import settings
from webapp.listings.saved import actions, queries
from webapp.listings.saved.models import Frequency, SavedSearch
from webapp.notices.stopping import NOWHERE, Stop, link_to_stop

LETTER = "s"


def stop_link(row: SavedSearch) -> str:
    """The path that ends letters about a search."""
    return link_to_stop(LETTER, row.id)


def stop_of(search_id: str, _detail: str) -> Stop | None:
    """What the link stops; nothing once the search was dropped."""
    row = queries.by_id(search_id)
    if row is None:
        return None
    return Stop(
        _("検索条件「%(name)s」の新着のお知らせメール", name=row.name),
        row.frequency is Frequency.OFF,
        lambda by: actions.stop(row, by=by),
        lambda by: actions.resume(row, by=by),
        again=_("1日に1回届きます。間隔は「保存した検索条件」で変えられます。"),
        user_id=row.user_id,
    )


def link_of_old_token(token: str) -> str:
    """Where links of earlier letters lead now; one that was never made leads to the page that says so."""
    try:
        found = URLSafeSerializer(settings().secret_key.get_secret_value(), salt="saved-search-stop").loads(token)
    except BadSignature:
        return NOWHERE
    return link_to_stop(LETTER, str(found))
