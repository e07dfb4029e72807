"""Keeping models: what is saved comes back the same, and nothing else is ever read."""

import io
import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from matching import estimators
from matching.store import MANIFEST, ModelRefused, Parts, load, save, version_of
from tests.support.examples import examples

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
PLAIN = npst.boolean_dtypes() | npst.integer_dtypes() | npst.floating_dtypes() | npst.unicode_string_dtypes(max_len=4)
ARRAYS = npst.arrays(PLAIN, npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
NAMES = st.from_regex(r"[a-z0-9_][a-z0-9_.-]{0,12}", fullmatch=True)


def fitted() -> dict[str, Any]:
    """Every kind of estimator that a model may hold, fitted to next to nothing."""
    from scipy.sparse import csr_matrix
    from sklearn.decomposition import TruncatedSVD
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.isotonic import IsotonicRegression
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import FeatureUnion, make_pipeline
    from sklearn.preprocessing import StandardScaler

    x = np.random.default_rng(0).random((80, 4))
    y = (x[:, 0] > 0.5).astype(int)
    texts = ["茶畑で摘む", "川を下る", "窯で焼く"] * 5
    boosted = {"max_iter": 2, "early_stopping": True, "random_state": 0}
    return {
        "logistic": LogisticRegression().fit(x, y),
        "single": LogisticRegression().fit(x.astype(np.float32), y.astype(bool)),
        "sparse": LogisticRegression(l1_ratio=1, solver="liblinear").fit(csr_matrix(x), y).sparsify(),
        "boosted": HistGradientBoostingClassifier(**boosted).fit(x, y),
        "regressor": HistGradientBoostingRegressor(**boosted).fit(x, x[:, 1]),
        "isotonic": IsotonicRegression(out_of_bounds="clip").fit(x[:, 0], y),
        "scaled": make_pipeline(StandardScaler(), Ridge()).fit(x, y),
        "words": FeatureUnion([("letters", TfidfVectorizer(analyzer="char", dtype=np.float32))]).fit(texts),
        "space": TruncatedSVD(2, random_state=0).fit(x),
        "themes": OneVsRestClassifier(LogisticRegression()).fit(x, np.column_stack([y, 1 - y])),
    }


def model() -> Parts:
    arrays = {"weights": np.arange(6, dtype=np.float32).reshape(2, 3), "places": np.arange(4, dtype=np.int32)}
    kept = {name: estimator for name, estimator in fitted().items() if name in {"logistic", "isotonic"}}
    return Parts({"fields": ["themes", "text"], "k": 3}, arrays, kept)


@pytest.fixture(scope="module")
def saved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "model"
    save(folder, model())
    return folder


@pytest.fixture
def saved(saved_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved_once, tmp_path / "model"))


