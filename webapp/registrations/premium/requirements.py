"""What premium asks for: each requirement with what was found, what is missing, and where to do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.activities.records.queries import attested_count
from webapp.core.clock import months_later, today
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.identity.queries import standing_check
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import STANDING, Registration, RegistrationStatus, Tier
from webapp.residents.queries import profile_of_user


@dataclass(frozen=True)
class Finding:
    """One requirement as it was found: `where` is a path of ours for whom something is missing."""

    key: str
    title: str
    is_met: bool
    words: str
    where: str = ""
    where_label: str = ""

    def kept(self) -> dict[str, Any]:
        """What is kept with a decision."""
        return {"key": self.key, "title": self.title, "is_met": self.is_met, "words": self.words}


Requirement = Callable[[Registration, date], Finding | None]


def findings(registration: Registration, on: date | None = None) -> list[Finding]:
    """Every requirement the town has on a day (default: today), met or not."""
    day = on or today()
    found = (requirement(registration, day) for requirement in REQUIREMENTS)
    return [finding for finding in found if finding is not None]


def _setting(key: str, registration: Registration, on: date) -> Any:
    return municipalities.setting(key, registration.municipality_code, on)


def counted_since(registration: Registration, on: date) -> date:
    """The first day on which taking part still counts."""
    return months_later(on, -int(_setting("premium_activity_months", registration, on)))


def activities_counted(registration: Registration, on: date) -> int:
    """How many times the person took part in the town, as far as it counts on that day."""
    return attested_count(registration.user_id, registration.municipality_code, counted_since(registration, on), on)


def _stands(registration: Registration, _on: date) -> Finding:
    is_met = registration.status is RegistrationStatus.APPROVED
    words = (
        _("登録済みです。")
        if is_met
        else _("いまの状態は「%(status)s」です。登録が認められてから申し込めます。", status=registration.status.label)
    )
    return Finding("stands", _("このまちに登録している"), is_met, words)


def _took_part(registration: Registration, on: date) -> Finding | None:
    needed = int(_setting("premium_activities", registration, on))
    if needed == 0:
        return None
    months = int(_setting("premium_activity_months", registration, on))
    done = activities_counted(registration, on)
    words = _("%(months)sか月で%(needed)s回のうち%(done)s回", months=months, needed=needed, done=done)
    title = _("担い手活動に%(needed)s回以上参加している", needed=needed)
    path = f"/activities/{registration.municipality_code}"
    return Finding("activities", title, done >= needed, words, path, _("このまちの活動を見る"))


def _is_identified(registration: Registration, on: date) -> Finding | None:
    if _setting("premium_identity", registration, on) != "needed":
        return None
    standing = standing_check(registration.user_id)
    words = (
        _("本人確認が済んでいます。")
        if standing is not None
        else _("まだ済んでいません。マイナンバーカードのアプリか、市町村の窓口でできます。")
    )
    return Finding(
        "identity", _("本人確認が済んでいる"), standing is not None, words, "/my/identity", _("本人確認をする")
    )


def _lives_elsewhere(registration: Registration, _on: date) -> Finding:
    profile = profile_of_user(registration.user_id)
    is_met = profile is not None and profile.home_code not in (None, registration.municipality_code)
    words = (
        _("住所は、このまちの外にあります。")
        if is_met
        else _("住所のあるまちでは、プレミアムになれません。引っ越したときは、プロフィールを直してください。")
    )
    return Finding("elsewhere", _("住所がこのまちの外にある"), is_met, words, "/my/profile", _("プロフィールを見る"))


def _is_within_the_cap(registration: Registration, on: date) -> Finding:
    most = int(_setting("premium_most_towns", registration, on))
    others = premium_elsewhere(registration)
    words = _("ほかのまちのプレミアムは、いま%(others)s市町村です。", others=others)
    if others >= most:
        words += _("上限に達しているので、どれかが終わってから申し込んでください。")
    return Finding(
        "cap",
        _("プレミアムは%(most)s市町村まで", most=most),
        others < most,
        words,
        "/my/registrations",
        _("申請と登録を見る"),
    )


def premium_elsewhere(registration: Registration) -> int:
    """In how many other towns the person is premium now."""
    chosen = select(sa.func.count()).select_from(Registration).where(
        Registration.user_id == registration.user_id,
        Registration.id != registration.id,
        Registration.tier == Tier.PREMIUM,
        col(Registration.status).in_(STANDING),
    )  # fmt: skip
    return session().exec(chosen).one()


REQUIREMENTS: tuple[Requirement, ...] = (_stands, _took_part, _is_identified, _lives_elsewhere, _is_within_the_cap)
