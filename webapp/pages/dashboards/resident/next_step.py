"""The one thing a resident does next: what is stopped in their hands before what they could look at."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from webapp.core.clock import now
from webapp.core.i18n import gettext as _
from webapp.core.templating import link, show_date
from webapp.inquiries.threads.models import ThreadStatus
from webapp.pages.dashboards.panel import Step
from webapp.pages.dashboards.resident.facts import Mine
from webapp.registrations.models import RegistrationStatus

#: how long a refusal is the first thing to read
NEWS_FOR: Final = timedelta(days=14)


def step(mine: Mine) -> Step:
    """The first of all that could be done."""
    return next(_steps(mine))


def _steps(mine: Mine) -> Iterator[Step]:
    if not mine.is_resident:
        yield _visitor()
    if mine.profile is None or not mine.profile.is_ready_for_suggestions:
        yield _profile(mine)
    yield from _corrections(mine)
    yield from _refusals(mine)
    yield from _renewals(mine)
    yield from _voices(mine)
    yield from _drafts(mine)
    yield _matches(has_town=bool(mine.current))


def _visitor() -> Step:
    return Step(
        _("参加しているまちを見る"),
        _("住まいや仕事、まちのニーズをさがせます。気になるまちが見つかったら、登録を申請できます。"),
        _("まちを見る"),
        link("municipalities.index"),
    )


def _profile(mine: Mine) -> Step:
    text = _("6つの画面に答えると、合うまちと掲載を理由つきでご案内します。3分ほどです。")
    label = _("プロフィールの続きを書く") if mine.profile else _("プロフィールを書く")
    return Step(_("あなたのことを教えてください"), text, label, link("residents.profile"))


def _corrections(mine: Mine) -> Iterator[Step]:
    for row, town in mine.current:
        if row.status is RegistrationStatus.CORRECTION:
            yield Step(
                _("%(town)sへの申請を直す", town=town.full_name),
                _("まちから、直してほしいところが届いています。直して送ると、審査に戻ります。"),
                _("申請を直す"),
                link("registrations.show", registration_id=row.id),
            )


def _renewals(mine: Mine) -> Iterator[Step]:
    towns = {row.id: town for row, town in mine.current}
    for renewal in mine.renewals:
        yield Step(
            _("%(town)sの登録を更新する", town=towns[renewal.registration_id].full_name),
            _("登録は%(day)sまでです。今も同じかどうかを確かめてください。", day=show_date(renewal.ends_on)),
            _("登録を確かめる"),
            link("registration_life.renewal", registration_id=renewal.registration_id),
        )


def _refusals(mine: Mine) -> Iterator[Step]:
    """What a town refused lately, unless the person has already begun anew there."""
    begun = {row.municipality_code for row, _town in mine.current}
    for row, town in mine.registrations:
        is_news = row.status is RegistrationStatus.REFUSED and row.decided_at and now() - row.decided_at < NEWS_FOR
        if is_news and row.municipality_code not in begun:
            yield Step(
                _("%(town)sの結果を読む", town=town.full_name),
                _("登録になりませんでした。理由と、これからできることが書いてあります。"),
                _("理由を読む"),
                link("registrations.show", registration_id=row.id),
            )


def _voices(mine: Mine) -> Iterator[Step]:
    if mine.scouts:
        yield Step(
            _("届いたお声かけを読む"),
            _("まちや支援法人からのお声かけが%(n)s件あります。受けるまで、あなたの名前は伝わりません。", n=mine.scouts),
            _("お声かけを読む"),
            link("scouts.index"),
        )
    if mine.suggested:
        yield Step(
            _("まちからのおすすめを見る"),
            _(
                "まちの担当者が、枠の限られた掲載を%(n)s件すすめています。あなたの名前は伝わっていません。",
                n=mine.suggested,
            ),
            _("まちからのおすすめを見る"),
            link("suggested.index"),
        )
    answered = sum(thread.status is ThreadStatus.ANSWERED for thread in mine.threads)
    if answered:
        text = _("たずねたことに、%(n)s件の返事が届いています。", n=answered)
        yield Step(_("返事を読む"), text, _("やりとりを読む"), link("threads.index"))


def _drafts(mine: Mine) -> Iterator[Step]:
    for row, town in mine.current:
        if row.status is RegistrationStatus.DRAFT:
            yield Step(
                _("%(town)sへの申請を送る", town=town.full_name),
                _("申請が、あなたの手もとで止まっています。続きを書いて送ると、審査が始まります。"),
                _("%(town)sへの申請の続きを書く", town=town.full_name),
                link("registrations.show", registration_id=row.id),
            )


def _matches(*, has_town: bool) -> Step:
    text = (
        _("あなたに合う住まいや活動を、理由つきでお知らせします。")
        if has_town
        else _("おすすめを見て、気になるまちに登録を申請できます。")
    )
    return Step(_("合うまちと掲載を見る"), text, _("おすすめを見る"), link("matches.index"))
