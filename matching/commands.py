"""The four commands: fit a model, rank a population with it, evaluate lists, explain a pair."""

import json
import math
import sys
from pathlib import Path

from matching import report, store
from matching.constraints import refusals
from matching.engine import Engine, Options
from matching.matchlists import read_lists, write_lists
from matching.model import Match, Offer, Resident
from matching.output import counted, tell, whole_file
from matching.population import Population, read_population
from matching.reasons import fill

LABELS = {
    "nursery": "保育所",
    "school": "学校",
    "hospital": "病院",
    "fiber": "光回線",
    "vacant_home": "空き家",
    "coworking": "コワーキング",
    "job": "仕事",
    "project": "プロジェクト",
    "event": "イベント",
}
"""How the codes of the files are called in a sentence; others stand for themselves."""
SHORT = 12
"""Digits of a version that are told."""


class CommandRefused(ValueError):
    """A command whose inputs do not go together; the message says why."""


def fit(data: Path, out: Path) -> None:
    """Learn from a population and keep the model. PopulationError, ModelRefused, OSError."""
    store.check_place(out.absolute())
    population = _read(data, with_feedback=True)
    if not population.offers or not population.residents:
        raise CommandRefused(f"{data} holds nobody to learn from")
    tell("fitting")
    version = store.save(out, Engine.fit(population).parts())
    tell(f"model {version[:SHORT]} is in {out}")


def rank(model: Path, data: Path, out: str, options: Options) -> None:
    """Write the list of every resident. PopulationError, ModelRefused, CommandRefused, OSError."""
    engine = load_engine(model)
    population = _read(data, with_feedback=False)
    check_fit(engine, population)
    with whole_file(out) as file:
        lists = engine.rank(population.residents, population.offers, options)
        total = len(population.residents)
        count = write_lists(counted(lists, total, "residents ranked"), file)
    tell(f"{count:,} matches for {total:,} residents are in {'the output' if out == '-' else out}")


def evaluate(data: Path, matches: Path, *, as_json: bool) -> None:
    """Print how good the lists are. PopulationError, OSError."""
    population = _read(data, with_feedback=True)
    found = report.measure(data, population, read_lists(matches, population))
    shown = {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in found.items()}
    if as_json:
        sys.stdout.write(json.dumps(shown) + "\n")
        return
    for name, value in shown.items():
        sys.stdout.write(f"{name:26} {_number(value)}\n")


def why(model: Path, data: Path, resident_id: str, listing_id: str) -> None:
    """Print what each field adds to the score of a pair, or the rules it breaks. PopulationError, ModelRefused."""
    engine = load_engine(model)
    population = _read(data, with_feedback=False)
    check_fit(engine, population)
    resident, offer = _pair(population, resident_id, listing_id)
    broken = refusals(resident, offer)
    labels = _Labels(population)
    if broken:
        sys.stdout.write(f"{resident.id} and {offer.id} are no match:\n")
        sys.stdout.writelines(f"  {refusal.rule:10} {fill(refusal.reason, labels)}\n" for refusal in broken)
    else:
        sys.stdout.writelines(_told(engine.pair(resident, offer), labels))


def load_engine(folder: Path) -> Engine:
    """The model in a folder; ModelRefused says in words why there is none."""
    parts = store.load(folder)
    tell(f"model {parts.version[:SHORT]}")
    return Engine.from_parts(parts)


def check_fit(engine: Engine, population: Population) -> None:
    """CommandRefused unless the model knows every theme of the population."""
    known = {theme.code for theme in engine.vocabulary.themes}
    foreign = [theme.code for theme in population.vocabulary.themes if theme.code not in known]
    if foreign:
        some = ", ".join(foreign[:3])
        raise CommandRefused(
            f"the model does not know {len(foreign)} themes of vocabulary.csv ({some}…); fit it to this population"
        )


def _read(folder: Path, *, with_feedback: bool) -> Population:
    population = read_population(folder, with_feedback=with_feedback)
    tell(f"{len(population.residents):,} residents, {len(population.offers):,} listings")
    return population


def _pair(population: Population, resident_id: str, listing_id: str) -> tuple[Resident, Offer]:
    if resident_id not in population.resident_places:
        raise CommandRefused(f"residents.jsonl has no {resident_id}")
    if listing_id not in population.offer_places:
        raise CommandRefused(f"listings.jsonl has no {listing_id}")
    resident = population.residents[population.resident_places[resident_id]]
    return resident, population.offers[population.offer_places[listing_id]]


class _Labels:
    """Words for the codes in reasons."""

    def __init__(self, population: Population) -> None:
        self.towns = {town.code: f"{town.prefecture}{town.name}" for town in population.municipalities}

    def __call__(self, name: str, code: str) -> str:
        if name == "area":
            return self.towns.get(code, code)
        return LABELS.get(code, code.replace("/", "・"))


def _told(match: Match, labels: _Labels) -> list[str]:
    parts = sorted(match.contributions, key=lambda part: -abs(part.points))
    lines = [
        f"  {part.points:+9.3f}  {part.field:12} {fill(part.reason, labels) if part.reason else ''}".rstrip() + "\n"
        for part in parts
        if part.points
    ]
    return [f"{match.resident_id} and {match.offer_id}: {match.score:.3f} points\n", *lines]


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else f"{value:,}"
