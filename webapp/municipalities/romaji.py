"""Names of municipalities in Latin letters, made from their kana (modified Hepburn without marks on long vowels)."""

import re

_ROWS = {
    "あいうえお": "",
    "かきくけこ": "k",
    "がぎぐげご": "g",
    "さしすせそ": "s",
    "ざじずぜぞ": "z",
    "たちつてと": "t",
    "だぢづでど": "d",
    "なにぬねの": "n",
    "はひふへほ": "h",
    "ばびぶべぼ": "b",
    "ぱぴぷぺぽ": "p",
    "まみむめも": "m",
    "らりるれろ": "r",
}
_IRREGULAR = {"し": "shi", "じ": "ji", "ち": "chi", "つ": "tsu", "ぢ": "ji", "づ": "zu", "ふ": "fu", "わ": "wa"}
_IRREGULAR |= {"や": "ya", "ゆ": "yu", "よ": "yo", "を": "o", "ん": "n"}
_SYLLABLES = {kana: head + vowel for row, head in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)}
_SYLLABLES |= _IRREGULAR
_SMALL = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_ENDINGS = {
    ("市", "し"): "shi",
    ("区", "く"): "ku",
    ("町", "ちょう"): "cho",
    ("町", "まち"): "machi",
    ("村", "むら"): "mura",
    ("村", "そん"): "son",
}
_SYLLABLE = re.compile(".[ゃゅょ]|.")
_LONG = re.compile("ou|oo|uu")

#: five-digit code → stem, where two neighbouring vowels belong to two words and are not one long vowel
SPELLED = {
    "01560": "Takinoue",
    "01571": "Toyoura",
    "01642": "Hiroo",
    "12218": "Katsuura",
    "20416": "Toyooka",
    "20561": "Yamanouchi",
    "21382": "Wanouchi",
    "27220": "Minoo",
    "28209": "Toyooka",
    "30421": "Nachikatsuura",
    "31371": "Kotoura",
    "33212": "Setouchi",
    "36301": "Katsuura",
    "42208": "Matsuura",
    "46213": "Nishinoomote",
    "46217": "Soo",
    "46525": "Setouchi",
}


def romaji_of(code: str, name: str, kana: str) -> str:
    """The Latin spelling of a municipality: "千代田区", "ちよだく" → "Chiyoda-ku"."""
    for (kanji, ending), latin in _ENDINGS.items():
        if name.endswith(kanji) and kana.endswith(ending):
            stem = SPELLED.get(code[:5]) or transliterate(kana.removesuffix(ending)).capitalize()
            return f"{stem}-{latin}"
    return transliterate(kana).capitalize()


def transliterate(kana: str) -> str:
    """Hiragana in Latin letters, long o and u written once. Raises KeyError for what is not hiragana."""
    letters = _SYLLABLE.sub(_latin, kana).replace("っch", "tch")
    letters = re.sub("っ(.)", r"\1\1", letters)
    return _LONG.sub(lambda pair: pair.group()[0], letters)


def _latin(syllable: re.Match[str]) -> str:
    """し → shi, しゃ → sha, きゃ → kya; a small っ waits for the consonant that follows."""
    kana = syllable.group()
    if kana == "っ":
        return kana
    if len(kana) == 1:
        return _SYLLABLES[kana]
    stem = _SYLLABLES[kana[0]][:-1]
    glide = "" if stem in {"sh", "ch", "j"} else "y"
    return stem + glide + _SMALL[kana[1]]
