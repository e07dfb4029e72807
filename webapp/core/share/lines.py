"""Japanese words broken into lines of a width: nothing that may not begin a line does, and the lines are about equally long."""

from collections.abc import Callable

#: these never begin a line
_NOT_FIRST = "、。，．）」』】〉》・ー！？!?,.)]ぁぃぅぇぉっゃゅょァィゥェォッャュョ々：；"
#: these never end one
_NOT_LAST = "（「『【〈《([#"
#: after these a line may end gladly
_GOOD = "、。」』）・ 　"
#: where a group of words mostly ends
_PARTICLES = "をにはがへでの"


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
    """The same number of lines, broken where it reads best; among equals in the narrowest column."""
    narrow, step = length_of(words) / len(lines), width / 40
    widths = [width, *(narrow + step * number for number in range(40) if narrow + step * number < width)]
    tried = [filled for column in widths if len(filled := _fill(words, column, length_of)) == len(lines)]
    return min(tried, key=lambda found: (sum(map(_badness, found[:-1], found[1:])), max(map(length_of, found))))


def _badness(line: str, following: str) -> int:
    """How badly it reads when a line ends here: not at all after a comma, much between a word and its particle."""
    if line[-1] in _GOOD:
        return 0
    if line[-1] in _PARTICLES:
        return 1
    return 3 if _is_hiragana(following[0]) else 2 if _is_hiragana(line[-1]) else 4


def _is_word_edge(before: str, after: str) -> bool:
    """Where a new word mostly begins: after hiragana something else."""
    return _is_hiragana(before) and not _is_hiragana(after) and after not in _NOT_FIRST


def _is_hiragana(sign: str) -> bool:
    return "ぁ" <= sign <= "ん"


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
    for signs in (_GOOD, _PARTICLES):
        glad = next((i for i in range(end, max(1, end * 2 // 3), -1) if rest[i - 1] in signs), 0)
        if glad and rest[glad] not in _NOT_FIRST:
            return glad
    word = next((i for i in range(end, max(1, end * 2 // 3), -1) if _is_word_edge(rest[i - 1], rest[i])), 0)
    end = word or end
    while end > 1 and _tears(rest[end - 1], rest[end]):
        end -= 1
    return end


def _tears(before: str, after: str) -> bool:
    """Whether these two belong together: a sign that begins no line, a word and its particle."""
    if after in _NOT_FIRST or before in _NOT_LAST:
        return True
    return _is_hiragana(after) and not _is_hiragana(before)
