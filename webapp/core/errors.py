"""What can go wrong in a way that a person must be told."""


class FutamachiError(Exception):
    """Carries a sentence for the reader, already in the reader's language."""

    status = 500

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class RuleBroken(FutamachiError):
    """A rule forbids what was asked: shown as a 409 page, nothing is written."""

    status = 409


class NotThere(FutamachiError):
    """No such row, or it belongs to somebody else: the two look the same (404)."""

    status = 404


class NotAllowed(FutamachiError):
    """The actor's role may not do this (403)."""

    status = 403


class TooMany(FutamachiError):
    """A rate limit was reached (429); `seconds` until it makes sense to try again."""

    status = 429

    def __init__(self, sentence: str = "", seconds: int = 60) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class BadFile(FutamachiError):
    """A file could not be used; the sentence says what to do."""

    status = 422


class MissingSetup(FutamachiError):
    """The service cannot start or work as configured; the sentence says what to change."""

    status = 503
