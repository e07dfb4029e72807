"""Lists for very many residents: parts on disk, made by as many processes as one likes, resumable after a kill.

    batch_top_k(residents.npy, items.npy, columns, 20, out)                  # every core of this machine
    with dask.distributed.Client(address):                                   # the workers of a Dask cluster
        batch_top_k(residents.npy, items.npy, columns, 20, out, backend="dask")

Each process maps the files into memory, so they must lie where every one of them can read them. A part is written
under another name and renamed, then its note beside it: both are there whole or not at all. The note holds the
checksum of the part and of what it was made from, so a run that was killed goes on where it was, and parts of other
files or another k are made anew.
"""

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from matching.cells import Cells
from matching.columns import OfferColumns, ResidentColumns
from matching.constraints import PairCheck
from matching.sieve import SAMPLE, Sieve, has_strong_numbers
from matching.topk import Grouped, Vectors, top_k

ENTRY = np.dtype([("place", "<i4"), ("score", "<f4")])
"""One line of a list: the item's place, -1 = none, and its score."""


class BatchRefused(ValueError):
    """The files do not fit together, or a part is not what was written."""


@dataclass(frozen=True)
class Task:
    """What every part needs to know. rows: residents of a part. source: checksum of all that goes in."""

    residents: Path
    items: Path
    columns: Path | None
    k: int
    out: Path
    rows: int
    source: str

    @property
    def cells(self) -> Path:
        """Which offers are looked at together."""
        return self.out / "cells.npz"

    @property
    def sieve(self) -> Path:
        """What tells of most pairs by a few bytes that they are in no list; only where it helps."""
        return self.out / "sieve"

    def part(self, number: int) -> Path:
        """The file of one part."""
        return self.out / f"part-{number:06d}.npy"


@dataclass(frozen=True)
class Parts:
    """A finished run: the files of its parts, in the order of the residents."""

    paths: tuple[Path, ...]

    def __iter__(self) -> Iterator[tuple[Vectors, NDArray[np.int32]]]:
        """Scores (rows, k) and places (rows, k) of each part. BatchRefused when one is not as it was written."""
        for path in self.paths:
            if _digest(path) != _note(path)["sha256"]:
                raise BatchRefused(f"{path.name} was changed after it was written; delete it and run again")
            entries = np.load(path)
            yield entries["score"], entries["place"]

    @property
    def checksum(self) -> str:
        """SHA-256 over the parts, equal for equal lists in parts of equal size."""
        return hashlib.sha256("".join(_note(path)["sha256"] for path in self.paths).encode()).hexdigest()


def batch_top_k(
    residents: Path,
    items: Path,
    columns: Path | None,
    k: int,
    out: Path,
    *,
    rows: int = 8192,
    backend: str = "loky",
    n_jobs: int = -1,
    progress: TextIO | None = sys.stderr,
) -> Parts:
    """The k best items of every resident, as ``top_k`` finds them, in parts of ``rows`` residents.

    residents, items: .npy files, (n, d) and (m, d), float32 (residents also float16). columns: folder with
    ``residents`` and ``offers`` as ``Columns.save`` wrote them, whose rules hold; None = no rules. out: folder for the
    parts; whole parts of an earlier run over the same are kept. backend: a backend of joblib ("loky", "threading",
    "sequential"), or "dask" for the workers of the Dask client that is open. n_jobs: -1 = one for every core.
    progress: where to tell how far it is; None = nowhere.
    Raises BatchRefused for files that do not fit together, ModuleNotFoundError for "dask" without Dask.
    """
    from joblib import Parallel, delayed, parallel_config

    if backend == "dask":
        import distributed  # noqa: F401  # says in one line what is missing
    count = _count(residents, items, columns, rows, k)
    task = Task(residents, items, columns, k, out, rows, _source(residents, items, columns, k, rows))
    out.mkdir(parents=True, exist_ok=True)
    missing = [number for number in range(count) if not _is_done(task, number)]
    if columns is not None and missing:
        _prepare(task, columns)
    meter = _Meter(progress, count, count - len(missing))
    options = {} if backend == "sequential" else {"n_jobs": n_jobs}
    with parallel_config(backend=backend, **options):
        run = Parallel(return_as="generator_unordered", batch_size=1)
        for _ in run(delayed(make_part)(task, number) for number in missing):
            meter.step()
    return Parts(tuple(task.part(number) for number in range(count)))


