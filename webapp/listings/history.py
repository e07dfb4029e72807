"""The trail of a listing in words, newest first: who, when, why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.core.trail import VISITOR, TrailEntry
from webapp.listings.models import LISTING, ListingStatus

_OTHERS = {
    "start": _l("下書きを始める"),
    "revise": _l("内容を書く"),
    "ask_consent": _l("所有者に同意をお願いする"),
    "record_consent": _l("書面の同意を記録する"),
    "give_consent": _l("所有者が同意する"),
    "decline_consent": _l("所有者が同意しない"),
    "withdraw_consent": _l("所有者が同意を取り消す"),
    "confirm": _l("まだ募集していると確かめる"),
    "touch_up": _l("公開したまま直す"),
    "confirm_wage": _l("賃金を確かめる"),
    "add_photo": _l("写真を加える"),
    "remove_photo": _l("写真を消す"),
    "order_photos": _l("写真を並べ替える"),
    "describe_photos": _l("写真の説明を書く"),
}
#: how a status is coloured on the screens of staff
TONES = {
    ListingStatus.SUBMITTED: "info",
    ListingStatus.CORRECTION: "warning",
    ListingStatus.PUBLISHED: "success",
    ListingStatus.NEGOTIATING: "info",
    ListingStatus.CONTRACTED: "info",
    ListingStatus.PAUSED: "warning",
    ListingStatus.STALE: "warning",
    ListingStatus.CLOSED: "error",
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    title: Any
    by: str
    reason: str
    tone: str


def entries(trail: list[TrailEntry]) -> list[Entry]:
    """Trail entries as the timeline shows them; writing done in a row is told once."""
    told: list[Entry] = []
    last = ""
    for entry in trail:
        if entry.action == "listing.revise" == last:
            told.pop()
        last = entry.action
        tone = TONES.get(ListingStatus(entry.to_status), "neutral") if entry.to_status else "neutral"
        told.append(Entry(entry.at, _title(entry.action), _who(entry.actor_name), entry.reason, tone))
    return told[::-1]


def _title(action: str) -> Any:
    verb = action.partition(".")[2]
    return LISTING.moves[verb].label if verb in LISTING.moves else _OTHERS.get(verb, verb)


def _who(name: str) -> str:
    labels = {role.value: str(role.label) for role in Role} | {VISITOR: _("メールのリンクから")}
    return joined(labels.get(part) for part in name.split("・")) or _("ふたまち（自動）")
