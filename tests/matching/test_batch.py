"""Lists in parts on disk: the answer of ``top_k``, on every backend, also after a run was killed."""

import io
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from matching.batch import BatchRefused, Parts, batch_top_k
from matching.columns import Codes, OfferColumns, ResidentColumns
from matching.constraints import PairCheck
from matching.topk import top_k
from tests.matching.samples import make_offer, make_resident

RESIDENTS, OFFERS, K = 90, 400, 5


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder with vectors and columns of both sides."""
    rng = np.random.default_rng(1)
    np.save(tmp_path / "residents.npy", rng.standard_normal((RESIDENTS, 16)).astype(np.float32))
    np.save(tmp_path / "items.npy", rng.standard_normal((OFFERS, 16)).astype(np.float32))
    residents = [make_resident(days_per_month=number % 9) for number in range(RESIDENTS)]
    offers = [make_offer(min_days=number % 12, id=str(number)) for number in range(OFFERS)]
    codes = Codes.of(offers)
    ResidentColumns.of(residents, codes).save(tmp_path / "columns" / "residents")
    OfferColumns.of(offers, codes).save(tmp_path / "columns" / "offers")
    return tmp_path


def run(world: Path, out: str, *, rows: int = 20, k: int = K, backend: str = "sequential") -> Parts:
    files = world / "residents.npy", world / "items.npy", world / "columns"
    return batch_top_k(*files, k, world / out, rows=rows, backend=backend, n_jobs=2, progress=None)


def test_the_parts_hold_the_lists_of_top_k_with_rules(world: Path) -> None:
    check = PairCheck(
        ResidentColumns.load(world / "columns" / "residents"), OfferColumns.load(world / "columns" / "offers")
    )
    queries, items = np.load(world / "residents.npy"), np.load(world / "items.npy")
    scores, places = top_k(queries, items, K, allowed=check.allowed)
    parts = list(run(world, "out"))
    assert [len(part) for part, _ in parts] == [20, 20, 20, 20, 10]
    assert (np.concatenate([part for part, _ in parts]) == scores).all()
    assert (np.concatenate([part for _, part in parts]) == places).all()
    assert check.allowed(np.repeat(np.arange(RESIDENTS), K), places.ravel().astype(np.intp)).all()


@pytest.mark.parametrize("backend", ["loky", "threading"])
def test_every_backend_of_joblib_writes_the_same_bytes(world: Path, backend: str) -> None:
    one, other = run(world, "one"), run(world, backend, backend=backend)
    assert [path.read_bytes() for path in one.paths] == [path.read_bytes() for path in other.paths]
    assert one.checksum == other.checksum


def test_dask_writes_the_same_bytes(world: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is optional and not installed here")
    with distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None):
        spread = run(world, "dask", backend="dask")
    assert spread.checksum == run(world, "one").checksum


def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(world: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from matching import batch; make = batch.make_part\n"
        "def slow(task, number):\n    make(task, number); time.sleep(0.2)\n"
        "batch.make_part = slow; w = Path(sys.argv[1])\n"
        "batch.batch_top_k(w/'residents.npy', w/'items.npy', w/'columns', 5, w/'killed', rows=5, backend='sequential')"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(world)], stderr=subprocess.DEVNULL)
    killed = world / "killed"
    for _ in range(600):
        if len(list(killed.glob("part-*.json"))) >= 2 or process.poll() is not None:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    before = {path: path.stat().st_mtime_ns for path in killed.glob("part-*.npy")}
    kept = {path: when for path, when in before.items() if path.with_suffix(".json").exists()}
    assert 2 <= len(kept) < RESIDENTS // 5
    resumed, fresh = run(world, "killed", rows=5), run(world, "fresh", rows=5)
    assert [path.read_bytes() for path in resumed.paths] == [path.read_bytes() for path in fresh.paths]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_a_part_that_was_changed_is_noticed_and_made_anew(world: Path) -> None:
    parts = run(world, "out")
    whole = parts.paths[1].read_bytes()
    parts.paths[1].write_bytes(whole[:-1] + b"x")
    with pytest.raises(BatchRefused, match=r"part-000001\.npy was changed"):
        list(parts)
    assert run(world, "out").paths[1].read_bytes() == whole


def test_parts_of_other_vectors_or_another_k_are_not_taken(world: Path) -> None:
    first = run(world, "out").checksum
    assert run(world, "out", k=4).checksum != first
    np.save(world / "items.npy", -np.load(world / "items.npy"))
    changed = run(world, "out")
    assert changed.checksum == run(world, "fresh").checksum != first


def test_without_rules_half_precision_residents_are_read_too(world: Path) -> None:
    queries, items = np.load(world / "residents.npy").astype(np.float16), np.load(world / "items.npy")
    np.save(world / "half.npy", queries)
    parts = batch_top_k(world / "half.npy", world / "items.npy", None, K, world / "out", backend="sequential")
    ((_, places),) = parts
    assert (places == top_k(queries.astype(np.float32), items, K)[1]).all()


def test_files_that_do_not_fit_together_are_refused(world: Path) -> None:
    np.save(world / "narrow.npy", np.zeros((3, 2), np.float32))
    np.save(world / "double.npy", np.zeros((3, 16)))
    np.save(world / "few.npy", np.zeros((3, 16), np.float32))
    for name, words in {"narrow": "do not fit", "double": "float32", "few": "columns of"}.items():
        with pytest.raises(BatchRefused, match=words):
            batch_top_k(world / f"{name}.npy", world / "items.npy", world / "columns", K, world / "out")
    with pytest.raises(BatchRefused, match="at least 1"):
        run(world, "out", k=0)


def test_progress_is_told(world: Path) -> None:
    told = io.StringIO()
    files = world / "residents.npy", world / "items.npy", None
    batch_top_k(*files, K, world / "out", rows=50, backend="sequential", progress=told)
    assert "0 of 2 parts" in told.getvalue()
    assert told.getvalue().rstrip(" ").endswith("\n")
    assert "2 of 2 parts" in told.getvalue()


def test_nobody_makes_no_parts(world: Path) -> None:
    np.save(world / "nobody.npy", np.zeros((0, 16), np.float32))
    files = world / "nobody.npy", world / "items.npy", None
    parts = batch_top_k(*files, K, world / "out", backend="sequential", progress=None)
    assert list(parts) == []
