"""The public address of status lists."""

import gzip

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from webapp.certificates.status.publishing import published
from webapp.core.permissions import PUBLIC, allow
from webapp.credentials.vc import STATUS_LIST_MEDIA_TYPE

blueprint = Blueprint("status_lists", __name__)
#: shorter than the minute in which a revocation has to be seen everywhere
MAX_AGE = 30
#: an old copy is better than none while the service cannot be reached
STALE_IF_ERROR = 12 * 3600


@blueprint.get("/m/<code>/status-lists/<int(max=999999999):number>")
@allow(PUBLIC)
def show(code: str, number: int) -> ResponseReturnValue:
    """One list, readable from any page."""
    version, token = published(code, number)
    response = Response(token, content_type=STATUS_LIST_MEDIA_TYPE)
    response.set_etag(version, weak=True)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}, stale-if-error={STALE_IF_ERROR}"
    response.headers["Vary"] = "Accept-Encoding"
    if request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(token.encode(), mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response.make_conditional(request)
