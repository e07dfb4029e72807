"""Two models on the same held-out answers and the same lists: measures, calibration, who gains and who loses."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import Offer, Resident
from matching.bias import BiasReport, Facts, compare
from matching.columns import Codes, OfferColumns, ResidentColumns
from matching.constraints import PairCheck
from matching.evaluation import evaluate_on_feedback
from matching.feedback import Feedback
from matching.learned import MatchModel
from matching.lists import Lister
from matching.measures import calibration_error, measure_exposure, reliability
from matching.promotion import ModelMeasures, Verdict, decide
from matching.scoring import Adjustment, Scorer
from webapp.matches.registry.evidence import Evidence, places_to_give

RANKS = 10
#: so many residents' lists tell who is seen
MOST_LISTS = 1_000
AT_ONCE = 4_096
#: of so many towns that gain, and as many that lose, the report is kept
MOST_TOWNS = 15
Places = NDArray[np.int32]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """One model: its measures, the lists it makes, and said beside happened."""

    measures: ModelMeasures
    places: Places
    calibration: list[dict[str, float]]
    calibration_error: float

    def plain(self) -> dict[str, Any]:
        """As a JSON column holds it."""
        feedback, exposure = self.measures.feedback, asdict(self.measures.exposure)
        names = ("ndcg", "auc_apply", "auc_accept", "log_loss", "shown")
        told = {name: getattr(feedback, name) for name in names} | exposure
        told |= {"residents": len(feedback.residents), "violations": self.measures.violations}
        told["calibration_error"] = self.calibration_error
        return {**{name: number(value) for name, value in told.items()}, "calibration": self.calibration}


@dataclass(frozen=True)
class Judgement:
    """Of a candidate beside the model that serves."""

    candidate: Judged
    serving: Judged
    verdict: Verdict
    bias: BiasReport

    def plain(self) -> dict[str, Any]:
        """As the JSON columns hold it."""
        measures = {"candidate": self.candidate.plain(), "serving": self.serving.plain()}
        return {"measures": measures, "verdict": self._verdict(), "bias": self._bias()}

    def _verdict(self) -> dict[str, Any]:
        reasons = [
            {"code": one.code, "params": {k: number(v) if isinstance(v, float) else v for k, v in one.params.items()}}
            for one in self.verdict.reasons
        ]
        return {"promote": self.verdict.promote, "reasons": reasons}

    def _bias(self) -> dict[str, Any]:
        """Without the towns in the middle."""
        towns = self.bias.of("town")
        chosen = towns if len(towns) <= 2 * MOST_TOWNS else [*towns[:MOST_TOWNS], *towns[-MOST_TOWNS:]]
        rows = [*chosen, *(row for row in self.bias.changes if row.group != "town")]
        names = ("size", "before", "after")
        return {
            "changes": [
                {"group": row.group, "name": row.name} | {name: number(getattr(row, name)) for name in names}
                for row in rows
            ],
            "size_effect": number(self.bias.size_effect),
            "fame_effect": number(self.bias.fame_effect),
        }


def number(value: float) -> float | None:
    """A number that JSON can hold."""
    return round(float(value), 6) if isfinite(value) else None


def judge(candidate: MatchModel, serving: MatchModel, evidence: Evidence, held: NDArray[np.bool_]) -> Judgement:
    """Measure both; only suggestions count, because elsewhere nobody chose the order."""
    feedback = evidence.part(held & evidence.was_shown)
    offers = sorted(evidence.published, key=lambda offer: offer.id)
    step = max(1, -(-len(evidence.residents) // MOST_LISTS))
    residents = evidence.residents[::step]
    new, old = (_judged(model, evidence, feedback, residents, offers) for model in (candidate, serving))
    facts = _facts(evidence, residents, offers)
    chances = tuple(_chances(candidate, residents, offers, places) for places in (old.places, new.places))
    report = compare(old.places, new.places, facts, (chances[0], chances[1]))
    return Judgement(new, old, decide(new.measures, old.measures), report)


def _judged(
    model: MatchModel, evidence: Evidence, feedback: Feedback, residents: Sequence[Resident], offers: Sequence[Offer]
) -> Judged:
    scores, chances = _scores(model, evidence, feedback)
    lister = Lister(model, offers)
    places = lister.served(lister.look(residents), RANKS, None).places if offers else _nothing(len(residents))
    seen = feedback.is_examined
    bins = reliability(chances[seen], feedback.has_applied[seen])
    measures = ModelMeasures(
        evaluate_on_feedback(scores, feedback, k=RANKS),
        measure_exposure(places, places_to_give(offers), _towns(offers), _is_new_offer(evidence, offers)),
        _violations(residents, offers, places),
    )
    return Judged(measures, places, [asdict(row) for row in bins], calibration_error(bins))


def _scores(model: MatchModel, evidence: Evidence, feedback: Feedback) -> tuple[Numbers, Numbers]:
    """(shown,) points, and the chance that somebody who looks applies."""
    who, which = (np.unique(column, return_inverse=True) for column in (feedback.resident, feedback.offer))
    residents = [evidence.residents[place] for place in who[0].tolist()]
    offers = [evidence.offers[place] for place in which[0].tolist()]
    here, there = model.residents(residents), model.offers(offers)
    scorer = Scorer(model, Adjustment())
    scores, chances = np.zeros(len(feedback)), np.zeros(len(feedback))
    for start in range(0, len(feedback), AT_ONCE):
        rows = slice(start, start + AT_ONCE)
        left, right = who[1][rows], which[1][rows]
        pairs = [(residents[a], offers[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
        parts = scorer.parts(pairs, here[left], there[right]).sum(axis=1)
        scores[rows] = parts + model.second_look(here[left], there[right])
        chances[rows] = _chance(model.logits(model.values(here[left], there[right]))[:, 0])
    return scores, chances


def _chances(model: MatchModel, residents: Sequence[Resident], offers: Sequence[Offer], places: Places) -> Numbers:
    """(n, k) chance of a match of each entry of the lists, 0 where there is none."""
    here, there = model.residents(residents), model.offers(offers)
    rows, columns = np.nonzero(places >= 0)
    chances = np.zeros(places.shape)
    for start in range(0, len(rows), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        values = model.values(here[rows[some]], there[places[rows[some], columns[some]]])
        chances[rows[some], columns[some]] = _chance(model.logits(values)).prod(axis=1)
    return chances


def _chance(logits: Numbers) -> Numbers:
    chance: Numbers = 1 / (1 + np.exp(-logits))
    return chance


def _nothing(rows: int) -> Places:
    return np.full((rows, RANKS), -1, dtype=np.int32)


def _violations(residents: Sequence[Resident], offers: Sequence[Offer], places: Places) -> float:
    """Part of the entries that break a hard rule."""
    codes = Codes.of(offers)
    check = PairCheck(ResidentColumns.of(residents, codes), OfferColumns.of(offers, codes))
    rows, columns = np.nonzero(places >= 0)
    allowed = check.allowed(rows, places[rows, columns].astype(np.intp))
    return float((~allowed).mean()) if len(rows) else 0.0


def _towns(offers: Sequence[Offer]) -> NDArray[np.int32]:
    codes = {code: place for place, code in enumerate(_town_codes(offers))}
    return np.array([codes[offer.municipality] for offer in offers], dtype=np.int32)


def _town_codes(offers: Sequence[Offer]) -> list[str]:
    return sorted({offer.municipality for offer in offers})


def _is_new_offer(evidence: Evidence, offers: Sequence[Offer]) -> NDArray[np.bool_]:
    """(offers,) nobody has said anything of it yet."""
    told = {evidence.offers[place].id for place in np.unique(evidence.feedback.offer).tolist()}
    return np.array([offer.id not in told for offer in offers], dtype=bool)


def _facts(evidence: Evidence, residents: Sequence[Resident], offers: Sequence[Offer]) -> Facts:
    active = {evidence.residents[place].id for place in np.unique(evidence.feedback.resident).tolist()}
    codes = _town_codes(offers)
    looks = dict.fromkeys(codes, 0)
    for place in evidence.feedback.offer[evidence.feedback.is_examined].tolist():
        town = evidence.offers[place].municipality
        looks[town] = looks.get(town, 0) + 1
    return Facts(
        capacity=places_to_give(offers),
        town=_towns(offers),
        kind=[offer.kind for offer in offers],
        is_new_offer=_is_new_offer(evidence, offers),
        towns=codes,
        prefectures=[code[:2] for code in codes],
        is_new=np.array([one.id not in active for one in residents], dtype=bool),
        is_family=np.array([one.adults + len(one.children_ages) > 1 for one in residents], dtype=bool),
        fame=np.array([looks[code] for code in codes], dtype=np.float64),
    )