def change_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Alter the manifest and make its version fit again, as a careful forger would."""
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    if isinstance(manifest.get("files"), dict):
        manifest["version"] = version_of({name: str(checksum) for name, checksum in manifest["files"].items()})
    path.write_text(json.dumps(manifest), encoding="utf-8")


def forge(folder: Path, name: str, content: bytes) -> None:
    """Put a file into the model with all checksums right."""
    import hashlib

    (folder / name).write_bytes(content)
    change_manifest(folder, lambda manifest: manifest["files"].update({name: hashlib.sha256(content).hexdigest()}))


def refusal(folder: Path) -> str:
    with pytest.raises(ModelRefused) as caught:
        load(folder)
    return str(caught.value)


@examples(60)
@given(meta=st.dictionaries(st.text(), JSON, max_size=4), arrays=st.dictionaries(NAMES, ARRAYS, max_size=3))
def test_any_json_and_plain_arrays_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, meta: dict[str, Any], arrays: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("any") / "model"
    version = save(folder, Parts(meta, arrays))
    for memory_map in (False, True):
        read = load(folder, memory_map=memory_map)
        assert (read.meta, read.version) == (meta, version)
        assert read.arrays.keys() == arrays.keys()
        for name, array in arrays.items():
            assert (read.arrays[name].dtype, read.arrays[name].shape) == (array.dtype, array.shape)
            assert np.array_equal(read.arrays[name], array, equal_nan=array.dtype.kind == "f")


def test_every_listed_estimator_answers_as_before(tmp_path: Path) -> None:
    before = fitted()
    save(tmp_path / "model", Parts({}, {}, before))
    after = load(tmp_path / "model").estimators
    x = np.random.default_rng(1).random((20, 4))
    for name in ("logistic", "single", "sparse", "boosted", "themes"):
        assert np.array_equal(before[name].predict_proba(x), after[name].predict_proba(x))
    for name in ("regressor", "scaled"):
        assert np.array_equal(before[name].predict(x), after[name].predict(x))
    assert np.array_equal(before["isotonic"].predict(x[:, 0]), after["isotonic"].predict(x[:, 0]))
    assert np.array_equal(before["space"].transform(x), after["space"].transform(x))
    texts = ["茶を焼く川"]
    assert np.array_equal(before["words"].transform(texts).toarray(), after["words"].transform(texts).toarray())


def test_no_type_is_allowed_that_these_estimators_do_not_need(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = [estimators.dump(estimator) for estimator in fitted().values()]
    monkeypatch.setattr(estimators, "ALLOWED_TYPES", frozenset())
    monkeypatch.setattr(estimators, "ALLOWED_LOADERS", frozenset())
    needed = {name for data in stored for name in estimators.foreign_types(data)}
    monkeypatch.undo()
    assert needed == estimators.ALLOWED_TYPES | estimators.ALLOWED_LOADERS


def test_the_same_parts_have_the_same_version_in_another_process(saved: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.matching.test_store import model; from matching.store import "
        "save; print(save(Path(sys.argv[1]), model()))"
    )
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", code, str(tmp_path / "again")]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == load(saved).version


def test_another_number_is_another_version(saved: Path, tmp_path: Path) -> None:
    parts = model()
    parts.arrays["places"][0] += 1
    assert save(tmp_path / "other", parts) != load(saved).version


def test_memory_mapped_arrays_cannot_be_written(saved: Path) -> None:
    array = load(saved, memory_map=True).arrays["weights"]
    assert isinstance(array, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 9


def test_an_older_model_is_replaced_whole(saved: Path) -> None:
    version = save(saved, Parts({"new": True}))
    read = load(saved)
    assert (read.meta, read.version, dict(read.arrays)) == ({"new": True}, version, {})
    assert [path.name for path in saved.parent.iterdir()] == ["model"]


def test_a_folder_that_is_no_model_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("…", encoding="utf-8")
    with pytest.raises(ModelRefused, match="is there already and is not a model; it is left alone"):
        save(tmp_path / "letters", model())
    assert (tmp_path / "letters" / "dear.txt").read_text(encoding="utf-8") == "…"


def test_a_failed_write_leaves_the_older_model_and_no_rest(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load(saved).version

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save(saved, Parts({"new": True}))
    assert load(saved).version == before
    assert [path.name for path in saved.parent.iterdir()] == ["model"]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (Parts({"x": float("nan")}), "not JSON compliant"),
        (Parts({}, {"x": np.array([{}])}), "array x holds Python objects"),
        (Parts({}, {"../x": np.zeros(1)}), "cannot name a part"),
        (Parts({}, {}, {"x": io}), "estimator x cannot be stored"),
        (Parts({}, {}, {"x": Path("x")}), "estimator x holds types that are not read back: pathlib"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(tmp_path: Path, parts: Parts, told: str) -> None:
    with pytest.raises((ValueError, TypeError), match=told):
        save(tmp_path / "model", parts)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_or_empty_is_no_model(tmp_path: Path) -> None:
    assert "is not a model: there is no such folder" in refusal(tmp_path / "nowhere")
    assert "is not a model: it has no manifest.json" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x80\x04N.", "is not JSON"),
        (b"[]", "holds no object"),
        (b"[" * 200_000, "is not JSON"),
        (b"{}", "names another format"),
        (b" " * 1_000_001, "is too large"),
    ],
    ids=["pickle", "list", "deep", "empty", "large"],
)
def test_a_foreign_manifest_is_refused(saved: Path, content: bytes, told: str) -> None:
    (saved / MANIFEST).write_bytes(content)
    assert told in refusal(saved)


def test_a_newer_format_is_refused_in_words(saved: Path) -> None:
    change_manifest(saved, lambda manifest: manifest.update(format_version=2))
    assert "was written in version 2 of the format, this program reads version 1; fit the model again" in refusal(saved)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "arrays/../x.npy", "arrays/x.pkl", "notes.txt"])
def test_a_manifest_that_names_other_files_is_refused(saved: Path, name: str) -> None:
    change_manifest(saved, lambda manifest: manifest["files"].update({name: "0" * 64}))
    assert "which is no part of a model" in refusal(saved)


@pytest.mark.parametrize("field", ["files", "libraries"])
def test_a_manifest_without_its_lists_is_refused(saved: Path, field: str) -> None:
    change_manifest(saved, lambda manifest: manifest.update({field: {"meta.json": 1}}))
    assert "does not list the files and libraries" in refusal(saved)


def test_a_changed_byte_is_found_in_every_file(saved: Path) -> None:
    for path in [path for path in saved.rglob("*") if path.is_file() and path.name != MANIFEST]:
        whole = path.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert f"{path.name} has changed since the model was written" in refusal(saved)
        path.write_bytes(whole[:-1])
        assert "has changed" in refusal(saved)
        path.write_bytes(whole)
    assert load(saved).meta == model().meta


def test_a_changed_checksum_is_found(saved: Path) -> None:
    path = saved / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"]["meta.json"] = "0" * 64
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert "manifest.json has changed since the model was written" in refusal(saved)


def test_a_missing_part_is_named(saved: Path) -> None:
    (saved / "arrays" / "weights.npy").unlink()
    assert "is not whole: arrays/weights.npy is missing" in refusal(saved)


def test_a_part_that_is_a_folder_is_refused(saved: Path) -> None:
    (saved / "meta.json").unlink()
    (saved / "meta.json").mkdir()
    assert "cannot be read" in refusal(saved)


@pytest.mark.parametrize(("name", "then"), [("scikit-learn", "1.2.0"), ("scikit-learn", "2.9.1"), ("numpy", "1.26.4")])
def test_estimators_of_another_release_are_refused(saved: Path, name: str, then: str) -> None:
    change_manifest(saved, lambda manifest: manifest["libraries"].update({name: then}))
    assert f"was fitted with {name} {then}, here is " in refusal(saved)


def test_arrays_alone_outlive_another_release(tmp_path: Path) -> None:
    save(tmp_path / "model", Parts({"k": 1}, {"x": np.zeros(2)}))
    change_manifest(tmp_path / "model", lambda manifest: manifest["libraries"].update(numpy="1.26.4"))
    assert load(tmp_path / "model").meta == {"k": 1}


class Runs:
    """Pickled, it writes a file when read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.write_text, (self.path, "ran"))


