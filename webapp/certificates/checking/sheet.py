"""The page of a PDF: what is attached may be genuine while the page was changed; the electronic signature tells."""

from dataclasses import replace

from webapp.certificates.checking.result import Result, State, lights
from webapp.certificates.models import Certificate
from webapp.certificates.paper import sheets
from webapp.certificates.paper.signature import Finding, Trust
from webapp.core.database import session
from webapp.core.i18n import gettext as _


def with_page(result: Result, pdf: bytes) -> Result:
    """The answer about the attached certificate, and what can be said of the page it came with."""
    if result.certificate_id is None:
        return result
    code = session().get_one(Certificate, result.certificate_id).municipality_code
    try:
        found = sheets.check(pdf, code)
    except ValueError:
        found = None
    state, whole = _page(found)
    _first, (_label, *standing), (_label, *issuer) = result.lights
    shown = lights(whole, (standing[0], standing[1]), (issuer[0], issuer[1]))
    return replace(result, state=state or result.state, lights=shown)


def _page(found: Finding | None) -> tuple[State | None, tuple[str, str]]:
    if found is not None and not found.is_whole:
        return State.ALTERED, ("bad", _("署名のあとでPDFが変えられています。紙面を信じないでください。"))
    if found is None or found.trust is Trust.FOREIGN:
        return None, (
            "unknown",
            _(
                "添えられた電子証明は本物ですが、PDFの紙面に市町村の電子署名がありません。"
                "紙面の氏名と番号が下と同じか、必ず見比べてください。"
            ),
        )
    return None, ("ok", _("PDFの紙面も、添えられた電子証明も、市町村が署名したときのままです。"))
