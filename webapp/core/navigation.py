"""The side navigation of staff screens: one table of places, shown by role."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import current_actor


@dataclass(frozen=True)
class Place:
    """One entry: its words, its view, who sees it, and the key that leads there after G."""

    label: Any
    endpoint: str
    roles: frozenset[Role]
    key: str = ""


#: after G; the first letter of the thing where it is free
_KEYS = {
    "registrations_staff.queue": "r",
    "renewals_staff.index": "n",
    "certificates_staff.index": "c",
    "listings_staff.queue": "l",
    "listings_desk.index": "e",
    "threads_desk.index": "m",
    "questions_desk.index": "q",
    "reports_staff.index": "i",
    "bookings_desk.index": "b",
    "participations_desk.index": "a",
    "corporations_staff.index": "o",
    "projects_staff.index": "p",
    "pledges_staff.index": "g",
    "payments_staff.index": "y",
    "onestop_staff.queue": "s",
    "deadlines.index": "d",
    "waiting_moves.index": "w",
}


def _place(label: Any, endpoint: str, *roles: Role) -> Place:
    return Place(label, endpoint, frozenset(roles), _KEYS.get(endpoint, ""))


_OFFICES = frozenset({*TOWN_ROLES, Role.PREFECTURE, Role.OPERATOR})
_MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)

#: what is done together stands together; a group that nobody's role opens is not shown
PLACES: tuple[tuple[Any, tuple[Place, ...]], ...] = (
    (
        _l("きょうの仕事"),
        (
            _place(_l("期限の一覧"), "deadlines.index", *TOWN_ROLES),
            _place(_l("実行を待つ操作"), "waiting_moves.index", *TOWN_ROLES),
            _place(_l("よく使う理由"), "staff_reasons.index", *TOWN_ROLES),
            _place(_l("まちのページの見え方"), "town_preview.show", *TOWN_ROLES),
        ),
    ),
    (
        _l("登録する人"),
        (
            _place(_l("登録の審査"), "registrations_staff.queue", *TOWN_ROLES),
            _place(_l("登録の更新"), "renewals_staff.index", *TOWN_ROLES),
            _place(_l("登録者の名簿"), "registrant_lists.index", *TOWN_ROLES),
            _place(_l("プレミアムの審査"), "premium_staff.queue", *TOWN_ROLES),
        ),
    ),
    (
        _l("証明書と特典"),
        (
            _place(_l("証明書"), "certificates_staff.index", *TOWN_ROLES),
            _place(_l("特典"), "benefits_staff.index", *TOWN_ROLES),
            _place(_l("特典の利用"), "partner.index", Role.PARTNER, *TOWN_ROLES),
        ),
    ),
    (
        _l("掲載"),
        (
            _place(_l("掲載の確認"), "listings_staff.queue", *TOWN_ROLES),
            _place(_l("掲載をつくる"), "listings_desk.index", *_MAKERS),
            _place(_l("表で取り込む・取り出す"), "sheets.index", *_MAKERS),
            _place(_l("共同空き家バンク"), "banks_staff.index", *TOWN_ROLES),
            _place(_l("法人への情報提供"), "packages_staff.index", *TOWN_ROLES),
            _place(_l("まちから届いた情報"), "packages.index", Role.CORPORATION),
        ),
    ),
    (
        _l("やりとり"),
        (
            _place(_l("問い合わせ"), "threads_desk.index", *_MAKERS),
            _place(_l("みんなの質問"), "questions_desk.index", *_MAKERS),
            _place(_l("知らせと苦情"), "reports_staff.index", *TOWN_ROLES),
        ),
    ),
    (
        _l("人と活動"),
        (
            _place(_l("予約"), "bookings_desk.index", *_MAKERS),
            _place(_l("応募と参加"), "participations_desk.index", *_MAKERS),
            _place(_l("担い手活動"), "activities_staff.index", *TOWN_ROLES),
            _place(_l("活動の受付と証明"), "activities_desk.index", *_MAKERS),
            _place(_l("拠点とハブ人材"), "hubs_staff.index", *TOWN_ROLES),
            _place(_l("コミュニティ"), "communities_desk.index", Role.HUB, *TOWN_ROLES),
            _place(_l("集まり"), "gatherings_desk.index", Role.HUB, *TOWN_ROLES),
            _place(_l("わたしのカード"), "hubs_desk.index", Role.HUB),
            _place(_l("担当者あての声"), "feedback_staff.index", *TOWN_ROLES),
        ),
    ),
    (
        _l("出会い"),
        (
            _place(_l("合う人をさがす"), "people_desk.index", *_MAKERS),
            _place(_l("お声かけ"), "scouts_desk.index", *_MAKERS),
            _place(_l("枠の割り振り"), "match_desk.index", *TOWN_ROLES),
            _place(_l("満たされていない需要"), "demand.town", *TOWN_ROLES),
            _place(_l("満たされていない需要"), "demand.desk", Role.CORPORATION, Role.HUB),
            _place(_l("合う人の並べ方"), "candidate_weights.index", Role.MUNICIPALITY_ADMIN),
        ),
    ),
    (
        _l("法人"),
        (
            _place(_l("支援法人"), "corporations_staff.index", *TOWN_ROLES),
            _place(_l("指定と届出"), "designations.mine", Role.CORPORATION),
            _place(_l("法人の職員"), "corporations_desk.people", Role.CORPORATION),
        ),
    ),
    (
        _l("取り組みと寄附"),
        (
            _place(_l("取り組みと寄附"), "projects_staff.index", *TOWN_ROLES),
            _place(_l("取り組みの提案"), "proposals.mine", Role.CORPORATION, Role.HUB),
            _place(_l("寄附の一覧"), "pledges_staff.index", *TOWN_ROLES),
            _place(_l("支払いと返金"), "payments_staff.index", *TOWN_ROLES),
            _place(_l("受領証明書"), "receipts_staff.index", *TOWN_ROLES),
            _place(_l("窓口などで受けた寄附"), "offline_donations.index", *TOWN_ROLES),
            _place(_l("寄附の帳簿"), "accounting.index", *TOWN_ROLES),
            _place(_l("ワンストップ特例"), "onestop_staff.queue", *TOWN_ROLES),
            _place(_l("近況・質問・応援の声"), "project_voices_staff.index", *TOWN_ROLES),
        ),
    ),
    (
        _l("まちの運営"),
        (
            _place(_l("職員"), "accounts_staff.people", Role.MUNICIPALITY_ADMIN),
            _place(_l("制度の設定"), "municipalities_staff.settings", Role.MUNICIPALITY_ADMIN),
            _place(_l("署名の鍵"), "keys_staff.index", Role.MUNICIPALITY_ADMIN),
            _place(_l("決済の口座と鍵"), "payment_accounts.index", Role.MUNICIPALITY_ADMIN),
            _place(_l("指定納付受託者"), "payment_trustees.index", Role.MUNICIPALITY_ADMIN),
            _place(_l("まちの管理"), "tenancy.index", Role.MUNICIPALITY_ADMIN),
            _place(_l("操作の記録"), "audit.index", Role.MUNICIPALITY_ADMIN),
            _place(_l("自分の情報の請求"), "privacy_requests_staff.queue", Role.MUNICIPALITY_ADMIN),
            _place(_l("県内のまち"), "prefecture.index", Role.PREFECTURE),
        ),
    ),
    (
        _l("サービスの運営"),
        (
            _place(_l("市町村の参加"), "operator.index", Role.OPERATOR),
            _place(_l("運営者への申し出"), "reports_operator.index", Role.OPERATOR),
            _place(_l("署名の鍵"), "keys_operator.index", Role.OPERATOR),
            _place(_l("おすすめのモデル"), "matching_registry.index", Role.OPERATOR),
        ),
    ),
)


def may_search() -> bool:
    """Whether the box that finds everything is for this reader."""
    return bool(current_actor().roles & set(_MAKERS))


#: more places than this are folded into their groups; so few stand in a row on a phone
FOLDED_ABOVE, SHORT_UP_TO = 18, 5


@dataclass(frozen=True)
class Entry:
    """One place as this reader sees it now."""

    label: Any
    href: str
    is_current: bool
    key: str = ""


@dataclass(frozen=True)
class Group:
    """Places that belong together; an open one shows them."""

    heading: Any
    entries: list[Entry]
    is_open: bool = True


@dataclass(frozen=True)
class Menu:
    """The side navigation of one page: the reader's own board, then the groups."""

    home: Entry
    groups: list[Group]

    @property
    def places(self) -> list[Entry]:
        """Every place, in order."""
        return [entry for group in self.groups for entry in group.entries]

    @property
    def here(self) -> Any:
        """The words of the place where the reader is; empty elsewhere."""
        return next((entry.label for entry in (self.home, *self.places) if entry.is_current), "")

    @property
    def folds(self) -> bool:
        """Whether there are too many places to show at once."""
        return len(self.places) > FOLDED_ABOVE

    @property
    def name(self) -> Any:
        """Whose menu it is: for who does not work in an office, of their work."""
        return _l("職員メニュー") if current_actor().roles & _OFFICES else _l("仕事のメニュー")

    @property
    def is_short(self) -> bool:
        """Whether all fits into a row."""
        return len(self.places) <= SHORT_UP_TO


