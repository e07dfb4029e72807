"""`/my/identity`: why, what is handed over, what is kept; to the provider and back; erase."""

from datetime import timedelta

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.database import current_scope
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.ratelimit import hit
from webapp.core.services import services, settings
from webapp.identity import actions, queries
from webapp.identity.provider import IdentityProvider, NotProven, Unavailable
from webapp.residents.queries import profile_of

blueprint = Blueprint("identity", __name__, url_prefix="/my/identity")
log = structlog.get_logger()
#: under this name the running app keeps its provider
PROVIDER = "identity_provider"


def provider() -> IdentityProvider | None:
    """The way to check online; None when the settings name none."""
    if not settings().identity_issuer:
        return None
    from webapp.identity.oidc import (
        OidcProvider,  # its libraries cost every start 50 ms, where no provider is named too
    )

    found: IdentityProvider = services().extras.setdefault(PROVIDER, OidcProvider(settings()))
    return found


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Where the person stands, and the two ways."""
    actor = current_actor()
    check = queries.latest_check(actor.user_id or "")
    return render_template(
        "identity/index.html",
        profile=profile_of(actor),
        check=check,
        standing=queries.standing_check(actor.user_id or ""),
        is_in_time=check is not None and queries.is_in_time(check),
        is_online=provider() is not None,
        is_local=settings().identity_issuer.startswith("http://"),
    )


@blueprint.post("")
@allow(SIGNED_IN)
def start() -> ResponseReturnValue:
    """To the provider."""
    actor, way = current_actor(), provider()
    if way is None:
        raise NotThere
    hit("identity.start", actor.user_id or "", limit=10, per=timedelta(hours=1))
    try:
        begun = way.begin(_way_back())
    except Unavailable as trouble:
        raise _away(trouble) from None
    actions.remember(begun, by=actor)
    return redirect(begun.url, 303)


@blueprint.get("/back")
@allow(SIGNED_IN)
def back() -> ResponseReturnValue:
    """Home again. Reading changes nothing here, so one more press takes the result."""
    if "error" in request.args or not request.args.get("code") or not request.args.get("state"):
        return render_template("identity/cancelled.html", was_cancelled=request.args.get("error") == "access_denied")
    return render_template("identity/back.html", code=request.args["code"], state=request.args["state"])


@blueprint.post("/back")
@allow(SIGNED_IN)
def finish() -> ResponseReturnValue:
    """Take the result: the attempt is used up before the provider is asked, whatever it answers."""
    actor, way = current_actor(), provider()
    if way is None:
        raise NotThere
    attempt = actions.use_attempt(request.form.get("state", ""), by=actor)
    nonce, verifier = attempt.nonce, attempt.verifier
    current_scope().commit()
    try:
        proven = way.finish(code=request.form.get("code", ""), nonce=nonce, verifier=verifier, redirect_uri=_way_back())
    except Unavailable as trouble:
        raise _away(trouble) from None
    except NotProven as trouble:
        log.warning("identity_not_proven", why=str(trouble))
        raise RuleBroken(
            _(
                "本人確認の結果を確かめられませんでした。何も保存していません。"
                "本人確認の画面から、もう一度はじめてください。続くときは、市町村の窓口でも確かめられます。"
            )
        ) from None
    actions.accept(proven, by=actor)
    return redirect(url_for(".index"), 303)


def _way_back() -> str:
    return f"{settings().base_url}{url_for('identity.back')}"


def _away(trouble: Unavailable) -> RuleBroken:
    log.warning("identity_provider_away", why=str(trouble))
    return RuleBroken(
        _(
            "本人確認の相手（認証のサービス）から返事がありません。何も保存していません。"
            "時間をおいてもう一度お試しいただくか、市町村の窓口で本人確認を受けてください。"
        )
    )
