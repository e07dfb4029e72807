"""Every word the hosted pages show, in Japanese and English; the pages stand in for Stripe's and know no other language."""

from datetime import datetime

from webapp.payments.local_stripe.methods import JAPAN
from webapp.payments.local_stripe.words.english import ENGLISH
from webapp.payments.local_stripe.words.japanese import JAPANESE

__all__ = ["BANNER", "ENGLISH", "JAPANESE", "Words"]

BANNER = "テスト決済・お金は動きません"
WEEKDAYS = "月火水木金土日"


class Words:
    """The words of one language, with amounts and times written its way."""

    def __init__(self, locale: str | None) -> None:
        self.lang = "en" if (locale or "").startswith("en") else "ja"
        self._words = ENGLISH if self.lang == "en" else JAPANESE

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def __contains__(self, name: str) -> bool:
        return name in self._words

    def yen(self, amount: int) -> str:
        """An amount of money."""
        return f"¥{amount:,}" if self.lang == "en" else f"{amount:,}円"

    def time(self, seconds: int) -> str:
        """A moment, in Japan's time."""
        at = datetime.fromtimestamp(seconds, JAPAN)
        if self.lang == "en":
            return f"{at:%Y-%m-%d %H:%M} (Japan)"
        return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）{at:%H:%M}"
