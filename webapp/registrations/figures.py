"""The numbers of registrations that a town shows, and the applications that wait for its staff."""

from sqlmodel import col

from webapp.core.counting import count_by_town
from webapp.core.i18n import lazy as _l
from webapp.municipalities.figures import Figure
from webapp.registrations.models import PENDING, Registration, RegistrationStatus


def standing(codes: list[str]) -> dict[str, int]:
    """People registered now, by town."""
    return count_by_town(Registration, codes, Registration.status == RegistrationStatus.APPROVED)


def waiting(codes: list[str]) -> dict[str, int]:
    """Applications handed in and not decided, by town."""
    return count_by_town(Registration, codes, col(Registration.status).in_(PENDING))


FIGURES = (
    Figure(_l("登録している人"), _l("人"), standing, is_people=True),
    Figure(_l("登録の審査"), _l("件"), waiting, is_open_work=True, endpoint="registrations_staff.queue"),
)
