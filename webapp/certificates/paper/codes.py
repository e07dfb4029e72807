"""QR codes as drawings: error correction M, two segments, so that digits take the room of digits."""

import io
from typing import Any, Final

from markupsafe import Markup

#: modules of white around the code (ISO/IEC 18004 §9.1 asks for four; the sheet itself is white)
QUIET: Final = 2


def svg(address: str, digits: str = "") -> str:
    """The code of an address that ends in digits, as an SVG document without size: style sheets give it one."""
    import segno
    from segno import consts

    content: Any = [(address, consts.MODE_BYTE), (digits, consts.MODE_NUMERIC)] if digits else address
    out = io.BytesIO()
    segno.make(content, error="m", boost_error=False, micro=False).save(
        out, kind="svg", border=QUIET, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue().decode()


def markup(address: str, digits: str = "") -> Markup:
    """The code for a page."""
    return Markup(svg(address, digits))  # noqa: S704 - drawn by segno from an address of ours
