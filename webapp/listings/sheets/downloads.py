"""Sheets as files to save."""

from io import BytesIO
from urllib.parse import quote

from flask import Response, send_file

from webapp.listings.sheets.template import XLSX

#: form → what it is sent as
TEMPLATES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "sjis": "text/csv; charset=shift_jis"}


def as_download(body: bytes, name: str, mimetype: str) -> Response:
    """Bytes as a file that is saved, never opened as a page."""
    response = send_file(BytesIO(body), mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename=\"futamachi\"; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
