"""Activities, occasions and records for tests."""

from datetime import date, timedelta
from typing import Any

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.residents import SHIOJIRI
from webapp.accounts.models import User
from webapp.activities.models import Activity, ActivityAttester, AttesterKind
from webapp.activities.occasions import actions as occasions
from webapp.activities.occasions.models import ActivityOccasion
from webapp.activities.records.models import ActivityRecord, RecordStatus, Way
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.municipalities import queries as municipalities


def an_activity(code: str = SHIOJIRI, corporations: tuple[str, ...] = (), **changes: Any) -> Activity:
    """One that counts since last year."""
    if municipalities.programme(code) is None:
        a_programme(code)
    values: dict[str, Any] = {
        "title": "奈良井宿の花壇の手入れ",
        "what_counts": "半日以上の作業",
        "starts_on": today() - timedelta(days=400),
    }
    row = Activity(municipality_code=code, **{**values, **changes})
    session().add(row)
    session().flush()
    session().add_all(ActivityAttester(activity_id=row.id, corporation_id=one) for one in corporations)
    session().flush()
    return row


def an_occasion(activity: Activity | None = None, clerk: User | None = None, **changes: Any) -> ActivityOccasion:
    """One that began an hour ago and ends in two; open in the clerk's name when there is a clerk."""
    activity = activity or an_activity()
    values: dict[str, Any] = {
        "place": "中町の休憩所",
        "starts_at": now() - timedelta(hours=1),
        "ends_at": now() + timedelta(hours=2),
        "minutes": 120,
    }
    row = ActivityOccasion(
        activity_id=activity.id, municipality_code=activity.municipality_code, **{**values, **changes}
    )
    session().add(row)
    session().flush()
    if clerk is not None:
        occasions.open_check_in(row, activity, by=actor_of(clerk))
    return row


def a_record(user: User | None = None, activity: Activity | None = None, **changes: Any) -> ActivityRecord:
    """One that waits for somebody's word."""
    activity = activity or an_activity()
    values: dict[str, Any] = {"way": Way.CLAIM, "done_on": today(), "minutes": 120, "note": "花壇の草を取りました。"}
    row = ActivityRecord(
        user_id=(user or a_resident_user()).id,
        municipality_code=activity.municipality_code,
        activity_id=activity.id,
        **{**values, **changes},
    )
    session().add(row)
    session().flush()
    return row


def attested_records(user: User, count: int, *, last: date | None = None, activity: Activity | None = None) -> None:
    """So many that were attested, one a week, the last on a day (today)."""
    activity = activity or an_activity()
    for number in range(count):
        a_record(
            user,
            activity,
            status=RecordStatus.ATTESTED,
            done_on=(last or today()) - timedelta(days=7 * number),
            attester_kind=AttesterKind.TOWN,
            attester_name="長野県塩尻市",
            decided_at=now(),
        )


def a_desk(code: str = SHIOJIRI) -> User:
    """A clerk of a town that takes part."""
    if municipalities.programme(code) is None:
        a_programme(code)
    return a_clerk(code)
