"""Pictures that people send: told by how they begin, and drawn anew in the sizes that pages need, with nothing else in them."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _

LARGEST_MIB = 12
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
_TALLEST = 2  # times the width
_ORIENTATION, _SWAPPED = 0x0112, 5  # of EXIF
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
_PLAIN_MODES = frozenset({"L", "RGB", "RGBA", "CMYK"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


@dataclass(frozen=True)
class Drawn:
    """One size of a picture as WebP."""

    data: bytes
    width: int
    height: int


def kind_of(data: bytes) -> str:
    """What the bytes are by how they begin: jpg, png, webp, heic; empty for anything else. Names do not count."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    is_heic = data[4:8] == b"ftyp" and not _HEIC_BRANDS.isdisjoint((data[8:12], data[16:20], data[20:24], data[24:28]))
    return "heic" if is_heic else ""


def check(data: bytes) -> str:
    """The kind of a picture that may be kept, told without decoding it (milliseconds).

    Raises BadFile with a sentence that says what to do: too large, no picture, too many pixels.
    """
    if len(data) > LARGEST_MIB * 2**20:
        raise BadFile(_("写真は1枚%(n)sMBまでです。小さくしてから選んでください。", n=LARGEST_MIB))
    with _opened(data):
        return kind_of(data)


def shrink(data: bytes, longest: int = LONGEST_SIDE) -> tuple[bytes, int, int]:
    """One picture as WebP of at most `longest` pixels a side, without EXIF, place or comment; bytes, width, height.

    Raises BadFile as `check` does, and when the picture is broken.
    """
    with _opened(data) as opened:
        turned = _turned_size(opened)
        scale = min(1.0, longest / max(turned))
        drawn = _as_webp(_bare(opened, _scaled(turned, scale)))
    return drawn.data, drawn.width, drawn.height


def draw(data: bytes, widths: Sequence[int]) -> list[Drawn]:
    """The picture in several widths, widest first; a width that it does not have itself is left out, one stays.

    Raises BadFile as `shrink` does.
    """
    with _opened(data) as opened:
        turned = _turned_size(opened)
        wanted = sorted({min(width, turned[0]) for width in widths}, reverse=True)
        sizes = [_scaled(turned, min(width / turned[0], width * _TALLEST / turned[1])) for width in wanted]
        largest = _bare(opened, sizes[0])
    return [_as_webp(largest if size == sizes[0] else _resized(largest, size)) for size in sizes]


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """The picture with its head read; whatever Pillow says about broken ones becomes a sentence."""
    from PIL import Image, UnidentifiedImageError

    kind = kind_of(data)
    if kind == "heic":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    try:
        if not kind:
            raise UnidentifiedImageError
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "HEIF")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadFile(_("写真が大きすぎます。5000万画素より小さくしてください。"))
            yield opened
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, Image.DecompressionBombError) as error:
        raise BadFile(
            _("写真を読めません。JPEG・PNG・WebP・HEICのどれかで、壊れていないものを選んでください。")
        ) from error


def _turn_of(opened: Any) -> int:
    """How the camera was held, as EXIF counts it: 1 is upright, from 5 on the sides are swapped."""
    return int(opened.getexif().get(_ORIENTATION) or 1)


def _turned_size(opened: Any) -> tuple[int, int]:
    """Width and height as people see the picture."""
    width, height = opened.size
    return (height, width) if _turn_of(opened) >= _SWAPPED else (width, height)


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _resized(picture: Any, size: tuple[int, int]) -> Any:
    from PIL import Image

    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _bare(opened: Any, size: tuple[int, int]) -> Any:
    """The pixels alone, upright, in sRGB and in this size: a fresh picture carries no comment, EXIF, XMP or profile."""
    from PIL import Image

    turn = _turn_of(opened)
    lying = size[::-1] if turn >= _SWAPPED else size
    opened.draft("RGB", lying)  # a JPEG is decoded at half or a quarter of its size already
    has_alpha = "A" in opened.getbands() or "transparency" in opened.info
    picture = opened if opened.mode in _PLAIN_MODES else opened.convert("RGBA" if has_alpha else "RGB")
    picture = _in_srgb(_resized(picture, lying), opened.info.get("icc_profile"))
    if turn in _TURNS:
        picture = picture.transpose(Image.Transpose[_TURNS[turn]])
    bare = Image.new("RGBA" if has_alpha else "RGB", picture.size)
    bare.paste(picture.convert(bare.mode))
    return bare


def _in_srgb(picture: Any, profile: bytes | None) -> Any:
    """Phones take pictures in wider colours than browsers expect of a picture without a profile."""
    from PIL import ImageCms

    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError):
        return picture  # the colours may be a little off; the picture is still good


def _as_webp(picture: Any) -> Drawn:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80, method=4)
    return Drawn(out.getvalue(), picture.width, picture.height)
