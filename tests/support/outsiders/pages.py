"""PDF sheets before programs that nobody here wrote: drawn by Poppler, MuPDF and Ghostscript, signatures read by pdfsig."""

import subprocess
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from webapp.certificates.models import Certificate
from webapp.certificates.paper import wording
from webapp.certificates.paper.drawing import SHEET
from webapp.certificates.paper.typesetting import compiled
from webapp.core.i18n import in_language

DPI = 50
BLUR = 4
#: the most that two blurred pages may differ anywhere, of 255; Ghostscript smooths edges in its own way
ALIKE = {"mupdf": 40, "ghostscript": 50}
#: a title, and the same with a character missing where its place stays
WHOLE, LACKING = "二地域居住者登録証", "二地域居住者　録証"
_DRAWERS = {
    "poppler": ["pdftoppm", "-gray", "-r", str(DPI), "-singlefile", "sheet.pdf", "poppler"],
    "mupdf": ["mutool", "draw", "-q", "-c", "gray", "-r", str(DPI), "-o", "mupdf.pgm", "sheet.pdf"],
    "ghostscript": [
        "gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pgmraw", f"-r{DPI}",
        "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-sOutputFile=ghostscript.pgm", "sheet.pdf",
    ],
}  # fmt: skip


def drawn(pdf: bytes, program: str, folder: Path) -> Image.Image:
    """The first page in grey, blurred, so that what is missing or moved counts and the form of an edge does not."""
    (folder / "sheet.pdf").write_bytes(pdf)
    subprocess.run(_DRAWERS[program], cwd=folder, check=True, capture_output=True, timeout=120)
    return Image.open(folder / f"{program}.pgm").convert("L").filter(ImageFilter.GaussianBlur(BLUR))


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of two pages at any place, 0 to 255."""
    width, height = (min(sides) for sides in zip(one.size, other.size, strict=True))
    assert max(one.size[0] - width, other.size[0] - width, one.size[1] - height, other.size[1] - height) <= 1
    first, second = (np.asarray(page, dtype=np.int16)[:height, :width] for page in (one, other))
    return int(np.abs(first - second).max())


def signature(pdf: bytes, folder: Path) -> str:
    """What pdfsig says about the signatures of a PDF."""
    (folder / "signed.pdf").write_bytes(pdf)
    words = ["pdfsig", "signed.pdf"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=60).stdout


def sheet_entitled(certificate: Certificate, title: str) -> bytes:
    """The sheet under another title, without its codes."""
    with in_language("ja"):
        said = wording.content(certificate, is_signed_for_trial=True)
    empty = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"
    return compiled(SHEET, {**said, "title": title, "verify_host": "x", "qr": empty, "sdjwt": ""})
