"""The command line: ``python -m matching fit|rank|evaluate|why``.

Ends with 0; with 1 and sentences on the standard error for an input that is refused; with 2 for wrong arguments.
"""

import argparse
import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from matching import commands
from matching.engine import BACKENDS, Options
from matching.lines import PopulationError
from matching.output import tell
from matching.store import ModelRefused

REFUSED, INTERRUPTED = 1, 130
POPULATION = "folder with residents.jsonl, listings.jsonl, municipalities.csv and vocabulary.csv"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code; arguments: None = those of the process."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # files of this form are UTF-8 whatever the terminal is
    told = _parser().parse_args(arguments)
    try:
        _run(told)
        sys.stdout.flush()
    except (PopulationError, ModelRefused, commands.CommandRefused) as error:
        tell(str(error))
    except BrokenPipeError:
        _forget_output()
        tell("the reader of the output went away before everything was written")
    except ModuleNotFoundError as error:
        tell(f"this needs the package {error.name}, which is not installed here")
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        tell(f"{place}{error.strerror or error}")
    except KeyboardInterrupt:
        tell("stopped; no file was left half written")
        return INTERRUPTED
    else:
        return 0
    return REFUSED


def _run(told: argparse.Namespace) -> None:
    if told.command == "fit":
        commands.fit(told.data, told.out)
    elif told.command == "rank":
        options = Options(told.k, told.mode, told.backend, told.jobs, told.rerank)
        commands.rank(told.model, told.data, told.out, options)
    elif told.command == "evaluate":
        commands.evaluate(told.data, told.matches, as_json=told.json)
    else:
        commands.why(told.model, told.data, told.resident, told.listing)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching", description="Matches residents and places.")
    actions = parser.add_subparsers(dest="command", required=True)
    fit = actions.add_parser("fit", help="learn a model from a population")
    rank = actions.add_parser("rank", help="write the best listings for every resident")
    evaluate = actions.add_parser("evaluate", help="measure written lists")
    why = actions.add_parser("why", help="say what speaks for and against a pair")
    for action in (rank, why):
        action.add_argument("--model", type=Path, required=True, help="folder that fit wrote")
    for action in (fit, rank, evaluate, why):
        action.add_argument("--data", type=Path, required=True, help=POPULATION)
    fit.add_argument("--out", type=Path, required=True, help="folder for the model; an older model is replaced")
    rank.add_argument("--out", required=True, help="file for the lists, a line per resident; - = standard output")
    rank.add_argument("--k", type=_at_least_one, default=20, help="listings per resident (%(default)s)")
    rank.add_argument(
        "--mode", choices=("relevance", "capacity"), default="relevance", help="capacity: mind who is full"
    )
    rank.add_argument("--backend", choices=sorted(BACKENDS), default="loky", help="what the work is spread over")
    rank.add_argument("--jobs", type=_jobs, default=-1, help="tasks at a time; -1 = one per core")
    rank.add_argument("--no-rerank", dest="rerank", action="store_false", help="plain sums, without a second look")
    evaluate.add_argument("--matches", type=Path, required=True, help="file that rank wrote")
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    why.add_argument("--resident", required=True, metavar="ID")
    why.add_argument("--listing", required=True, metavar="ID")
    return parser


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _jobs(text: str) -> int:
    number = int(text)
    if number == 0:
        raise argparse.ArgumentTypeError("must not be 0")
    return number


def _forget_output() -> None:
    """Let nothing more be written to a pipe that nobody reads, not even when the process ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
