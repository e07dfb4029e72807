"""Forms of the phone: only a button."""

from webapp.core.forms import Form


class ButtonForm(Form):
    """Carries the token against forged requests."""
