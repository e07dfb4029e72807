"""Letters about hub persons."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.hubs.models import HubPerson
from webapp.municipalities.models import Municipality


def term_ends(*, person: HubPerson, place: Municipality) -> Draft:
    """To the person and the town, half a year ahead: what comes after?"""
    return Draft(
        _("ハブ人材の任期がもうすぐ終わります"),
        [
            _(
                "任期のあとにどう続けるか（起業、就職、後任への引き継ぎなど）を話し合い、決めたことを書いておいてください。"
            ),
            _("任期が終わった日の次の日から、この人は相談先として表示されなくなります。"),
        ],
        [(_("名前"), person.shown_name), (_("まち"), place.full_name), (_("任期の終わり"), show_date(person.ends_on))],
        "/desk/hub",
        _("カードを開く"),
    )
