"""The numbers of registrations that a town shows, and the applications that wait for its staff."""

from sqlmodel import col

from webapp.activities.records.models import ActivityRecord, RecordStatus
from webapp.core.counting import count_by_town
from webapp.core.i18n import lazy as _l
from webapp.municipalities.figures import Figure
from webapp.registrations.models import PENDING, Registration, RegistrationStatus
from webapp.registrations.premium.models import PremiumRequest, PremiumStatus


def standing(codes: list[str]) -> dict[str, int]:
    """People registered now, by town."""
    return count_by_town(Registration, codes, Registration.status == RegistrationStatus.APPROVED)


def waiting(codes: list[str]) -> dict[str, int]:
    """Applications handed in and not decided, by town."""
    return count_by_town(Registration, codes, col(Registration.status).in_(PENDING))


def premium_waiting(codes: list[str]) -> dict[str, int]:
    """Requests for premium that nobody has answered, by town."""
    return count_by_town(PremiumRequest, codes, PremiumRequest.status == PremiumStatus.REQUESTED)


def activities_waiting(codes: list[str]) -> dict[str, int]:
    """Records of activities that wait for somebody's word, by town."""
    return count_by_town(ActivityRecord, codes, ActivityRecord.status == RecordStatus.CLAIMED)


FIGURES = (
    Figure(_l("登録している人"), _l("人"), standing, is_people=True),
    Figure(_l("登録の審査"), _l("件"), waiting, is_open_work=True, endpoint="registrations_staff.queue"),
    Figure(_l("プレミアムの審査"), _l("件"), premium_waiting, is_open_work=True, endpoint="premium_staff.queue"),
    Figure(_l("担い手活動の確認"), _l("件"), activities_waiting, is_open_work=True, endpoint="activities_desk.index"),
)
