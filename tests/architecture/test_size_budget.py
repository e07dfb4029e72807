"""The size budget of docs/decisions: what clots is cut before it hardens.

Same numbers as the survey of fifteen code bases that the budget was taken from: physical lines, nested
functions counted on their own, decorators part of their function. Function complexity is held by ruff.
"""

import ast
from collections.abc import Sequence
from statistics import median

from tests.architecture import source
from tests.architecture.source import Function, Source, must_be_none

MAX_FILE = 400
MAX_FUNCTION = 60
MAX_TEMPLATE = 120


def percentile(values: Sequence[int], percent: int) -> int:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, round(percent / 100 * (len(ranked) - 1)))] if ranked else 0


def too_long_files(files: Sequence[Source], limit: int) -> list[str]:
    return [f"{file.path}: {len(file.lines)} lines" for file in files if len(file.lines) > limit]


def too_long_functions(files: Sequence[Source], limit: int) -> list[str]:
    found = [(file, function, source.length(function)) for file in files for function in file.functions]
    return [f"{file.path}:{fn.lineno} {fn.name}: {size} lines" for file, fn, size in found if size > limit]


def is_typed(function: Function) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    named = [argument for argument in arguments if argument.arg not in {"self", "cls"}]
    return function.returns is not None and all(argument.annotation for argument in named)


def function_lengths(files: Sequence[Source]) -> list[int]:
    return [source.length(function) for file in files for function in file.functions]


def test_no_file_of_the_program_is_longer_than_400_lines() -> None:
    must_be_none(too_long_files(source.code(), MAX_FILE))


def test_no_test_file_is_longer_than_400_lines() -> None:
    must_be_none(too_long_files(source.tests(), MAX_FILE))


def test_no_function_is_longer_than_60_lines() -> None:
    must_be_none(too_long_functions(source.code() + source.tests(), MAX_FUNCTION))


def test_files_are_small_on_the_whole() -> None:
    sizes = [len(file.lines) for file in source.code()]
    assert 30 <= median(sizes) <= 90
    assert percentile(sizes, 90) <= 220


def test_functions_are_small_on_the_whole() -> None:
    lengths = function_lengths(source.code())
    assert median(lengths) <= 9
    assert percentile(lengths, 90) <= 25


def test_functions_are_typed() -> None:
    functions = [function for file in source.code() for function in file.functions]
    assert sum(map(is_typed, functions)) >= 0.95 * len(functions)


def test_templates_are_small() -> None:
    sizes = [len(template.lines) for template in source.templates()]
    must_be_none(too_long_files(source.templates(), MAX_TEMPLATE))
    assert median(sizes) <= 50


def test_comments_are_few() -> None:
    lines = [line.lstrip() for file in source.code() for line in file.lines]
    share = sum(line.startswith("#") for line in lines) / len(lines)
    assert share <= 0.04


def test_the_ruler_measures() -> None:
    long = Source("long.py", "@wrap\ndef f(a: int, b):\n" + "    a += b\n" * 60)
    function = long.functions[0]
    assert source.length(function) == 62
    assert too_long_functions([long], MAX_FUNCTION) == ["long.py:2 f: 62 lines"]
    assert too_long_files([long], 61) == ["long.py: 62 lines"]
    assert not is_typed(function)
    assert is_typed(Source("t.py", "class A:\n    def f(self, a: int) -> None: ...").functions[0])
    assert [percentile([1, 2, 3, 4, 100], share) for share in (0, 50, 90)] == [1, 3, 100]
    assert isinstance(function, ast.FunctionDef)
