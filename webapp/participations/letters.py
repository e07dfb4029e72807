"""Letters about taking part: to who applied, and, naming nobody, to who reads the applications."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, queue
from webapp.core.templating import show_date
from webapp.listings import handling
from webapp.listings.models import Listing
from webapp.participations.models import Participation
from webapp.participations.terms import first_day


def tell_person(row: Participation, write: Any, **values: Any) -> None:
    """Queue one of the letters below to who applied, as long as they are there."""
    person = accounts.user(row.user_id) if row.user_id else None
    if person is not None and person.is_active:
        listing = session().get_one(Listing, row.listing_id)
        queue(person, write, row=row, listing=listing, behind=handling.name_behind(listing), **values)


def tell_makers(row: Participation, write: Any) -> None:
    """Queue one of the letters below to who deals with the listing's people."""
    listing = session().get_one(Listing, row.listing_id)
    for somebody in handling.people_behind(listing):
        queue(somebody, write, row=row, listing=listing)


def _facts(row: Participation, listing: Listing, behind: str = "") -> list[tuple[str, str]]:
    day = first_day(listing)
    facts = [(_("掲載"), listing.title), (_("相手"), behind), (_("日にち"), show_date(day) if day else "")]
    return [*((label, value) for label, value in facts if value), (_("番号"), row.reference)]


def _own(row: Participation) -> dict[str, str]:
    return {"link": f"/my/participations/{row.id}", "link_label": _("応募の状態を見る")}


def received(*, row: Participation, listing: Listing, behind: str) -> Draft:
    """To the person, when somebody will read it."""
    return Draft(
        subject=_("応募を受け付けました：%(title)s", title=listing.title),
        paragraphs=[
            _("応募を%(behind)sに届けました。返事が来たら、メールでお知らせします。", behind=behind),
            _("いまどの段階にあるかは、いつでも画面で確かめられます。取り下げるときも、同じ画面からできます。"),
        ],
        facts=_facts(row, listing, behind),
        **_own(row),
    )


def accepted(*, row: Participation, listing: Listing, behind: str) -> Draft:
    """To the person: there is a place for them."""
    return Draft(
        subject=_("参加が決まりました：%(title)s", title=listing.title),
        paragraphs=[
            _("参加が決まりました。集まる場所や持ち物は、掲載の画面で確かめてください。"),
            _("予定をカレンダーに入れるファイルは、下の画面にあります。来られなくなったら、早めに取り下げてください。"),
        ],
        facts=_facts(row, listing, behind),
        **_own(row),
    )


def waits(*, row: Participation, listing: Listing, behind: str) -> Draft:
    """To the person: there is no room now."""
    return Draft(
        subject=_("キャンセル待ちになりました：%(title)s", title=listing.title),
        paragraphs=[
            _("いまは枠が埋まっています。空きが出ると、待っている順に自動で繰り上がり、メールでお知らせします。"),
            _("待つのをやめるときは、下の画面から取り下げてください。"),
        ],
        facts=_facts(row, listing, behind),
        **_own(row),
    )


def moved_up(*, row: Participation, listing: Listing, behind: str) -> Draft:
    """To the person: somebody else does not come."""
    return Draft(
        subject=_("空きが出て、参加が決まりました：%(title)s", title=listing.title),
        paragraphs=[_("キャンセル待ちから繰り上がりました。来られないときは、早めに取り下げてください。")],
        facts=_facts(row, listing, behind),
        **_own(row),
    )


def declined(*, row: Participation, listing: Listing, behind: str) -> Draft:
    """To the person: not this time, and why."""
    return Draft(
        subject=_("応募の結果：%(title)s", title=listing.title),
        paragraphs=[
            _("今回は見送りになりました。応募してくださって、ありがとうございました。"),
            _("理由：%(reason)s", reason=row.decision_reason),
        ],
        facts=_facts(row, listing, behind),
        **_own(row),
    )


def called_off(*, row: Participation, listing: Listing, behind: str) -> Draft:
    """To the person: it does not take place."""
    return Draft(
        subject=_("中止のお知らせ：%(title)s", title=listing.title),
        paragraphs=[
            _("募集が中止になりました。カレンダーに入れた予定は、取り消してください。"),
            _("理由：%(reason)s", reason=row.decision_reason),
        ],
        facts=_facts(row, listing, behind),
        **_own(row),
    )


def tomorrow(*, row: Participation, listing: Listing, behind: str) -> Draft:
    """To the person, the day before."""
    return Draft(
        subject=_("あす開催です：%(title)s", title=listing.title),
        paragraphs=[
            _(
                "集まる場所、時間、持ち物を、掲載の画面で確かめてください。来られないときは、きょう中に取り下げてください。"
            )
        ],
        facts=_facts(row, listing, behind),
        **_own(row),
    )


def how_was_it(*, row: Participation, listing: Listing, behind: str) -> Draft:
    """To the person, afterwards."""
    return Draft(
        subject=_("参加していかがでしたか：%(title)s", title=listing.title),
        paragraphs=[
            _(
                "よかったことや気づいたことを書いてください。両方が書き終えるか、14日たつと、公開の部分が見えるようになります。"
            ),
            _("言いにくいことは、町の担当者だけが読む欄に書けます。主催者には見えません。"),
        ],
        facts=_facts(row, listing, behind),
        link=f"/my/participations/{row.id}/feedback",
        link_label=_("感想を書く"),
    )


def _to_makers(row: Participation, listing: Listing, subject: str, text: str) -> Draft:
    paragraphs = [text, _("個人情報を守るため、名前はメールに書いていません。画面で確かめてください。")]
    link = f"/desk/participations/people/{row.id}"
    return Draft(subject, paragraphs, _facts(row, listing), link, _("応募を開く"))


def came_in(*, row: Participation, listing: Listing) -> Draft:
    """To the makers."""
    text = _(
        "新しい応募があります。内容を確かめて、必要な返事をしてください。返事の早さは、応募する人がいちばん気にするところです。"
    )
    return _to_makers(row, listing, _("応募がありました：%(title)s", title=listing.title), text)


def was_withdrawn(*, row: Participation, listing: Listing) -> Draft:
    """To the makers."""
    text = _("応募が取り下げられました。キャンセル待ちの人がいれば、順に繰り上がっています。")
    return _to_makers(row, listing, _("応募の取り下げ：%(title)s", title=listing.title), text)
