"""Security headers, the per-request nonce, cookies, and redirects that stay here."""

import secrets
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from webapp.config import Settings


def csp_nonce() -> str:
    """The nonce of this response, for the few script tags that need one."""
    nonce: str | None = g.get("csp_nonce")
    if nonce is None:
        nonce = g.csp_nonce = secrets.token_urlsafe(16)
    return nonce


def content_security_policy(form_targets: str = "", pictures_from: str = "") -> str:
    """No inline code, nothing from elsewhere; `form_targets` are further places a form may lead to."""
    nonce = csp_nonce()
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'nonce-{nonce}' 'strict-dynamic'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {pictures_from}".rstrip(),
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            f"form-action 'self' {form_targets}".rstrip(),
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
    )


def install(app: Flask, settings: Settings) -> None:
    """Set cookie flags, body limits and the headers of every response."""
    is_https = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="__Host-futamachi" if is_https else "futamachi",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        MAX_CONTENT_LENGTH=settings.max_upload_mib * 2**20,
        MAX_FORM_MEMORY_SIZE=2 * 2**20,
        MAX_FORM_PARTS=500,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
    )
    payment_host = "https://checkout.stripe.com" if settings.is_production else settings.stripe_api_base
    led_to = " ".join(
        filter(None, (payment_host, _origin(settings.identity_authorization_url or settings.identity_issuer)))
    )

    always = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    }
    if is_https:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    pictures_from = _origin(settings.map_tiles)

    def headers(response: Response) -> Response:
        if response.status_code != HTTPStatus.NOT_MODIFIED:  # the page that the browser kept has the nonce of then
            response.headers.setdefault("Content-Security-Policy", content_security_policy(led_to, pictures_from))
        for name, value in always.items():
            response.headers[name] = value
        if request.blueprint != "assets":
            response.headers.setdefault("Cache-Control", "no-store")
            response.vary.add("Cookie")
        return response

    app.after_request(headers)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if url else ""


def is_local_path(target: str | None) -> bool:
    """Whether a redirect target is a path on this very site: no host, no scheme, no trick with slashes."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc and target.isprintable()


def local_path(target: str | None, otherwise: str) -> str:
    """The target when it is safe, else `otherwise`."""
    return target if target and is_local_path(target) else otherwise


def remote_address() -> str:
    """The caller's address as far as the configured proxies are believed."""
    return request.remote_addr or "unknown"
