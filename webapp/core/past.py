"""What was done, said of a verb that names a deed: 「審査を始める」 → 「審査を始めた」, "approve" → "approved"."""

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


_IRREGULAR = {
    "begin": "began", "choose": "chose", "do": "did", "don’t": "did not", "drop": "dropped", "give": "gave", "go": "went",
    "hear": "heard", "hide": "hid", "keep": "kept", "leave": "left", "let": "let", "put": "put", "say": "said", "send": "sent",
    "stop": "stopped", "strike": "struck", "take": "took", "tell": "told", "uphold": "upheld", "withdraw": "withdrew",
}  # fmt: skip
_REGULAR = frozenset(
    [
        "accept",
        "answer",
        "apply",
        "approve",
        "archive",
        "ask",
        "attest",
        "call",
        "cancel",
        "carry",
        "change",
        "check",
        "close",
        "confirm",
        "consent",
        "correct",
        "decide",
        "decline",
        "designate",
        "end",
        "expire",
        "fix",
        "grant",
        "hand",
        "invite",
        "issue",
        "join",
        "mark",
        "move",
        "note",
        "notify",
        "offer",
        "open",
        "order",
        "pause",
        "propose",
        "publish",
        "receive",
        "record",
        "refuse",
        "register",
        "renew",
        "replace",
        "report",
        "request",
        "resume",
        "retire",
        "return",
        "revoke",
        "settle",
        "show",
        "start",
        "suspend",
        "type",
        "use",
        "void",
        "wait",
    ]
)


def past_english(words: str) -> str:
    """「Approve the application」 → 「Approved the application」: the first word, and what follows "and", where it is such a verb."""
    said: list[str] = []
    for number, word in enumerate(words.split(" ")):
        is_verb = number == 0 or said[-1] == "and" or said[-1].endswith(":") or said == ["I"]
        said.append(_told(word) if is_verb else word)
    return " ".join(said)


def _told(word: str) -> str:
    """One verb; another word stays."""
    bare = word.rstrip(",.")
    verb, rest = bare.lower(), word[len(bare) :]
    if verb in _REGULAR:
        verb = verb[:-1] + "ied" if verb.endswith(("ly", "fy", "ry")) else verb + ("d" if verb.endswith("e") else "ed")
    elif verb in _IRREGULAR:
        verb = _IRREGULAR[verb]
    else:
        return word
    return (verb.capitalize() if word[:1].isupper() else verb) + rest
