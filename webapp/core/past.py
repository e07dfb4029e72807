"""What was done, said of a Japanese verb that names a deed: 「審査を始める」 → 「審査を始めた」."""

#: before 「る」 these are part of a verb that loses it (一段活用); every other verb in 「る」 doubles its end
_LOSES_RU = frozenset("えけげせぜてでねへべめれいきぎしじちにひびみり出見")
_LAST = {"す": "した", "く": "いた", "ぐ": "いだ", "む": "んだ", "ぶ": "んだ", "ぬ": "んだ", "う": "った", "つ": "った"}


def past(words: str) -> str:
    """The same deed in the past; words that do not end in a verb of the present stay as they are."""
    if words.endswith("する"):
        return words.removesuffix("する") + "した"
    if words.endswith("ない"):
        return words.removesuffix("い") + "かった"
    if words.endswith("る"):
        return words[:-1] + ("た" if words[-2:-1] in _LOSES_RU else "った")
    return words[:-1] + _LAST[words[-1]] if words[-1:] in _LAST else words
