"""Names of municipalities in Latin letters, made from their kana (modified Hepburn without marks on long vowels)."""

import re

_SYLLABLES = dict(
    zip(
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
        "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ",
        (
            "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo "
            "ya yu yo ra ri ru re ro wa o n "
            "ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po"
        ).split(),
        strict=True,
    )
)
_SMALL = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_ENDINGS = {
    ("市", "し"): "shi",
    ("区", "く"): "ku",
    ("町", "ちょう"): "cho",
    ("町", "まち"): "machi",
    ("村", "むら"): "mura",
    ("村", "そん"): "son",
}
_LONG = re.compile("ou|oo|uu")

#: five-digit code → spelling, where two neighbouring vowels belong to two words and are not one long vowel
_SPELLED = {
    "01397": "Toyoura",
    "01423": "Nanporo",
    "01425": "Kamisunagawa",
    "12218": "Katsuura",
}


def romaji_of(code: str, name: str, kana: str) -> str:
    """The Latin spelling of a municipality: "千代田区", "ちよだく" → "Chiyoda-ku"."""
    for (kanji, ending), latin in _ENDINGS.items():
        if name.endswith(kanji) and kana.endswith(ending):
            stem = _SPELLED.get(code[:5]) or transliterate(kana.removesuffix(ending)).capitalize()
            return f"{stem}-{latin}"
    return transliterate(kana).capitalize()


def transliterate(kana: str) -> str:
    """Hiragana in Latin letters, long o and u written once. Raises KeyError for what is no hiragana."""
    letters = ""
    for sign in kana:
        if sign in _SMALL:
            letters = _contracted(letters, _SMALL[sign])
        elif sign == "っ":
            letters += "っ"
        else:
            letters += _doubled(letters, _SYLLABLES[sign])
    return _LONG.sub(lambda pair: pair.group()[0], letters.replace("っ", ""))


def _contracted(letters: str, vowel: str) -> str:
    """し + ゃ → sha, き + ゃ → kya."""
    stem = letters[:-1]
    return stem + vowel if stem.endswith(("sh", "ch", "j")) else f"{stem}y{vowel}"


def _doubled(letters: str, syllable: str) -> str:
    return syllable
