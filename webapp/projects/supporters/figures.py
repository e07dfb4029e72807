"""What people said about a town's projects and its staff have still to read."""

from webapp.core.counting import count_by_town
from webapp.core.i18n import lazy as _l
from webapp.municipalities.figures import Figure
from webapp.projects.questions.models import ProjectQuestion, ProjectQuestionStatus
from webapp.projects.supporters.models import Supporter, VoiceStatus
from webapp.projects.supporters.queries import with_words
from webapp.projects.updates.models import ProjectUpdate, UpdateStatus


def waiting(codes: list[str]) -> dict[str, int]:
    """News, questions and voices that wait, by town."""
    counts = (
        count_by_town(ProjectUpdate, codes, ProjectUpdate.status == UpdateStatus.WAITING),
        count_by_town(ProjectQuestion, codes, ProjectQuestion.status == ProjectQuestionStatus.ASKED),
        count_by_town(Supporter, codes, Supporter.status == VoiceStatus.WAITING, *with_words()),
    )
    return {code: sum(count.get(code, 0) for count in counts) for code in codes}


FIGURES = (
    Figure(
        _l("取り組みの近況・質問・応援の声"),
        _l("件"),
        waiting,
        is_open_work=True,
        endpoint="project_voices_staff.index",
    ),
)
