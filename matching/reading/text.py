"""Japanese text as the matcher reads it: evened spelling, sentences, their tone."""

import re
import unicodedata

SENTENCE_END = re.compile(r"[。．！？!?\n]+")
AVOIDING = re.compile(
    r"(は|が|も|に|の|あまり).{0,6}"
    r"(苦手|興味(が|は)?(ない|ありません|持て)|関心(が|は)?(ない|ありません)|やりたくない|したくない|避けたい|向いていない)"
    r"(です|だ|なので|ので|ですが|だが|ため|と思|$|、)"
)
EXPERIENCED = re.compile(
    r"資格|免許|勤め|勤務|経験|担当|仕事をし|働い(て|た)|教えて(い|き)|講師|指導者|学んだ|専攻|得意|(し|き)て(いた|きた)|"
    r"として(いる|活動|働)|を(している|出た|取った)|できる$"
)


def normalise(text: str) -> str:
    """The text in NFKC and lower case, runs of blanks as one blank (line ends stay)."""
    evened = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\S\n]+", " ", evened).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a normalised text, without their end marks and without empty ones."""
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def is_avoiding(sentence: str) -> bool:
    """Whether the writer says they do not want this (「…は苦手です」), not that others do not."""
    return AVOIDING.search(sentence) is not None


def is_experience(sentence: str) -> bool:
    """Whether the sentence tells what the writer has done or can do, rather than what they wish for."""
    return EXPERIENCED.search(sentence) is not None
