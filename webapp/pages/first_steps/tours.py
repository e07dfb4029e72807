"""The tours: who they are for, on which dashboard they stand, and which entries of the trail tick a task."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.core.actor import Actor, Role
from webapp.core.i18n import lazy as _l
from webapp.corporations import queries as corporations
from webapp.corporations.designations.models import STANDING
from webapp.municipalities import queries as towns
from webapp.municipalities.statistics.kept import known
from webapp.residents import queries as residents


@dataclass(frozen=True)
class Task:
    """One thing to do: done once the trail has one of `actions` by this person, or `is_done` says so."""

    title: Any
    text: Any
    endpoint: str
    actions: tuple[str, ...] = ()
    is_done: Callable[[Actor], bool] | None = None


@dataclass(frozen=True)
class Tour:
    """The first tasks of one role; `board` is the dashboard it stands on."""

    role: Role
    board: str
    tasks: tuple[Task, ...]

    @property
    def key(self) -> str:
        """Under what it is remembered when it was put away."""
        return self.role.value


def _has_profile(actor: Actor) -> bool:
    profile = residents.profile_of(actor)
    return profile is not None and profile.is_ready_for_suggestions


def _is_designated(actor: Actor) -> bool:
    return any(
        row.status in STANDING
        for one in corporations.of_actor(actor)
        for row, _town in corporations.designations_of(one)
    )


_SECOND_FACTOR = Task(
    _l("二段階の認証を設定する"),
    _l("人の情報を扱うため、パスワードのほかにもう一つの鍵が要ります。"),
    "accounts.second_factor",
    is_done=lambda actor: actor.has_second_factor,
)
_ANSWER = Task(
    _l("問い合わせに答える"),
    _l("たずねた人には、返事の期限が見えています。"),
    "threads_desk.index",
    ("thread.answer", "question.answer"),
)

TOURS = (
    Tour(
        Role.RESIDENT,
        "resident",
        (
            Task(
                _l("プロフィールを書く"),
                _l("希望を答えると、おすすめが出ます。3分ほどです。"),
                "residents.profile",
                is_done=_has_profile,
            ),
            Task(
                _l("気になるものを一つ選ぶ"),
                _l("おすすめを見て「興味あり」を押すか、たずねてみます。"),
                "matches.index",
                ("match.interested", "thread.open", "question.ask", "saved_search.keep"),
            ),
            Task(
                _l("まちに申請する"),
                _l("滞在する場所と頻度を書いて送ります。"),
                "registrations.choose",
                ("registration.submit",),
            ),
            Task(
                _l("一度、訪ねてみる"),
                _l("見学の予約か、手伝いへの応募をします。"),
                "bookings.mine",
                ("booking.ask", "participation.apply", "activity_record.check_in"),
            ),
        ),
    ),
    Tour(
        Role.CLERK,
        "town",
        (
            _SECOND_FACTOR,
            Task(
                _l("登録の申請を一件読む"),
                _l("認める・直してもらう・認めない、を理由とともに選びます。"),
                "registrations_staff.queue",
                ("registration.approve", "registration.ask_correction", "registration.refuse", "registration.propose"),
            ),
            Task(
                _l("掲載を一件確かめる"),
                _l("読んで公開するか、直してほしいところを返します。"),
                "listings_staff.queue",
                ("listing.publish", "listing.ask_correction"),
            ),
            _ANSWER,
        ),
    ),
    Tour(
        Role.MUNICIPALITY_ADMIN,
        "town",
        (
            _SECOND_FACTOR,
            Task(
                _l("まちのことばと連絡先を書く"),
                _l("まちのページのはじめに出ます。"),
                "tenancy.index",
                ("programme.describe",),
            ),
            Task(
                _l("首長の名前を入れる"),
                _l("登録証に、その日の首長の名前が載ります。"),
                "municipalities_staff.mayors",
                ("mayor.name",),
            ),
            Task(
                _l("担当者を招く"),
                _l("メールアドレスに招待が届きます。"),
                "accounts_staff.people",
                ("accounts.invite", "accounts.grant"),
            ),
            Task(
                _l("制度の設定を確かめる"),
                _l("審査の日数などを、まちの要綱に合わせます。"),
                "municipalities_staff.settings",
                ("setting.set",),
            ),
        ),
    ),
    Tour(
        Role.CORPORATION,
        "corporation",
        (
            _SECOND_FACTOR,
            Task(
                _l("まちの指定を受ける"),
                _l("指定の日から、そのまちの掲載をつくれます。"),
                "designations.mine",
                is_done=_is_designated,
            ),
            Task(
                _l("はじめの掲載を書く"),
                _l("途中でやめても残ります。"),
                "listings_desk.index",
                ("listing.start",),
            ),
            Task(
                _l("まちに確かめてもらう"),
                _l("まちが読んでから公開します。"),
                "listings_desk.index",
                ("listing.submit",),
            ),
            _ANSWER,
        ),
    ),
    Tour(
        Role.HUB,
        "",
        (
            _SECOND_FACTOR,
            Task(
                _l("相談の時間を決める"),
                _l("会える曜日と時間を出すと、予約が入ります。"),
                "bookings_desk.index",
                ("booking_calendar.open",),
            ),
            Task(
                _l("集まりを一つ開く"),
                _l("日時と場所を決めると、まちのページに出ます。"),
                "gatherings_desk.index",
                ("gathering.plan",),
            ),
            _ANSWER,
        ),
    ),
    Tour(
        Role.PARTNER,
        "",
        (
            _SECOND_FACTOR,
            Task(
                _l("特典の利用を記録する"),
                _l("登録した人の画面のコードを読むと、1回分が記録されます。"),
                "partner.index",
                ("redemption.use",),
            ),
            Task(
                _l("特典を一つ提案する"),
                _l("まちが受け入れると、登録した人に見えます。"),
                "partner.index",
                ("benefit.suggest",),
            ),
        ),
    ),
    Tour(
        Role.OPERATOR,
        "operator",
        (
            _SECOND_FACTOR,
            Task(
                _l("はじめのまちを招待する"),
                _l("はじめの管理者に、招待のメールが届きます。"),
                "operator.invite",
                ("programme.invite",),
                is_done=lambda _actor: bool(towns.all_programmes()),
            ),
            Task(
                _l("公的な統計を入れる"),
                _l("コマンドで入れると、まちのページに数字が出ます。"),
                "operator.index",
                is_done=lambda _actor: bool(known().edition),
            ),
        ),
    ),
)
