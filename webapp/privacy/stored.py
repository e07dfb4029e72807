"""Every table that knows a person: to which purpose it belongs, and what becomes of its rows when the person leaves.

A test walks all tables with a person's key: one that is not named here fails it. Another erases people of the demo and
compares what became of their rows with what is written here, so that the page and the deed cannot differ.
"""

from dataclasses import dataclass
from typing import Final

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled


class Fate(Labelled):
    """What becomes of a row."""

    GONE = "gone", _l("すぐに消えます")
    CUT = "cut", _l("あなたとのつながりが消え、名前のない記録だけが残ります")
    EMPTIED = "emptied", _l("名前やことばが消え、日付や結果だけが残ります")
    NAMELESS = "nameless", _l("名前のないアカウントの記録として残ります")
    BY_LAW = "by_law", _l("法律や帳簿のため、名前も残ります")
    STAYS = "stays", _l("アカウントがあるあいだ、そのまま残ります")


@dataclass(frozen=True)
class Stored:
    """One table: the column that names the person, its purpose, and its fate with the profile and with the account."""

    purpose: str
    profile: Fate
    account: Fate
    column: str = "user_id"


_F = Fate


def _same(purpose: str, fate: Fate, column: str = "user_id") -> Stored:
    return Stored(purpose, fate, fate, column)


STORED: Final[dict[str, Stored]] = {
    "account": Stored("account", _F.STAYS, _F.EMPTIED, "id"),
    "membership": Stored("account", _F.STAYS, _F.NAMELESS),
    "sign_in": Stored("account", _F.STAYS, _F.NAMELESS),
    "passkey": Stored("account", _F.STAYS, _F.GONE),
    "totp_secret": Stored("account", _F.STAYS, _F.GONE),
    "recovery_code": Stored("account", _F.STAYS, _F.GONE),
    "one_time_link": Stored("account", _F.STAYS, _F.GONE),
    "departure": Stored("account", _F.STAYS, _F.NAMELESS),
    "own_data_file": _same("account", _F.GONE),
    "data_read": Stored("account", _F.STAYS, _F.CUT),
    "taken_person": Stored("account", _F.STAYS, _F.GONE),
    "resident": _same("profile", _F.EMPTIED),
    "consent": _same("consents", _F.NAMELESS),
    "identity_attempt": _same("identity", _F.GONE),
    "identity_check": _same("identity", _F.EMPTIED),
    "registration": _same("registrations", _F.EMPTIED),
    "premium_request": _same("registrations", _F.EMPTIED),
    "prefecture_registration": _same("registrations", _F.NAMELESS),
    "disclosed_person": _same("registrations", _F.NAMELESS),
    "certificate": _same("certificates", _F.EMPTIED),
    "redemption": _same("certificates", _F.CUT),
    "notice": _same("letters", _F.GONE),
    "notice_choices": Stored("letters", _F.STAYS, _F.GONE),
    "thread": _same("messages", _F.CUT),
    "thread_block": _same("messages", _F.GONE),
    "question": _same("messages", _F.CUT),
    "report": _same("messages", _F.CUT),
    "booking": _same("bookings", _F.CUT),
    "calendar_feed": _same("bookings", _F.GONE),
    "participation": _same("bookings", _F.CUT),
    "activity_record": _same("bookings", _F.CUT),
    "community_member": _same("communities", _F.CUT),
    "community": _same("communities", _F.CUT, "created_by"),
    "gathering": _same("communities", _F.CUT, "created_by"),
    "gathering_coming": _same("communities", _F.CUT),
    "gathering_idea": _same("communities", _F.CUT),
    "saved_search": _same("matching", _F.GONE),
    "match_person": _same("matching", _F.GONE),
    "match_feedback": _same("matching", _F.GONE),
    "match_suggestion": _same("matching", _F.CUT),
    "scout": _same("matching", _F.CUT),
    "scout_block": _same("matching", _F.GONE),
    "bank_user": _same("homes", _F.CUT),
    "bank_home": _same("homes", _F.CUT),
    "owner_consent": _same("homes", _F.CUT, "owner_user_id"),
    "pledge": _same("donations", _F.BY_LAW),
    "pledge_draft": _same("donations", _F.GONE),
    "onestop_elsewhere": _same("donations", _F.GONE),
    "onestop_choice": _same("donations", _F.GONE),
    "project_supporter": _same("donations", _F.CUT),
    "project_question": _same("projects", _F.CUT),
    "project_update": _same("projects", _F.CUT, "written_by"),
    "privacy_request": _same("requests", _F.CUT),
    "hub_person": Stored("work", _F.STAYS, _F.CUT),
    "kept_filter": Stored("work", _F.STAYS, _F.GONE),
    "deadline_feed": Stored("work", _F.STAYS, _F.GONE),
    "waiting_move": Stored("work", _F.STAYS, _F.NAMELESS, "made_by"),
    "registration_deputy": Stored("work", _F.STAYS, _F.NAMELESS, "absent_id"),
}
