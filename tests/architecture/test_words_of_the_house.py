"""Names, docstrings and leftovers: rules on how the source reads."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import source
from tests.architecture.source import Source, must_be_none

FORBIDDEN_MODULES = re.compile(r"(?:^|/)(?:utils?|common|helpers?|misc|shared|base_?utils)(?:\.py|/)")
LEFTOVER = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MACHINE_PATH = re.compile(r"(?:^|[\s\"'(=])/(?:work|home/\w+|Users/\w+)/")
REGISTRY = re.compile(r"https?://(?:pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org)|--(?:extra-)?index-url")
LONE_TEST_WORDS = ("test_it_works", "test_ok", "test_basic", "test_simple")


def python() -> list[Source]:
    return source.code() + source.tests() + source.select("migrations", suffix=".py")


def text_files() -> Iterator[Source]:
    for path in source.project_files():
        if path.endswith(
            (".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".in", ".yml", "dev", "run", ".example")
        ):
            yield source.read(path)


def public_without_docstring(file: Source) -> list[str]:
    """Public classes, functions and methods; a property is explained by its name and its class."""
    classes = [n for n in file.tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
    nodes = [*file.tree.body, *(n for c in classes for n in c.body)]
    named = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    silent = [n for n in named if not n.name.startswith("_") and not ast.get_docstring(n) and not is_property(n)]
    return [f"{file.path}:{node.lineno} {node.name}" for node in silent]


def is_property(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any(ast.unparse(decorator).endswith(("property", ".setter")) for decorator in node.decorator_list)


def swallowed(file: Source) -> list[str]:
    handlers = [n for n in ast.walk(file.tree) if isinstance(n, ast.ExceptHandler)]
    empty = [h for h in handlers if all(isinstance(n, ast.Pass | ast.Continue) for n in h.body)]
    return [f"{file.path}:{handler.lineno}" for handler in empty if handler.type is None or _is_broad(handler.type)]


def _is_broad(kind: ast.expr) -> bool:
    return any(isinstance(n, ast.Name) and n.id in {"Exception", "BaseException"} for n in ast.walk(kind))


PROOF = re.compile(
    r"Assert\(|'raises'|'expect'|(?:id|attr)='_?(?:check|assert|expect|must)_\w*'|attr='(?:get|post|submit|follow)'"
)


def asserts_nothing(function: ast.AST) -> bool:
    return not PROOF.search(ast.dump(function))


def test_every_module_opens_with_a_sentence() -> None:
    silent = [file.path for file in python() if not (ast.get_docstring(file.tree) or "").strip()]
    must_be_none(silent)


def test_no_module_is_a_drawer_for_everything() -> None:
    must_be_none(path for path in source.project_files() if FORBIDDEN_MODULES.search(path))


def test_core_and_matching_say_what_their_public_functions_do() -> None:
    files = [f for f in source.code() if f.path.startswith(("webapp/core/", "matching/"))]
    must_be_none(name for file in files for name in public_without_docstring(file))


def test_nothing_is_left_for_later() -> None:
    must_be_none(file.path for file in text_files() if LEFTOVER.search(file.text))


def test_no_path_of_one_machine_and_no_registry_address() -> None:
    found = [file.path for file in text_files() if MACHINE_PATH.search(file.text) or REGISTRY.search(file.text)]
    must_be_none(found)


def test_no_exception_is_swallowed() -> None:
    must_be_none(place for file in source.code() for place in swallowed(file))


def test_models_keep_their_annotations() -> None:
    models = [f for f in source.code() if f.path.endswith("/models.py")]
    must_be_none(f.path for f in models if "from __future__ import annotations" in f.text)


def test_every_test_can_fail() -> None:
    tests = [(f, n) for f in source.tests() for n in f.functions if n.name.startswith("test_")]
    must_be_none(f"{file.path}:{node.lineno} {node.name}" for file, node in tests if asserts_nothing(node))


def test_a_test_is_named_by_a_sentence() -> None:
    names = [n.name for f in source.tests() for n in f.functions if n.name.startswith("test_")]
    must_be_none(name for name in names if name.count("_") < 2 or name in LONE_TEST_WORDS)


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("def f():\n    pass", public_without_docstring),
        ("try:\n    f()\nexcept Exception:\n    pass", swallowed),
        ("try:\n    f()\nexcept:\n    pass", swallowed),
    ],
)
def test_each_rule_finds_its_fault(text: str, finds: object) -> None:
    assert callable(finds)
    assert len(finds(Source("bad.py", text))) == 1
