"""Ranks residents and places for each other, with reasons; knows nothing of the web or of a database.

    matcher = Matcher(Vocabulary(themes, skills)).fit(offers, residents)
    for match in matcher.top_offers(resident, k=10):
        match.score, match.contributions            # points; the score is their sum
        [fill(reason, label) for reason in match.reasons]   # up to three reasons for it, in plain Japanese
        match.caution                               # the strongest reason against it, or None
    matcher.top_residents(offer, residents, k=50)   # the same from the place's side
    matcher.why_not(resident, offer)                # the hard rules a pair breaks, each with its reason

What happens: hard rules first (`constraints`), exact and only about what was said. Both sides' words are read into
the themes of the vocabulary (`themes`), because they word the same thing differently. Each field (`fields`) gives
points, which add up to the score (`Weights`); each can say why (`explanation`, `reasons`). Further offers of the same
municipality lose some points, so that a list shows several places.

`fit` learns from the given texts and keeps no state elsewhere: the same input gives the same ranking, ties go by id.
`Reason` holds a code and parameters; `SENTENCES` holds the Japanese templates, for a caller to translate and `fill`.
scikit-learn is imported on first use, because it costs a second and 100 MB.
"""

from matching.matcher import Matcher
from matching.model import Contribution, Match, Offer, Reason, Refusal, Resident
from matching.reasons import CODE_PARAMS, SENTENCES, fill
from matching.vocabulary import Skill, Theme, Vocabulary
from matching.weights import Weights

__all__ = [
    "CODE_PARAMS",
    "SENTENCES",
    "Contribution",
    "Match",
    "Matcher",
    "Offer",
    "Reason",
    "Refusal",
    "Resident",
    "Skill",
    "Theme",
    "Vocabulary",
    "Weights",
    "fill",
]
