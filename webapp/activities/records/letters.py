"""Letters about records: a claim came in, and what was decided. Letters to staff name nobody."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.activities.models import Activity
from webapp.activities.records.models import ActivityRecord
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, queue
from webapp.core.templating import show_date


def tell_person(record: ActivityRecord, write: Any) -> None:
    """Queue one of the letters below to who took part."""
    if record.user_id is not None:
        activity = session().get_one(Activity, record.activity_id)
        queue(accounts.user(record.user_id), write, record=record, title=activity.title)


def tell_town(record: ActivityRecord, activity: Activity) -> None:
    """Queue the letter about a new claim to the town's desk."""
    for somebody in accounts.desk_of(record.municipality_code):
        queue(somebody, claimed, record=record, title=activity.title)


def _facts(record: ActivityRecord, title: str) -> list[tuple[str, str]]:
    return [(_("活動"), title), (_("参加した日"), show_date(record.done_on)), (_("番号"), record.reference)]


def _own(record: ActivityRecord) -> dict[str, str]:
    return {"link": f"/my/activities/{record.id}", "link_label": _("活動の記録を見る")}


def claimed(record: ActivityRecord, title: str) -> Draft:
    """To the town's staff."""
    return Draft(
        subject=_("担い手活動の届けがありました（番号 %(number)s）", number=record.reference),
        paragraphs=[
            _("参加した人から、担い手活動の届けがありました。内容を確かめて、証明するかどうかを決めてください。"),
            _("個人情報を守るため、届けた人の名前はメールに書いていません。画面で確かめてください。"),
        ],
        facts=_facts(record, title),
        link=f"/desk/activities/records/{record.id}",
        link_label=_("届けを確かめる"),
    )


def attested(record: ActivityRecord, title: str) -> Draft:
    """To the person, when it counts."""
    return Draft(
        subject=_("「%(title)s」への参加が証明されました", title=title),
        paragraphs=[
            _("%(attester)sが、あなたの参加を証明しました。活動の記録に加わりました。", attester=record.attester_name)
        ],
        facts=_facts(record, title),
        **_own(record),
    )


def refused(record: ActivityRecord, title: str) -> Draft:
    """To the person, when it could not be attested."""
    return Draft(
        subject=_("「%(title)s」への参加は、証明できませんでした", title=title),
        paragraphs=[
            _("担当者が確かめた結果、参加を証明できませんでした。"),
            _("理由：%(reason)s", reason=record.decision_reason),
            _("心当たりのないときは、主催者か市町村の窓口におたずねください。"),
        ],
        facts=_facts(record, title),
        **_own(record),
    )


def revoked(record: ActivityRecord, title: str) -> Draft:
    """To the person, when an attestation was taken back."""
    return Draft(
        subject=_("「%(title)s」への参加の証明が取り消されました", title=title),
        paragraphs=[
            _("参加の証明が取り消されました。この回は、活動の回数に入らなくなります。"),
            _("理由：%(reason)s", reason=record.decision_reason),
            _("心当たりのないときは、主催者か市町村の窓口におたずねください。"),
        ],
        facts=_facts(record, title),
        **_own(record),
    )
