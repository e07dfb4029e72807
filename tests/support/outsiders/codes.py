"""QR codes as they leave the printer, read by zxing-cpp and by zbar: drawn as on the sheet, 30 mm wide, by Poppler."""

import json
import random
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image

from webapp.certificates.paper import codes

WIDTH_MM = 30
_APART_MM = 8
_A_ROW, _A_PAGE = 5, 35
_PAGE = """
#set page(width: auto, height: auto, margin: {apart}mm)
#let pages = json(bytes(sys.inputs.codes))
#for (number, page) in pages.enumerate() {{
  if number > 0 {{ pagebreak() }}
  grid(columns: {row}, gutter: {apart}mm, ..page.map(code => image(bytes(code), format: "svg", width: {width}mm)))
}}
"""


def printed(texts: Sequence[tuple[str, str]], folder: Path, *, dpi: int = 300) -> list[Image.Image]:
    """A picture of the code of each (address, digits), with some of the paper around it."""
    import typst

    drawings = [codes.svg(*text) for text in texts]
    pages = [drawings[start : start + _A_PAGE] for start in range(0, len(drawings), _A_PAGE)]
    source = folder / "codes.typ"
    source.write_text(_PAGE.format(apart=_APART_MM, row=_A_ROW, width=WIDTH_MM))
    (folder / "codes.pdf").write_bytes(typst.compile(source, sys_inputs={"codes": json.dumps(pages)}))
    words = ["pdftoppm", "-gray", "-r", str(dpi), "codes.pdf", "page"]
    subprocess.run(words, cwd=folder, check=True, timeout=300)
    drawn = [Image.open(path) for path in sorted(folder.glob("page-*.pgm"))]
    return [_cut_out(drawn[number // _A_PAGE], number % _A_PAGE, dpi) for number in range(len(texts))]


def _cut_out(page: Image.Image, place: int, dpi: int) -> Image.Image:
    pixels = dpi / 25.4
    row, column = divmod(place, _A_ROW)
    left, top = (_APART_MM + part * (WIDTH_MM + _APART_MM) for part in (column, row))
    edge = _APART_MM / 2
    box = (left - edge, top - edge, left + WIDTH_MM + edge, top + WIDTH_MM + edge)
    return page.crop(tuple(round(side * pixels) for side in box))  # type: ignore[arg-type]


def by_zxing(pictures: Sequence[Image.Image]) -> list[str]:
    """What zxing-cpp reads on each; empty for nothing."""
    kinds = zxingcpp.BarcodeFormat.QRCode
    return ["\n".join(found.text for found in zxingcpp.read_barcodes(one, formats=kinds)) for one in pictures]


def by_zbar(pictures: Sequence[Image.Image], folder: Path) -> list[str]:
    """What Debian's zbarimg reads on each; empty for nothing."""
    names = [f"code-{number:04d}.png" for number in range(len(pictures))]
    for name, picture in zip(names, pictures, strict=True):
        picture.save(folder / name)
    words = ["zbarimg", "--xml", "--quiet", "--nodbus", "-S*.disable", "-Sqrcode.enable", *names]
    told = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    read = dict.fromkeys(names, "")
    for name, content in re.findall(r"<source href='([^']+)'>(.*?)</source>", told.stdout, re.DOTALL):
        read[name] = "\n".join(re.findall(r"<data[^>]*><!\[CDATA\[(.*?)\]\]></data>", content, re.DOTALL))
    return [read[name] for name in names]


def damaged(picture: Image.Image, rng: random.Random, share: float) -> Image.Image:
    """The code with random modules' worth of dirt over a share of it, a stretch in one place."""
    pixels = np.array(picture.convert("L"))
    height, width = pixels.shape
    side = int((share**0.5) * min(height, width))
    top, left = rng.randrange(height - side), rng.randrange(width - side)
    dirt = np.frombuffer(rng.randbytes((side // 6 + 1) ** 2), dtype=np.uint8).reshape(side // 6 + 1, -1)
    coarse = np.where(dirt > 127, 255, 0).astype(np.uint8).repeat(6, axis=0).repeat(6, axis=1)
    pixels[top : top + side, left : left + side] = coarse[:side, :side]
    return Image.fromarray(pixels)
