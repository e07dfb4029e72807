"""The form field in which a person names a municipality: by name, by prefecture and name, or by code."""

from typing import Any

from markupsafe import Markup
from wtforms import StringField
from wtforms.widgets import TextInput

from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries
from webapp.municipalities.models import Municipality


class _SuggestingInput(TextInput):
    """A text input; with JavaScript, `js/suggest.js` offers names as they are typed."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("autocomplete", "off")
        kwargs.setdefault("data-suggest", "/municipalities/suggest")
        return super().__call__(field, **kwargs)


class MunicipalityField(StringField):
    """`.data` is the six-digit code or None; 25 names repeat, so an ambiguous one is asked back."""

    widget = _SuggestingInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("description", _l("例：長野県塩尻市。名前だけでも分かります。"))
        super().__init__(label, validators, **kwargs)
        self.typed = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Find the one municipality that is meant. Raises ValueError with a sentence."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not self.typed:
            return
        found = queries.find(self.typed)
        if len(found) == 1:
            self.data = found[0].code
        elif found:
            names = joined(m.full_name for m in found)
            raise ValueError(
                _("同じ名前の市町村がいくつかあります。都道府県から入力してください：%(names)s", names=names)
            )
        else:
            raise ValueError(_("この名前の市町村が見つかりません。例：長野県塩尻市"))

    def _value(self) -> str:
        if self.typed:
            return self.typed
        row = session().get(Municipality, self.data) if self.data else None
        return row.full_name if row else ""
