"""A reason that somebody at work writes: with sentences to choose from, put into the field with a script or without one."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from flask import request
from wtforms.validators import StopValidation, ValidationError

from webapp.core.forms import ParagraphField
from webapp.core.i18n import gettext as _
from webapp.core.services import services

#: under this name the running app keeps who offers sentences and who counts them: two functions
READY = "ready_reasons"
#: names of the button that puts a sentence in, and of the select beside it
PRESSED, CHOSEN = "fill", "ready"
#: what the clerk was to fill in
BLANK = re.compile("〇〇|〇月〇日|〇枚")

Offer = Callable[[str], Mapping[str, Any]]
Note = Callable[[str, str], None]


class ReasonField(ParagraphField):
    """`ready` names the decision whose sentences are offered above the field."""

    def __init__(self, label: Any = None, validators: Any = None, *, ready: str, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.ready = ready

    @cached_property
    def offered(self) -> Mapping[str, Any]:
        """By key, what the reader can choose."""
        offer, _note = _lent()
        return offer(self.ready)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was typed, and below it the sentence that was asked for."""
        super().process_formdata(valuelist)
        chosen = self.offered.get(request.form.get(CHOSEN, "")) if PRESSED in request.form else None
        if chosen is not None:
            self.data = "\n".join(part for part in (self.data, chosen.words) if part)

    def pre_validate(self, form: Any) -> None:
        """Nothing is decided by asking for a sentence."""
        super().pre_validate(form)
        if PRESSED in request.form:
            raise StopValidation(_("文を欄に入れました。読んで直してから、もう一度押してください。"))

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Nothing is left to fill in; then the sentence that was taken is counted, with the decision."""
        if self.errors:
            return
        if BLANK.search(self.data or ""):
            raise ValidationError(_("「〇〇」や「〇月〇日」を、実際のことばに書きかえてください。"))
        if request.form.get(CHOSEN):
            _offer, note = _lent()
            note(self.ready, request.form[CHOSEN])


def _lent() -> tuple[Offer, Note]:
    found: tuple[Offer, Note] = services().extras[READY]
    return found
