"""Why an offer is suggested, what speaks against it and what is missing, as sentences to one resident."""

from dataclasses import dataclass
from typing import Any

from matching import Match, Offer, Reason, Refusal, Resident
from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.core.themes import THEME_LABELS
from webapp.matches import evidence
from webapp.matches.adapter import seen_by
from webapp.matches.ranking import kilometres_to
from webapp.matches.wording import Speaker
from webapp.municipalities.travel import Trip, time_words, trip

MOST_REASONS = 3
MOST_AGAINST = 2
NOTICEABLE = 0.5
"""From half a point on something counts for or against."""
ADJUSTMENTS = frozenset({"variety", "price", "floor", "rerank", "base"})


@dataclass(frozen=True)
class Teller:
    """Speaks to one resident. `longest` is the longest way they want to travel, in minutes; None = not said."""

    speaker: Speaker
    me: Resident
    longest: int | None = None

    def reasons(self, match: Match, offer: Offer) -> list[str]:
        """Up to three reasons, the strongest first; none is said twice."""
        said = (self.say(reason, offer) for reason in match.reasons)
        return list(dict.fromkeys(said))[:MOST_REASONS]

    def against(self, match: Match, offer: Offer) -> list[str]:
        """What speaks against it, the strongest first; that its place in the list was adjusted speaks against nothing."""
        speaking = [c for c in match.contributions if c.points <= -NOTICEABLE and c.field not in ADJUSTMENTS]
        said = [self.say(c.reason, offer) for c in sorted(speaking, key=lambda c: c.points) if c.reason]
        return [*self.too_long(self.way_to(offer)), *said][:MOST_AGAINST]

    def say(self, reason: Reason, offer: Offer) -> str:
        """One reason about this offer."""
        if reason.code in ("theme_chosen", "theme_read"):
            return self._theme(reason, offer) or self.speaker.say(reason)
        way = self.way_to(offer) if reason.code in ("near_home", "far_from_home") else None
        return self._way(way) if way else self.speaker.say(reason)

    def way_to(self, offer: Offer) -> Trip | None:
        """The way by car, for who has one or did not say, to what one has to go to; nothing is known of other ways."""
        km = kilometres_to(self.me, offer)
        if km is None or self.me.home is None or self.me.has_car is False or offer.remote_ok:
            return None
        return trip(km, self.me.home, offer.municipality)

    def missing(self, refusal: Refusal) -> str:
        """By how much an offer breaks a rule."""
        reason = refusal.reason
        if reason.code == "rent_over_budget":
            return _("予算より月%(yen)s高い", yen=show_yen(_number(reason, "yen") - _number(reason, "budget")))
        if reason.code == "price_over_budget":
            return _("購入の予算より%(yen)s高い", yen=show_yen(_number(reason, "yen") - _number(reason, "budget")))
        if reason.code == "too_far":
            over = max(_number(reason, "km") - _number(reason, "limit"), 1)
            return _("希望の距離より約%(km)skm遠い", km=over)
        if reason.code == "too_few_days":
            return _("滞在の日数が月%(days)s日足りない", days=_number(reason, "needed") - _number(reason, "days"))
        return self.speaker.say(reason)

    def _theme(self, reason: Reason, offer: Offer) -> str:
        """Both sides in their own words, or nothing where the offer's words do not say it."""
        codes: Any = reason.params["themes"]
        for theme in codes:
            theirs = evidence.theirs(theme, offer.text)
            if not theirs:
                continue
            mine = "" if theme in self.me.themes else evidence.clause(theme, seen_by(self.me, offer.kind).text)
            if mine:
                return _("あなたの「%(mine)s」 ↔ 掲載の「%(theirs)s」", mine=mine, theirs=theirs)
            return _("「%(theme)s」に関心あり ↔ 掲載の「%(theirs)s」", theme=THEME_LABELS[theme], theirs=theirs)
        return ""

    def _way(self, way: Trip) -> str:
        if way.minutes is None:
            return _("船か飛行機で渡る場所です（直線で約%(km)skm）。", km=way.km)
        if way.fits_weekend:
            return _("週末に通える距離です（目安：車で約%(time)s）。", time=time_words(way.minutes))
        return _("車で約%(time)sの場所です（目安、直線で約%(km)skm）。", time=time_words(way.minutes), km=way.km)

    def too_long(self, way: Trip | None) -> list[str]:
        """That the way takes longer than the person wants, or nothing."""
        if way is None or way.minutes is None or self.longest is None or way.minutes <= self.longest:
            return []
        time, limit = time_words(way.minutes), time_words(self.longest)
        return [_("片道の目安は車で約%(time)sで、希望の%(limit)sより長くなります。", time=time, limit=limit)]


def _number(reason: Reason, name: str) -> int:
    value: Any = reason.params[name]
    return int(value)
