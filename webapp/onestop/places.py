"""Where a town wants papers of the one-stop exception to be sent."""

from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality


def post_to(town: Municipality) -> str:
    """As the town has set it; else its name and office, and that the address must be looked up."""
    told = str(municipalities.setting("onestop_address", town.code))
    if told:
        return told
    office = municipalities.programme(town.code)
    return _(
        "%(town)s %(office)s（住所は、まちのウェブサイトで確かめてください）",
        town=town.official_name,
        office=office.department if office else "",
    )
