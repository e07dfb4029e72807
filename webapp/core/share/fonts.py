"""A Japanese font of this machine for words in pictures; there may be none, then pictures have no words."""

from functools import lru_cache
from pathlib import Path
from typing import Any

#: where Debian's packages and other systems keep a bold Japanese font, the best first
_PLACES = (
    ("/usr/share/fonts", "*/noto*/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts", "*/noto*/NotoSansJP-Bold.*"),
    ("/usr/share/fonts", "truetype/fonts-japanese-gothic.ttf"),
    ("/usr/share/fonts", "*/ipa*/ipagp*.ttf"),
    ("/System/Library/Fonts", "ヒラギノ角ゴシック W6.ttc"),
)


@lru_cache(maxsize=1)
def path() -> Path | None:
    """The file of the best font, looked for once."""
    return next((found for root, pattern in _PLACES for found in sorted(Path(root).glob(pattern))), None)


@lru_cache(maxsize=16)
def of_size(pixels: int) -> Any:
    """The font in one size; None where there is none."""
    from PIL import ImageFont

    found = path()
    return ImageFont.truetype(str(found), pixels) if found else None
