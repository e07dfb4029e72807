"""What keeps scouting personal: limits a week, no crowding of one person, no bulk copies, slower for who is not answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from webapp.core.i18n import gettext as _
from webapp.core.textnorm import fold

A_WEEK = timedelta(days=7)
#: scouts of one sender a week; and of one whose scouts stay unanswered
SCOUTS_A_WEEK, SLOWED_A_WEEK = 20, 3
#: answers are judged over this many scouts that came to an end; the share is LinkedIn's published floor for recruiters
JUDGED, LOWEST_SHARE = 100, 0.13
#: more open scouts than this crowd a person
MOST_OPEN = 5
#: after a no or no answer, the sender leaves the person alone for so long
COOL_DOWN = timedelta(days=90)
REMIND_AFTER = timedelta(days=7)
SHORTEST_MESSAGE = 20
#: how far back, and how alike two messages may be
COMPARED, ALIKE = timedelta(days=90), 0.7
_GRAM = 3


@dataclass(frozen=True)
class Standing:
    """How a sender stands: scouts of the last seven days, and how many of the last hundred ended ones were answered."""

    sent: int
    ended: int
    answered: int

    @property
    def is_slowed(self) -> bool:
        """A hundred have ended, and too few people answered."""
        return self.ended >= JUDGED and self.answered < LOWEST_SHARE * self.ended

    @property
    def limit(self) -> int:
        """How many scouts a week are possible now."""
        return SLOWED_A_WEEK if self.is_slowed else SCOUTS_A_WEEK

    @property
    def left(self) -> int:
        """How many may still go out now."""
        return max(0, self.limit - self.sent)

    @property
    def words(self) -> str:
        """Why it is slowed; empty when it is not."""
        if not self.is_slowed:
            return ""
        return _(
            "直近%(ended)s件のお声かけのうち、返事があったのは%(answered)s件でした。"
            "返事が13%%に届かないあいだは、1週間に%(limit)s件までに抑えています。"
            "相手の関心に触れた、その人だけの理由を書くと、返事が増えます。",
            ended=self.ended,
            answered=self.answered,
            limit=SLOWED_A_WEEK,
        )

    @property
    def refusal(self) -> str:
        """Why nothing more may go out now; empty when it may."""
        if self.left:
            return ""
        return self.words or _(
            "お声かけは1週間に%(limit)s件までです。今週の分は送り終えました。日をおいて、もう一度お試しください。",
            limit=SCOUTS_A_WEEK,
        )


def is_copy(message: str, earlier: Iterable[str]) -> bool:
    """Whether a message says nearly the same as one that went to somebody else."""
    grams = _grams(message)
    return any(_likeness(grams, _grams(other)) >= ALIKE for other in earlier if other)


def _grams(text: str) -> frozenset[str]:
    letters = "".join(letter for letter in fold(text) if letter.isalpha())
    return frozenset(letters[i : i + _GRAM] for i in range(max(1, len(letters) - _GRAM + 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
