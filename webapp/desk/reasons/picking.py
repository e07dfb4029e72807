"""A select of ready-made sentences beside a reason field: without a script the next screen has the sentence in the field."""

from collections.abc import Mapping
from typing import Any

from flask import request

from webapp.core.i18n import gettext as _
from webapp.core.permissions import current_actor
from webapp.core.reason_field import BLANK, CHOSEN, PRESSED
from webapp.desk.reasons.actions import note_use
from webapp.desk.reasons.models import Answer
from webapp.desk.reasons.queries import Reason, shown_reasons, shown_reasons_of

Ready = Mapping[str, Reason]


def ready_for(municipality_code: str, answer: Answer) -> Ready:
    """What a town's staff can choose for one decision, by key."""
    return shown_reasons_of(municipality_code, (answer,))[answer]


def offered(answer: str) -> Ready:
    """What the reader can choose: the house's, and what their towns made of them; who works elsewhere has the house's."""
    if not current_actor().is_staff:
        return {}
    towns = sorted(current_actor().municipalities) or [""]
    return {key: reason for code in towns for key, reason in shown_reasons(code, Answer(answer)).items()}


def used(answer: str, key: str) -> None:
    """Count it for the reader's town that has it."""
    for code in sorted(current_actor().municipalities):
        ready = shown_reasons(code, Answer(answer))
        if key in ready:
            note_use(code, Answer(answer), key, ready)
            return


def is_settled(form: Any, field: str, ready: Ready) -> bool:
    """Whether the form was sent to decide, whole, with nothing left to fill in.

    Where a sentence was asked for instead, it is in the field now and nothing is decided.
    """
    if is_filling():
        chosen = ready.get(request.form.get(CHOSEN, ""))
        form[field].data = "\n".join(part for part in (form[field].data or "", chosen.words if chosen else "") if part)
        return False
    if not form.validate_on_submit():
        return False
    if BLANK.search(form[field].data or ""):
        form[field].errors = [_("「〇〇」や「〇月〇日」を、実際のことばに書きかえてください。")]
        return False
    return True


def is_filling() -> bool:
    """Whether a sentence was asked for."""
    return request.method == "POST" and PRESSED in request.form


def status() -> int:
    """Of the page that shows the form again."""
    return 422 if request.method == "POST" and not is_filling() else 200


def note(municipality_code: str, answer: Answer, ready: Ready) -> None:
    """Count the sentence that was chosen last, if one was."""
    note_use(municipality_code, answer, request.form.get(CHOSEN), ready)
