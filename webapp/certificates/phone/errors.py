"""What a wallet is told when it may not go on, in the words of the protocols."""

from enum import Enum


class WalletError(Enum):
    """Error codes of RFC 6749 §5.2, RFC 6750 §3.1 and OpenID4VCI 1.0 §8.3.1.2, with their HTTP status."""

    INVALID_REQUEST = "invalid_request", 400
    INVALID_GRANT = "invalid_grant", 400
    UNSUPPORTED_GRANT = "unsupported_grant_type", 400
    INVALID_TOKEN = "invalid_token", 401
    INVALID_NONCE = "invalid_nonce", 400
    INVALID_PROOF = "invalid_proof", 400
    UNKNOWN_CONFIGURATION = "unknown_credential_configuration", 400
    UNKNOWN_IDENTIFIER = "unknown_credential_identifier", 400
    DENIED = "credential_request_denied", 400

    def __init__(self, code: str, status: int) -> None:
        self.code = code
        self.status = status


class WalletRefused(Exception):
    """The wallet's request is refused; nothing but counted attempts is kept."""

    def __init__(self, error: WalletError) -> None:
        super().__init__(error.code)
        self.error = error
