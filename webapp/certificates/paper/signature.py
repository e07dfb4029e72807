"""The electronic signature of a PDF (PAdES B-B, ETSI EN 319 142-1): the one module that knows pyHanko."""

import asyncio
import io
import re
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from webapp.credentials.signer import Signer

FIELD: Final = "MunicipalSignature"
ROOM: Final = 2048  # bytes of a signature besides its certificates: attributes take some 400
_BYTE_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


class Trust(Enum):
    """Who stands behind the certificate that a PDF was signed with."""

    OWN = "own"  # one that a municipality uses here
    TEST = "test"  # made by this service for trying out
    FOREIGN = "foreign"  # nobody known here


@dataclass(frozen=True)
class Finding:
    """What the signature of a PDF says: `is_whole` when nothing was changed after it."""

    is_whole: bool
    trust: Trust
    signer: str  # common name of the signing certificate
    certificate: bytes  # that certificate, DER


@dataclass(frozen=True)
class Chain:
    """The signing certificate first, then those above it, as DER."""

    der: tuple[bytes, ...]

    @cached_property
    def leaf(self) -> x509.Certificate:
        """The signing certificate."""
        return x509.load_der_x509_certificate(self.der[0])

    @property
    def name(self) -> str:
        """Its common name, or its whole subject where it has none."""
        found = self.leaf.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(found[0].value) if found else self.leaf.subject.rfc4514_string()


def sign(pdf: bytes, signer: Signer, chain: Chain, *, reason: str, shown_as: str) -> bytes:
    """The PDF with an invisible certifying signature added at its end; nothing may be changed after it."""
    from pyhanko.sign import fields, signers

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        name=chain.name,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    field = fields.SigFieldSpec(FIELD, readable_field_name=shown_as)
    worker = signers.PdfSigner(meta, _cms_signer(signer, chain), new_field_spec=field)
    out = io.BytesIO()
    _completed(worker.async_sign_pdf(_writer(pdf), output=out, bytes_reserved=_room_for(chain)))
    return out.getvalue()


def _room_for(chain: Chain) -> int:
    """Hexadecimal digits kept free for the signature: told beforehand, it need not be made twice to be measured."""
    return 2 * (sum(map(len, chain.der)) + ROOM)


def _completed(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of work that is written for an event loop: in a thread of its own, because one may run here already."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(asyncio.run, work).result()


def _writer(pdf: bytes) -> Any:
    """Appends to the file and keeps its version and metadata: raising them to PDF 2.0 would break PDF/A-3."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class AsItIs(IncrementalPdfFileWriter):
        def ensure_output_version(self, version: Any) -> None:
            """Stay."""

        def _update_meta(self) -> None:
            """Stay."""

    return AsItIs(io.BytesIO(pdf))


def _cms_signer(signer: Signer, chain: Chain) -> Any:
    from asn1crypto import x509 as asn1
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Ours(signers.Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if digest_algorithm != "sha256":
                raise ValueError("ES256 signs SHA-256")
            if dry_run:
                return bytes(72)
            raw = signer.sign(data)
            return encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))

    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    certificates = [asn1.Certificate.load(der) for der in chain.der]
    store.register_multiple(certificates[1:])
    return Ours(signing_cert=certificates[0], cert_registry=store)


def check(pdf: bytes, own: Sequence[bytes], test_roots: Sequence[bytes]) -> Finding | None:
    """What the last signature of a PDF says; None for one without. `own`: certificates that municipalities sign with.

    Nothing is fetched from anywhere. Raises ValueError for a file that cannot be read.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not found:
            return None
        return _finding(found[-1], pdf, own, test_roots)
    except (
        PdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as bad:
        raise ValueError("the PDF cannot be read") from bad


def _finding(embedded: Any, pdf: bytes, own: Sequence[bytes], test_roots: Sequence[bytes]) -> Finding:
    from asn1crypto import x509 as asn1
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    der = embedded.signer_cert.dump()
    roots = [asn1.Certificate.load(root) for root in (*own, *test_roots)]
    trusted = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = _completed(async_validate_pdf_signature(embedded, trusted))
    is_covered = status.coverage is SignatureCoverageLevel.ENTIRE_FILE and is_padded_with_zeros(pdf)
    is_whole = bool(status.intact and status.valid) and is_covered
    return Finding(is_whole, _trust(der, bool(status.trusted), own), Chain((der,)).name, der)


def _trust(der: bytes, is_trusted: bool, own: Sequence[bytes]) -> Trust:
    if der in own:
        return Trust.OWN
    return Trust.TEST if is_trusted else Trust.FOREIGN


def is_padded_with_zeros(pdf: bytes) -> bool:
    """Whether what no signature covers is one hexadecimal string that ends in zeros: elsewhere a file could hide bytes."""
    ranges = [tuple(map(int, found.groups())) for found in _BYTE_RANGE.finditer(pdf)]
    if not ranges:
        return False
    _start, first, second, length = ranges[-1]
    hole = pdf[first:second]
    digits = hole[1:-1]
    if second + length != len(pdf) or hole[:1] != b"<" or hole[-1:] != b">" or len(digits) % 2:
        return False
    try:
        raw = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return False
    return not any(raw[_der_length(raw) :])


def _der_length(raw: bytes) -> int:
    """Bytes of the first DER element (X.690 §8.1.3)."""
    if len(raw) < 2 or raw[1] < 0x80:
        return 2 + (raw[1] if len(raw) > 1 else 0)
    count = raw[1] & 0x7F
    return 2 + count + int.from_bytes(raw[2 : 2 + count], "big")
