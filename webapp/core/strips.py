"""A strip that shows where one value stands between the least and the most; the words beside it say the same."""

from markupsafe import Markup


def strip(standing: float) -> Markup:
    """A line from 0 to 1 with its middle and a dot at `standing`. Raises ValueError outside of 0–1."""
    if not 0 <= standing <= 1:
        raise ValueError("a standing lies between 0 and 1")
    return Markup(
        '<svg class="strip" width="100%" height="20" aria-hidden="true" focusable="false">'
        '<line class="strip__line" x1="4%" x2="96%" y1="10" y2="10"/><line class="strip__middle" x1="50%" x2="50%" y1="4" y2="16"/>'
        '<circle class="strip__dot" cx="{}%" cy="10" r="6"/></svg>'
    ).format(f"{4 + 92 * standing:.1f}")
