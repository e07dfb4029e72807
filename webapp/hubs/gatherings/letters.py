"""Letters about gatherings."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_datetime
from webapp.hubs.gatherings.models import Gathering
from webapp.municipalities.models import Municipality


def _facts(gathering: Gathering, place: Municipality) -> list[tuple[str, str]]:
    return [
        (_("集まり"), gathering.title),
        (_("日時"), show_datetime(gathering.starts_at)),
        (_("場所"), gathering.place),
        (_("まち"), place.full_name),
    ]


def changed(*, gathering: Gathering, place: Municipality) -> Draft:
    """To who comes: another day or place."""
    return Draft(
        _("集まりの日時か場所が変わりました：%(title)s", title=gathering.title),
        [_("新しい日時と場所を確かめてください。来られなくなったときは、ページから取り消せます。")],
        _facts(gathering, place),
        f"/gatherings/{gathering.id}",
        _("集まりのページを開く"),
    )


def cancelled(*, gathering: Gathering, place: Municipality, reason: str) -> Draft:
    """To who wanted to come: it does not take place."""
    return Draft(
        _("集まりは中止になりました：%(title)s", title=gathering.title),
        [_("申し込んでいた集まりは、次の理由で中止になりました。")],
        [*_facts(gathering, place), (_("理由"), reason)],
        f"/municipalities/{gathering.municipality_code}",  # there even after the town has left
        _("まちのページを見る"),
    )