@pytest.mark.parametrize("memory_map", [False, True])
@pytest.mark.parametrize("is_object_array", [False, True])
def test_a_pickled_array_is_refused_and_not_run(
    saved: Path, tmp_path: Path, is_object_array: bool, memory_map: bool
) -> None:
    buffer = io.BytesIO()
    if is_object_array:
        np.save(buffer, np.array([Runs(tmp_path / "ran")], dtype=object), allow_pickle=True)
    else:
        pickle.dump(Runs(tmp_path / "ran"), buffer)
    forge(saved, "arrays/weights.npy", buffer.getvalue())
    with pytest.raises(ModelRefused, match="is not a plain array"):
        load(saved, memory_map=memory_map)
    assert not (tmp_path / "ran").exists()


def tree_of(kind: str, module: str, name: str, **more: Any) -> dict[str, Any]:
    return {"__class__": name, "__module__": module, "__loader__": kind, "__id__": 1, **more}


def archive_of(tree: object, compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.writestr("schema.json", json.dumps(tree))
    return buffer.getvalue()


ROOT = {"protocol": 3, "_skops_version": "0.16.0"}
HARMLESS = tree_of("JsonNode", "builtins", "str", content='"x"', is_json=True)
MALICIOUS = {
    "a function": tree_of("FunctionNode", "os", "system", content={"module_path": "os", "function": "system"}),
    "a type": tree_of("TypeNode", "subprocess", "Popen", content={}),
    "an object": tree_of("ObjectNode", "subprocess", "Popen", content=None),
    "an estimator that calls": tree_of("ObjectNode", "sklearn.preprocessing._function_transformer", "FunctionTransformer"),
    "a method under a good name": tree_of("MethodNode", "builtins", "str", content={"func": "system", "obj": HARMLESS}),
    "an operator under a good name": tree_of("OperatorFuncNode", "builtins", "str", attrs=HARMLESS),
    "hidden deep inside": tree_of(
        "ListNode", "builtins", "list", content=[HARMLESS, tree_of("TypeNode", "os", "system", content={})]
    ),
    "without a loader": {"__class__": "Popen", "__module__": "subprocess"},
}  # fmt: skip


@pytest.mark.parametrize("name", MALICIOUS)
def test_a_malicious_estimator_is_refused_before_anything_is_built(saved: Path, name: str) -> None:
    forge(saved, "estimators/logistic.skops", archive_of(MALICIOUS[name] | ROOT))
    assert "logistic.skops holds types that are not allowed: " in refusal(saved)


def test_a_real_file_with_a_foreign_type_is_refused(saved: Path) -> None:
    import skops.io
    from sklearn.preprocessing import FunctionTransformer

    forge(saved, "estimators/logistic.skops", skops.io.dumps(FunctionTransformer(os.system)))
    assert "FunctionTransformer" in refusal(saved)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        pickle.dumps({"a": 1}),
        archive_of([]) + b"rest",
        archive_of(HARMLESS),
        archive_of(HARMLESS | ROOT, zipfile.ZIP_DEFLATED),
        archive_of({"protocol": 3}),
    ],
    ids=["empty", "pickle", "not a tree", "without its format", "packed", "without a type"],
)
def test_what_is_no_stored_estimator_is_refused(saved: Path, content: bytes) -> None:
    forge(saved, "estimators/logistic.skops", content)
    assert "logistic.skops is not a stored estimator" in refusal(saved)
