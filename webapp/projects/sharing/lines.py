"""Japanese words broken into lines of a width: nothing that may not begin a line does, and the lines are about equally long."""

from collections.abc import Callable

#: these never begin a line
_NOT_FIRST = "、。，．）」』】〉》・ー！？!?,.)]ぁぃぅぇぉっゃゅょァィゥェォッャュョ々：；"
#: these never end one
_NOT_LAST = "（「『【〈《([#"
#: after these a line may end gladly
_GOOD = "、。」』）・ 　"


def broken(words: str, width: float, length_of: Callable[[str], float], most: int) -> list[str]:
    """Lines that each fit into `width`, as few as can be; what is beyond `most` lines ends in 「…」."""
    lines = _fill(words, width, length_of)
    if len(lines) <= most:
        return _evened(lines, words, width, length_of)
    last = lines[most - 1]
    while last and length_of(last + "…") > width:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def _evened(lines: list[str], words: str, width: float, length_of: Callable[[str], float]) -> list[str]:
    """The same number of lines in the narrowest column that takes them."""
    narrow, step = length_of(words) / len(lines), width / 40
    while narrow < width:
        tried = _fill(words, narrow, length_of)
        if len(tried) == len(lines):
            return tried
        narrow += step
    return lines


def _fill(words: str, width: float, length_of: Callable[[str], float]) -> list[str]:
    lines, rest = [], words.strip()
    while rest:
        end = _end_of_line(rest, width, length_of)
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    return lines


def _end_of_line(rest: str, width: float, length_of: Callable[[str], float]) -> int:
    end = len(rest)
    while end > 1 and length_of(rest[:end]) > width:
        end -= 1
    if end == len(rest):
        return end
    glad = next((i for i in range(end, max(1, end * 2 // 3), -1) if rest[i - 1] in _GOOD), 0)
    if glad:
        return glad
    while end > 1 and (rest[end] in _NOT_FIRST or rest[end - 1] in _NOT_LAST):
        end -= 1
    return end
