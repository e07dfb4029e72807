"""Files of a request: looked at outside the transaction, and given back as downloads only."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from flask import Response
from werkzeug.datastructures import FileStorage

from webapp.core import storage
from webapp.core.database import current_scope, session
from webapp.core.errors import BadFile
from webapp.inquiries.threads.attachments import Kept, keep_all
from webapp.inquiries.threads.models import ThreadFile

_MIMES = {"pdf": "application/pdf", "webp": "image/webp"}


def kept(sent: Sequence[FileStorage] | None) -> list[Kept]:
    """What somebody sent along. Looking at it takes a while: it holds no transaction, so rows are read anew after it."""
    chosen = [one for one in sent or () if one and one.filename]
    if not chosen:
        return []
    current_scope().commit()
    found = keep_all(chosen)
    session().expire_all()
    return found


def kept_in(field: Any) -> list[Kept] | None:
    """What a form's field holds; None where a file cannot be taken: the field then says why."""
    try:
        return kept(field.data)
    except BadFile as refused:
        field.errors = [refused.sentence]
        return None


def download(file: ThreadFile, name: str = "") -> Response:
    """A kept file as a download: it is never opened as a page of this site."""
    suffix = file.file_key.rpartition(".")[2]
    response = Response(storage.load(file.file_key), mimetype=_MIMES.get(suffix, "application/octet-stream"))
    told = quote(name or file.file_name)
    response.headers["Content-Disposition"] = f"attachment; filename=\"file.{suffix}\"; filename*=UTF-8''{told}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
