"""The page behind a QR code: the browser checks by itself, also without a network. What it checks never comes here."""

from flask import Blueprint, Response, json, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates.kinds.registry import all_kinds
from webapp.certificates.tokens import TIERS
from webapp.core.assets import asset_url, serve
from webapp.core.errors import NotThere
from webapp.core.permissions import PUBLIC, allow
from webapp.core.services import settings
from webapp.keys import publishing
from webapp.registrations.models import Tier

blueprint = Blueprint("verify_offline", __name__)
#: these stand for a municipality's code and a list's number in the address that the page fills in
ANY_TOWN, ANY_LIST = "000000", 999999
WORKER = "js/verify/worker.js"


@blueprint.get("/v")
@allow(PUBLIC)
def page() -> ResponseReturnValue:
    """The same for everybody: what a QR code says stands behind the # and is read by the script."""
    try:
        root = publishing.root_jwk()
    except NotThere:
        root = {}
    return render_template(
        "certificates/verify_offline.html",
        root=json.dumps(root),
        prefix=f"{settings().base_url}/v",
        keys=url_for("keys.key_list"),
        lists=url_for("status_lists.show", code=ANY_TOWN, number=ANY_LIST),
        worker=url_for(".worker"),
        script=asset_url("js/verify/page.js"),
        kinds=all_kinds(),
        tiers=[(number, Tier(name).label) for name, number in TIERS.items()],
    )


@blueprint.get("/v-worker.js")
@allow(PUBLIC)
def worker() -> Response:
    """The script that keeps the page for times without a network; browsers ask for it under one address for ever."""
    request.environ.pop("HTTP_IF_NONE_MATCH", None)
    response = serve(digest="", name=WORKER)
    response.headers["Cache-Control"] = "no-cache"
    return response
