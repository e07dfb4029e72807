"""Forms of papers: one file, one tick, one line of a checklist."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField
from wtforms.validators import Optional

from webapp.core.forms import Chosen, DayField, Form, LimitOf, NumberField, Required, TextField, options
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations.documents.models import DesignationDocument, DocumentRequirement, Verdict
from webapp.corporations.files import LARGEST_MIB


class UploadForm(Form):
    """One file and the day it was issued."""

    file = FileField(
        _l("ファイル（PDF・JPEG・PNG）"),
        [FileRequired(_l("ファイルを選んでください。"))],
        description=_l("%(n)sメガバイトまで。紙の書類は、写真でもかまいません。", n=LARGEST_MIB),
    )
    issued_on = DayField(_l("発行された日"), [Optional()])


class DatedUploadForm(UploadForm):
    """A paper that must be fresh."""

    issued_on = DayField(_l("発行された日"), [Required()], description=_l("書類に書かれている日付です。"))


class CheckForm(Form):
    """What the examiner found."""

    verdict = RadioField(_l("確認"), [Chosen()], choices=options((v.value, v.label) for v in Verdict))
    note = TextField(_l("差し替えてほしい理由"), [LimitOf(DesignationDocument, "verdict_note")])


class LineForm(Form):
    """One line of a town's checklist."""

    title = TextField(_l("書類の名前"), [Required(), LimitOf(DocumentRequirement, "title")])
    help = TextField(_l("説明"), [LimitOf(DocumentRequirement, "help")])
    is_required = BooleanField(_l("必ず出してもらう"))
    max_age_months: Any = NumberField(
        _l("発行からの期間"),
        [Optional()],
        low=1,
        high=120,
        description=_l("例：3。空なら、いつのものでもかまいません。"),
    )
