"""Ranks residents and places for each other, with reasons; knows nothing of the web or of a database.

    matcher = Matcher(Vocabulary(themes, skills)).fit(offers, residents, feedback)
    for match in matcher.top_offers(resident, k=10):
        match.score, match.contributions            # points; the score is their sum
        [fill(reason, label) for reason in match.reasons]   # up to three reasons for it, in plain Japanese
        match.caution                               # the strongest reason against it, or None
    matcher.top_residents(offer, residents, k=50)   # the same from the place's side
    matcher.why_not(resident, offer)                # the hard rules a pair breaks, each with its reason

How a list comes about, and where:
    constraints, columns    hard rules first, exact and only about what was said; each refusal has a reason
    reading                 both sides' words into the themes of the vocabulary, since they word the same differently
    features, weights       each field says its part as an inner product of two vectors; points by hand, moved by answers
    topk, batch, lists      the best of all pairs in one matrix product, for everybody at once
    rerank                  trees take a second look at the hundred best
    capacity, allocation    prices where places are few, a floor for towns nobody sees; fixed places for batches
    index, shelf, pool      the offers of now: one question, new offers at once
    explanation, reasons    why, in codes and Japanese sentences
    evaluation, promotion, bias, baselines    how good it is, whether it is better, for whom, and than what
    population, store, commands               files of the command line: ``python -m matching fit|rank|evaluate|why``

The same input gives the same ranking, ties go by id. ``Reason`` holds a code and parameters; ``SENTENCES`` holds the
Japanese templates, for a caller to translate and ``fill``. scikit-learn, Sudachi, joblib and skops are imported on
first use, because they cost a second and 100 MB.
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
