"""The formats of certificates, pure: SD-JWT VC, the QR code on paper, status lists, the live card."""
