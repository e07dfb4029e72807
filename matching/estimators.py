"""Fitted scikit-learn estimators as bytes and back, without pickle and with no type but the listed ones.

The format is that of skops: a zip file with a tree of types in JSON and plain arrays. skops refuses foreign types by a
list of its own; ours is short, says what this package really stores, and is checked before skops sees the file.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

SCHEMA = "schema.json"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can tell: the same estimator gives the same bytes whenever it is stored."""
BOOSTING = "sklearn.ensemble._hist_gradient_boosting"
ALLOWED_TYPES = frozenset(
    {
        "builtins.dict",
        "builtins.list",
        "builtins.str",
        "builtins.tuple",
        "numpy.float32",
        "numpy.float64",
        "numpy.ndarray",
        "numpy.random._generator.Generator",
        "numpy.uint64",
        "scipy.sparse._csr.csr_matrix",
        "sklearn._loss._loss.CyHalfBinomialLoss",
        "sklearn._loss._loss.CyHalfSquaredError",
        "sklearn._loss.link.IdentityLink",
        "sklearn._loss.link.Interval",
        "sklearn._loss.link.LogitLink",
        "sklearn._loss.loss.HalfBinomialLoss",
        "sklearn._loss.loss.HalfSquaredError",
        "sklearn.decomposition._truncated_svd.TruncatedSVD",
        f"{BOOSTING}.binning._BinMapper",
        f"{BOOSTING}.gradient_boosting.HistGradientBoostingClassifier",
        f"{BOOSTING}.gradient_boosting.HistGradientBoostingRegressor",
        f"{BOOSTING}.predictor.TreePredictor",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.feature_extraction.text.TfidfVectorizer",
        "sklearn.isotonic.IsotonicRegression",
        "sklearn.linear_model._logistic.LogisticRegression",
        "sklearn.linear_model._ridge.Ridge",
        "sklearn.multiclass.OneVsRestClassifier",
        "sklearn.pipeline.FeatureUnion",
        "sklearn.pipeline.Pipeline",
        "sklearn.preprocessing._data.StandardScaler",
        "sklearn.preprocessing._label.LabelBinarizer",
        "sklearn.preprocessing._label.LabelEncoder",
    }
)
ALLOWED_LOADERS = frozenset(
    {
        "DictNode",
        "JsonNode",
        "ListNode",
        "LossNode",
        "NdArrayNode",
        "ObjectNode",
        "RandomGeneratorNode",
        "SparseMatrixNode",
        "TupleNode",
        "TypeNode",
    }
)
"""How skops may build something; none of these calls a function that the file names."""


def dump(estimator: object) -> bytes:
    """The estimator as bytes, the same ones for the same estimator. ValueError names types that could not be read."""
    import skops.io

    try:
        data = _renumbered(skops.io.dumps(estimator))
    except Exception as error:
        raise ValueError(f"cannot be stored ({type(error).__name__}: {error})") from error
    if refused := foreign_types(data):
        raise ValueError(f"holds types that are not read back: {', '.join(refused)}")
    return data


def load(data: bytes) -> Any:
    """The estimator behind the bytes; ValueError, with a reason, for anything else. Builds no type that is not listed."""
    import skops.io
    from skops.io.exceptions import UntrustedTypesFoundException

    if refused := foreign_types(data):
        raise ValueError(f"holds types that are not allowed: {', '.join(refused)}")
    try:
        return skops.io.loads(data, trusted=sorted(ALLOWED_TYPES))
    except UntrustedTypesFoundException as error:
        raise ValueError(f"holds types that are not allowed: {error}") from error
    except Exception as error:
        raise ValueError(f"is not a stored estimator ({type(error).__name__}: {error})") from error


def foreign_types(data: bytes) -> list[str]:
    """Types, and ways to build them, that are named in the bytes but not listed here. ValueError: not of the format."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            is_packed = any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist())
            schema = b"" if is_packed else archive.read(SCHEMA)
        nodes = list(_nodes(json.loads(schema)))
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError, NotImplementedError) as error:
        raise ValueError("is not a stored estimator") from error
    types = {f"{node.get('__module__')}.{node.get('__class__')}" for node in nodes}
    loaders = {str(node.get("__loader__")) for node in nodes}
    return sorted(types - ALLOWED_TYPES) + sorted(loaders - ALLOWED_LOADERS)


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Every part of the tree that builds something."""
    if isinstance(tree, dict) and not tree.keys().isdisjoint({"__loader__", "__class__", "__module__"}):
        yield tree
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for child in children:
        yield from _nodes(child)


def _renumbered(data: bytes) -> bytes:
    """The same archive with places of memory replaced by numbers in the order of the tree, and without times."""
    numbers: dict[object, int] = {}
    names: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tree = json.loads(archive.read(SCHEMA))
        for node in _nodes(tree):
            if "__id__" in node:
                node["__id__"] = numbers.setdefault(node["__id__"], len(numbers))
            if isinstance(name := node.get("file"), str):
                node["file"] = names.setdefault(name, f"{len(names)}{PurePosixPath(name).suffix}")
        contents = {new: archive.read(old) for old, new in names.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {SCHEMA: json.dumps(tree).encode(), **contents}.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return packed.getvalue()