def leads_home() -> bool:
    """Whether this is a page of somebody's own: the way back leads to their board, not to the front page."""
    return request.path.startswith(("/my/", "/staff", "/desk", "/operator", "/prefecture"))


def staff_menu() -> Menu:
    """What the present actor may go to; open is the group of this page or of its feature, else the first."""
    home = Entry(_l("マイページ"), url_for("pages.dashboard"), request.endpoint in ("pages.dashboard", "boards.show"))
    found = staff_places()
    here = next((n for n, (_h, entries) in enumerate(found) if any(one.is_current for one in entries)), None)
    if here is None:
        here = next((n for n, (heading, _e) in enumerate(found) if heading in _headings_of_feature()), 0)
    return Menu(home, [Group(heading, entries, n == here) for n, (heading, entries) in enumerate(found)])


def _headings_of_feature() -> list[Any]:
    """The groups with a place of the feature that draws this page."""
    feature = _feature(request.endpoint or "")
    return [heading for heading, places in PLACES if feature in {_feature(place.endpoint) for place in places}]


def _feature(endpoint: str) -> str:
    """`webapp.payments` of a view that is defined there."""
    view = current_app.view_functions.get(endpoint)
    return ".".join(view.__module__.split(".")[:2]) if view else endpoint


def staff_places() -> list[tuple[Any, list[Entry]]]:
    """Groups with the places that the present actor may go to."""
    actor = current_actor()
    here = _places_here(actor.roles)
    shown = []
    for group, places in PLACES:
        open_to = [p for p in places if actor.roles & p.roles and p.endpoint in current_app.view_functions]
        entries = [Entry(p.label, url_for(p.endpoint), p.endpoint.split(".")[0] in here, p.key) for p in open_to]
        if entries:
            shown.append((group, entries))
    return shown


def _places_here(actor_roles: Iterable[Role]) -> set[str]:
    """The blueprint of this page; of a page without a place of its own, the only place of its feature, if there is one."""
    open_to = {p.endpoint: p for _group, places in PLACES for p in places if set(actor_roles) & p.roles}
    here = request.blueprint or ""
    if any(endpoint.split(".")[0] == here for endpoint in open_to):
        return {here}
    feature = _feature(request.endpoint or "")
    siblings = {endpoint.split(".")[0] for endpoint in open_to if _feature(endpoint) == feature}
    return siblings if len(siblings) == 1 else set()
