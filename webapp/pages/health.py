"""What machines ask: is the process alive, is the service ready, how does it fare."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.core import migrating
from webapp.core.database import session
from webapp.core.metrics import exposition
from webapp.core.permissions import PUBLIC, allow
from webapp.core.services import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(PUBLIC)
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@allow(PUBLIC)
def readyz() -> ResponseReturnValue:
    """The database answers and has the newest tables."""
    try:
        session().execute(text("SELECT 1"))
        is_current = migrating.is_current(services().database)
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    return (jsonify(status="ready"), 200) if is_current else (jsonify(status="migrate first"), 503)


@blueprint.get("/metrics")
@allow(PUBLIC)
def metrics() -> ResponseReturnValue:
    """Prometheus' text format; a production proxy keeps this path inside."""
    return Response(exposition(), mimetype="text/plain; version=0.0.4; charset=utf-8")
