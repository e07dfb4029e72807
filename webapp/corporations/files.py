"""Papers that corporations upload: PDF or picture, small, looked at before they are kept, and never shown as a page."""

import io
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response
from werkzeug.datastructures import FileStorage

from webapp.core import storage
from webapp.core.errors import BadFile
from webapp.core.forms import one_line
from webapp.core.i18n import gettext as _

LARGEST_MIB = 8
MOST_PIXELS = 60_000_000
LONGEST_NAME = 120
#: how a file begins → what it is
_KINDS = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
}
MIMES = {suffix: mime for suffix, mime in _KINDS.values()}


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and kept."""

    key: str
    name: str
    mime: str
    size: int


def keep(sent: FileStorage) -> Upload:
    """Look at an upload and keep it. Raises BadFile with a sentence that says what to do."""
    with sent.stream as stream:
        data = stream.read(LARGEST_MIB * 2**20 + 1)
    if len(data) > LARGEST_MIB * 2**20:
        raise BadFile(_("ファイルが大きすぎます。%(n)sメガバイトまでにしてください。", n=LARGEST_MIB))
    return keep_bytes(data, sent.filename or "")


def keep_bytes(data: bytes, name: str) -> Upload:
    """The same for bytes that are at hand. What a file says of itself does not count, only how it begins."""
    known = next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)
    if known is None:
        raise BadFile(
            _("PDFか、写真（JPEG・PNG）のファイルを選んでください。ほかの形式は、PDFに変えてから出してください。")
        )
    suffix, mime = known
    if suffix == "pdf":
        _look_at_pdf(data)
    else:
        _look_at_picture(data)
    return Upload(storage.save(data, suffix), _plain_name(name, suffix), mime, len(data))


def _look_at_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise BadFile(_("PDFが途中で切れているようです。もう一度保存してから選んでください。"))


def _look_at_picture(data: bytes) -> None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadFile(_("写真が大きすぎます。6000万画素より小さくしてください。"))
            opened.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadFile(_("写真を読めません。壊れていないファイルを選んでください。")) from error


def _plain_name(name: str, suffix: str) -> str:
    stem = (one_line(name) or "").replace("/", "_").replace("\\", "_").rpartition(".")[0] or "file"
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"


def download(file_key: str, name: str) -> Response:
    """A kept file as a download: it is never opened as a page of this site."""
    suffix = file_key.rpartition(".")[2]
    response = Response(storage.load(file_key), mimetype=MIMES.get(suffix, "application/octet-stream"))
    response.headers["Content-Disposition"] = f"attachment; filename=\"file.{suffix}\"; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
