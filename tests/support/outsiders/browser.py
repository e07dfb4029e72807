"""Our script for browsers, asked in Node: which codes it accepts, why it refuses the others, how fast it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.issuers import NOW, World
from tests.support.keylists import key_list
from tests.support.outsiders.node import run, verifier


@dataclass(frozen=True)
class Answer:
    """Places of the accepted codes, how often each reason was given, and codes a second in each round."""

    accepted: list[int]
    refused: dict[str, int]
    a_second: list[float]  # of CPU time, all threads together


def read(digits: Sequence[str], world: World, *, node: Path, folder: Path, rounds: int = 1) -> Answer:
    """What the script says of each code; after the first round only the time counts."""
    keys, root = key_list(world)
    question = {"verifier": str(verifier(folder)), "keyList": keys, "root": root, "now": int(NOW.timestamp())}
    answer = run("codes.mjs", {**question, "digits": list(digits), "rounds": rounds}, node=node, folder=folder)
    return Answer(answer["accepted"], answer["refused"], [round(pace["cpu"], 1) for pace in answer["paces"]])
