"""Passwords: argon2id hashes, a check that takes as long for nobody as for somebody, and what is too easy to guess."""

import re
import unicodedata
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from webapp.core.i18n import gettext as _
from webapp.core.services import settings

SHORTEST = 12
LONGEST = 128
FEWEST_DIFFERENT = 5
#: words and rows of keys that people take first; digits and signs around them do not help
_COMMON_WORDS = """
    password passwords passcode passphrase passw0rd p@ssword pasuwado pasuwaado letmein welcome iloveyou sunshine princess
    football baseball superman batman pokemon pikachu doraemon monkey dragon master shadow qwerty qwertyuiop asdfghjkl
    zxcvbnm qazwsxedc admin administrator user username login signin secret changeme default example test testtest
    futamachi nihon nippon japan tokyo osaka sakura himawari arigatou arigato konnichiwa ohayou aishiteru daisuki
    abcdefg abcdefgh abcdefghij abcdefghijkl abc abcabc iloveyouforever mypassword thisispassword correcthorsebatterystaple
"""
COMMON = frozenset(_COMMON_WORDS.split())
_ROWS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher().hash(_folded(password))


def check(password: str, digest: str) -> tuple[bool, str | None]:
    """Whether it is the password, and a new hash when the old one was made with weaker parameters.

    An empty `digest` (nobody, or no password set) is compared with a dummy and takes as long.
    """
    if not digest:
        _hasher().verify(_folded(password), _dummy(settings().password_memory_kib, settings().password_rounds))
        return False, None
    return _hasher().verify_and_update(_folded(password), digest)


def weakness(password: str, *words_about: str) -> str | None:
    """Why a password must not be taken, as a sentence; None when it may. `words_about`: e-mail address and name."""
    typed = _folded(password)
    if len(typed) < SHORTEST:
        return _(
            "パスワードは%(min)s文字以上にしてください。短い文のように、いくつかの言葉をつなぐと覚えやすくなります。",
            min=SHORTEST,
        )
    if len(typed) > LONGEST:
        return _("パスワードは%(max)s文字以内にしてください。", max=LONGEST)
    if _names_the_person(typed.lower(), words_about):
        return _("メールアドレスや名前だけのパスワードは推測されやすいため、使えません。別の言葉にしてください。")
    if is_common(typed):
        return _("よく使われる言葉や並びのパスワードは推測されやすいため、使えません。別の言葉をつないでください。")
    return None


def is_common(password: str) -> bool:
    """A word of the list dressed up with digits, a row of keys, one part repeated, or hardly any variety."""
    typed = password.lower()
    letters = re.sub(r"[\W\d_]+", "", typed)
    if len(set(typed)) < FEWEST_DIFFERENT or typed in COMMON or letters in COMMON:
        return True
    if any(typed in row or typed in row[::-1] for row in _ROWS):
        return True
    return re.fullmatch(r"(.{1,6}?)\1+.{0,3}", typed) is not None


def _names_the_person(typed: str, words_about: tuple[str, ...]) -> bool:
    parts = [part for word in words_about for part in (word.lower(), *word.lower().split("@")) if len(part) >= 4]
    return any(len(typed.replace(part, "")) < SHORTEST // 2 for part in parts)


def _folded(password: str) -> str:
    """The same characters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


def _hasher() -> PasswordHash:
    return _hasher_with(settings().password_memory_kib, settings().password_rounds)


@lru_cache
def _hasher_with(memory_kib: int, rounds: int) -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1),))


@lru_cache
def _dummy(memory_kib: int, rounds: int) -> str:
    return _hasher_with(memory_kib, rounds).hash("a password that nobody has")
