"""The model as the command line uses it: fitted, kept, read back, and asked for lists or for one pair."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.capacity import Pricing
from matching.features import FIELDS, Space
from matching.index import MatchIndex
from matching.learned import MatchModel
from matching.lists import AT_ONCE, Lister, joined, look_at_all
from matching.model import Match, Offer, Resident
from matching.nearness import Nearness
from matching.population import Population
from matching.reading.reader import Reader
from matching.rerank import Reranker
from matching.store import ModelRefused, Parts
from matching.vocabulary import Skill, Theme, Vocabulary
from matching.weights import Learned, Weights

BACKENDS = {"loky": "loky", "threads": "threading", "dask": "dask"}
OF_READER = "reader."
"""Before the names of the arrays that belong to the reader."""
BLOCKS = 4
"""Blocks of residents that a worker is given before their lists are written."""


@dataclass(frozen=True, slots=True)
class Options:
    """How lists are made. mode: "relevance" or "capacity". jobs: -1 = every core. reranks: a second look by trees."""

    k: int = 20
    mode: str = "relevance"
    backend: str = "loky"
    jobs: int = 1
    reranks: bool = True


class Engine:
    """A fitted model, kept apart from the offers it ranks."""

    def __init__(self, model: MatchModel) -> None:
        self.model = model

    @property
    def vocabulary(self) -> Vocabulary:
        return self.model.vocabulary

    @classmethod
    def fit(cls, population: Population) -> Self:
        """Learn from both sides, and from their feedback where there is any."""
        model = MatchModel(population.vocabulary)
        return cls(model.fit(population.offers, population.residents, population.feedback))

    def parts(self) -> Parts:
        """What to keep of it."""
        meta, arrays = self.model.reader_.parts()
        learned, nearness, trees = self.model.learned_, self.model.space_.nearness, self.model.reranker_
        return Parts(
            {
                "vocabulary": vocabulary_meta(self.vocabulary),
                "kinds": list(self.model.space_.kinds),
                "weights": asdict(self.model.weights_),
                "learned": {
                    "fields": list(learned.fields),
                    **{name: getattr(learned, name) for name in ("base_apply", "base_accept", "views", "answers")},
                },
                "reader": meta,
            },
            {f"{OF_READER}{name}": array for name, array in arrays.items()}
            | {"apply": learned.apply, "accept": learned.accept}
            | {"landmarks": nearness.landmarks, "mixing": nearness.mixing},
            {"apply": trees.apply, "accept": trees.accept} if trees else {},
        )

    @classmethod
    def from_parts(cls, parts: Parts) -> Self:
        """The model that gave the parts. ModelRefused, in words, when something it needs is not there."""
        try:
            model = _model_of(parts.meta, dict(parts.arrays), parts.estimators)
            _try_out(model)
            return cls(model)
        except KeyError as error:
            raise ModelRefused(f"the model lacks the part {error}; fit it again") from error
        except (ValueError, TypeError, AttributeError, IndexError) as error:
            raise ModelRefused(f"the model cannot be used: {error}") from error

    def rank(
        self, residents: Sequence[Resident], offers: Sequence[Offer], options: Options
    ) -> Iterator[tuple[Resident, list[Match]]]:
        """Each resident, in the order given, with at most ``k`` offers that break no rule, best first.

        Blocks of residents are looked at on ``jobs`` workers, a few at a time, and given out before the next ones are
        looked at. Where places count, prices hang on everybody: then the candidates of all are held, not their lists.
        """
        if not residents:
            return
        lister = Lister(self.model, offers)
        pricing = Pricing() if options.mode == "capacity" else None
        with _workers(options) as workers:
            step = len(residents) if pricing else AT_ONCE * BLOCKS * workers
            for start in range(0, len(residents), step):
                some = residents[start : start + step]
                looked = joined(list(look_at_all(lister, some, reranks=options.reranks, jobs=options.jobs)))
                served = lister.served(looked, options.k, pricing)
                yield from zip(some, lister.matches(some, looked, served), strict=True)

    def pair(self, resident: Resident, offer: Offer) -> Match:
        """The score of a pair that breaks no rule, with what each field adds."""
        return MatchIndex(self.model, [offer]).top_offers(resident, 1)[0]


def vocabulary_meta(vocabulary: Vocabulary) -> dict[str, Any]:
    """The vocabulary as plain JSON."""
    return {
        "themes": [[theme.code, list(theme.words)] for theme in vocabulary.themes],
        "skills": [[skill.code, skill.theme] for skill in vocabulary.skills],
    }


def vocabulary_of(meta: dict[str, Any]) -> Vocabulary:
    """The vocabulary of ``vocabulary_meta``; KeyError, TypeError or ValueError for anything else."""
    themes = tuple(Theme(code, tuple(words)) for code, words in meta["themes"])
    return Vocabulary(themes, tuple(Skill(code, theme) for code, theme in meta["skills"]))


def _try_out(model: MatchModel) -> None:
    """Score one pair of nobody in particular. ValueError and its like where the parts do not fit together."""
    themes = model.space_.vocabulary.themes
    chosen, text = (
        frozenset(theme.code for theme in themes),
        "。".join(word for theme in themes for word in theme.words),
    )
    with np.errstate(all="ignore"):
        here = model.residents([Resident("r", latitude=35.0, longitude=135.0, themes=chosen, text=text)])
        there = model.offers([Offer("o", "", "00000", latitude=36.0, longitude=136.0, themes=chosen, text=text)])
        if not here.shape == there.shape == (1, sum(model.space_.widths.values())):
            raise ValueError("its parts do not fit together")
        logits, more = model.logits(model.values(here, there)), model.second_look(here, there)
        told = np.concatenate((model.weighted(here) @ there.T, logits, more[:, None]), axis=1)
    if not np.isfinite(told).all():
        raise ValueError("it does not give numbers")


def _model_of(meta: dict[str, Any], arrays: dict[str, NDArray[Any]], trees: Mapping[str, Any]) -> MatchModel:
    vocabulary = vocabulary_of(meta["vocabulary"])
    model = MatchModel(vocabulary)
    of_reader = {name.removeprefix(OF_READER): array for name, array in arrays.items() if name.startswith(OF_READER)}
    model.reader_ = Reader.from_parts(vocabulary, meta["reader"], of_reader)
    model.space_ = Space(vocabulary, tuple(meta["kinds"]), Nearness(arrays["landmarks"], arrays["mixing"]))
    model.weights_ = Weights(**meta["weights"])
    told = dict(meta["learned"])
    if tuple(told["fields"]) != tuple(FIELDS):
        raise ValueError("it knows other fields; fit it again")
    model.learned_ = Learned(tuple(told.pop("fields")), arrays["apply"], arrays["accept"], **told)
    model.reranker_ = Reranker(trees["apply"], trees["accept"]) if trees else None
    return model


@contextmanager
def _workers(options: Options) -> Iterator[int]:
    """The machines to work on: this one, or with Dask those named in its surroundings; how many workers they have."""
    import joblib

    with ExitStack() as stack:
        if options.backend == "dask":
            stack.enter_context(import_module("distributed").Client())
        stack.enter_context(joblib.parallel_config(backend=BACKENDS[options.backend]))
        yield joblib.effective_n_jobs(options.jobs)
