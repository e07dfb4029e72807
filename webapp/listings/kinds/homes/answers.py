"""Answers that the parts of a home's description share."""

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled

Text = str | None
Number = int | None
Area = float | None
Flag = bool | None


class Found(Labelled):
    """Whether a damage was looked for, and found."""

    NO = "no", _l("見つかっていない")
    YES = "yes", _l("ある")
    UNKNOWN = "unknown", _l("調べていない")
