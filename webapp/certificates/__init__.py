"""Certificates: issued with an approval, shown on a page, on paper and as a QR code, checked by anybody, revoked."""
