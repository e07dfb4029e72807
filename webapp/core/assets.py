"""Style sheets, scripts and drawings: one CSS bundle, addresses with a content hash, no build step."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask.sansio.blueprints import BlueprintSetupState

from webapp.core.permissions import PUBLIC, allow

BUNDLE = "app.css"
#: the cascade layer of what `./dev` installed
PACKAGES = "vendor"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*([{};,])\s*|\s+")
_PROPERTY = re.compile(r"(--[\w-]+): ?[^;{}]+;")
_READ = re.compile(r"var\((--[\w-]+)")
_FOREVER = "public, max-age=31536000, immutable"
_COMPRESSIBLE = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/json"})

blueprint = Blueprint("assets", __name__)


@dataclass
class Asset:
    """One file as it is sent; its address is made once."""

    body: bytes
    mimetype: str
    address: str = ""

    @cached_property
    def digest(self) -> str:
        """Twelve hex digits of the content's SHA-256."""
        return hashlib.sha256(self.body).hexdigest()[:12]

    @cached_property
    def written_out(self) -> str:
        """The content itself as an address, for the one small drawing that should wait for no second connection."""
        return f"data:{self.mimetype},{quote(self.body, safe='/:=,;()!*@?')}"

    @cached_property
    def packed(self) -> bytes | None:
        """The gzipped body where that is worth it."""
        return gzip.compress(self.body, 9, mtime=0) if self.mimetype in _COMPRESSIBLE else None


class Assets:
    """The folder `static/`, read once; again whenever a file changed if `watch` is on."""

    def __init__(self, folder: Path, *, watch: bool = False) -> None:
        self.folder = folder
        self.watch = watch
        self._known: dict[str, Asset] = {}
        self._stamp = 0

    def get(self, name: str) -> Asset:
        """The asset called `name` (`app.css`, or a path under the folder). Raises FileNotFoundError."""
        if self.watch:
            self._forget_when_changed()
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Asset:
        if name == BUNDLE:
            return Asset(bundle(self.folder / "css").encode(), "text/css")
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            raise FileNotFoundError(f"no asset {name} in static/")
        return Asset(path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream")

    def _forget_when_changed(self) -> None:
        stamp = max((path.stat().st_mtime_ns for path in self.folder.rglob("*") if path.is_file()), default=0)
        if stamp != self._stamp:
            self._stamp = stamp
            self._known.clear()


def bundle(css: Path) -> str:
    """All style sheets named in `index.txt`, each wrapped in its cascade layer, without comments and spare spaces.

    Of a package's sheet only the properties that ours read are sent.
    """
    listed = [line.split() for line in (css / "index.txt").read_text("utf-8").splitlines() if line[:1] not in ("", "#")]
    sheets = [(layer, _squeeze(path)) for layer, pattern in listed for path in sorted(css.glob(pattern))]
    read = {name for _layer, sheet in sheets for name in _READ.findall(sheet)}
    layers = dict.fromkeys(layer for layer, _pattern in listed)
    parts = [f"@layer {','.join(layers)};"]
    for layer, sheet in sheets:
        parts.append(f"@layer {layer}{{{_only(read, sheet) if layer == PACKAGES else sheet}}}")
    return "\n".join(parts)


def _squeeze(path: Path) -> str:
    plain = _COMMENT.sub("", path.read_text("utf-8")).replace(": ", ":")
    return _SPACE.sub(lambda found: found[1] or " ", plain).replace(";}", "}").strip()


def _only(names: set[str], sheet: str) -> str:
    return _PROPERTY.sub(lambda found: found[0] if found[1] in names else "", sheet.replace("}", ";}"))


@blueprint.record_once
def _find_folder(state: BlueprintSetupState) -> None:
    app = state.app
    app.extensions["assets"] = Assets(Path(app.root_path).parent / "static", watch=app.debug)


def asset_url(name: str) -> str:
    """The address of an asset; it changes with the content, so it may be kept for ever. Raises FileNotFoundError."""
    asset = _assets().get(name)
    if not asset.address:
        asset.address = url_for("assets.serve", digest=asset.digest, name=name)
    return asset.address


def asset_inside(name: str) -> str:
    """An asset as a `data:` address, which needs no request. Raises FileNotFoundError."""
    return _assets().get(name).written_out


def _assets() -> Assets:
    assets: Assets = current_app.extensions["assets"]
    return assets


@blueprint.get("/assets/<digest>/<path:name>")
@allow(PUBLIC)
def serve(digest: str, name: str) -> Response:
    """One asset; under an address of another release the present content is sent and not kept."""
    try:
        asset = _assets().get(name)
    except FileNotFoundError:
        abort(404)
    packed = asset.packed if request.accept_encodings.quality("gzip") > 0 else None
    response = Response(packed or asset.body, mimetype=asset.mimetype)
    if packed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = _FOREVER if digest == asset.digest else "no-cache"
    response.set_etag(asset.digest)
    response.make_conditional(request)
    return response