def make_part(task: Task, number: int) -> None:
    """Find and write the lists of one part; runs in a process of its own, on one thread."""
    start = number * task.rows
    with _one_thread():
        here, items = _mapped(task.residents)[start : start + task.rows], _mapped(task.items)
        allowed, grouped = None, None
        if task.columns is not None:
            residents = ResidentColumns.load(task.columns / "residents").part(slice(start, start + task.rows))
            allowed = PairCheck(residents, OfferColumns.load(task.columns / "offers")).allowed
            grouped = _grouped(task, residents, here)
        scores, places = top_k(here, items, task.k, allowed=allowed, grouped=grouped)
    entries = np.empty(scores.shape, dtype=ENTRY)
    entries["score"], entries["place"] = scores, places
    path = task.part(number)
    _write(path, lambda file: np.save(file, entries))
    note = json.dumps({"sha256": _digest(path), "source": task.source}) + "\n"
    _write(path.with_suffix(".json"), lambda file: file.write(note.encode()))


def _prepare(task: Task, columns: Path) -> None:
    """Write what every part needs to know of the offers, once; what is left of another run is taken away first."""
    shutil.rmtree(task.sieve, ignore_errors=True)
    cells = Cells.of(OfferColumns.load(columns / "offers"))
    _write(task.cells, cells.save)
    residents, items = _mapped(task.residents), _mapped(task.items)
    if not len(residents) or not len(items):
        return
    some = residents[:: -(-len(residents) // SAMPLE)].astype(np.float64)
    if has_strong_numbers(items, usual := some.T @ some / len(some)):
        Sieve.of(cells, items, usual, order=cells.order).save(task.sieve)


def _grouped(task: Task, residents: ResidentColumns, vectors: Vectors) -> Grouped:
    """What need not be looked at for the residents of a part."""
    if (task.sieve / "turn.npz").exists():
        return Sieve.load(task.sieve).grouped(residents, vectors)
    return Cells.load(task.cells).grouped(residents)


def _count(residents: Path, items: Path, columns: Path | None, rows: int, k: int) -> int:
    """How many parts there will be. BatchRefused when the files cannot be right."""
    here, there = _mapped(residents), _mapped(items)
    if here.ndim != 2 or there.ndim != 2 or here.shape[1] != there.shape[1]:
        raise BatchRefused(f"vectors of residents {here.shape} and items {there.shape} do not fit together")
    if there.dtype != np.float32 or here.dtype not in (np.float32, np.float16):
        raise BatchRefused(
            f"items must be float32 and residents float32 or float16, not {there.dtype} and {here.dtype}"
        )
    if rows < 1 or k < 1:
        raise BatchRefused("k and the residents of a part must be at least 1")
    if columns is not None:
        told = len(ResidentColumns.load(columns / "residents")), len(OfferColumns.load(columns / "offers"))
        if told != (len(here), len(there)):
            raise BatchRefused(f"columns of {told} residents and offers, but vectors of {(len(here), len(there))}")
    return -(-len(here) // rows)


def _source(residents: Path, items: Path, columns: Path | None, k: int, rows: int) -> str:
    """Checksum of everything that decides what is in the parts."""
    files = [residents, items, *(sorted(columns.glob("*/*.npy")) if columns is not None else [])]
    told = [k, rows, *(_digest(path) for path in files)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _is_done(task: Task, number: int) -> bool:
    path = task.part(number)
    if not path.exists() or not path.with_suffix(".json").exists():
        return False
    note = _note(path)
    is_whole: bool = note["source"] == task.source and note["sha256"] == _digest(path)
    return is_whole


def _note(path: Path) -> dict[str, Any]:
    note: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
    return note


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mapped(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r"))


def _write(path: Path, fill: Callable[[Any], object]) -> None:
    """Whole or not at all, also when the machine stops."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with unfinished.open("wb") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _one_thread() -> AbstractContextManager[object]:
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


class _Meter:
    """A line that says how many parts are done and how long the rest will take."""

    def __init__(self, progress: TextIO | None, count: int, done: int) -> None:
        self.progress, self.count, self.done = progress, count, done
        self.began, self.before = time.perf_counter(), done
        self._show()

    def step(self) -> None:
        """One more part is done."""
        self.done += 1
        self._show()

    def _show(self) -> None:
        if self.progress is None:
            return
        seconds = (time.perf_counter() - self.began) / max(self.done - self.before, 1) * (self.count - self.done)
        rest = f", about {seconds / 60:.0f} min left" if self.before < self.done < self.count else ""
        self.progress.write(f"\r{self.done} of {self.count} parts{rest}".ljust(60))
        self.progress.write("\n" if self.done == self.count else "")
        self.progress.flush()
