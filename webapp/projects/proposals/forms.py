"""Forms of proposals: who proposes, what it shows about itself, the hub person's notes."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField

from webapp.core.forms import Chosen, Form, LimitOf, NumberField, ParagraphField, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.projects.models import Project
from webapp.projects.proposals.models import Check, Eligibility, ProjectNote

_STATEMENT = LimitOf(Eligibility, "statement")
_PAPER = _l("書類（PDF・JPEG・PNG、なくてもよい）")


class BeginForm(Form):
    """The first page: whose idea, and what it is called."""

    proposer = SelectField(_l("だれの提案ですか"), [Chosen()])
    title = TextField(_l("題名"), [Required(), LimitOf(Project, "title")], description=_l("あとで変えられます。"))


class BodyForm(Form):
    """The five points, each with a statement and perhaps a paper."""

    base = ParagraphField(
        Check.BASE.label, [_STATEMENT], description=_l("拠点の場所を書いてください。例：秋葉区の○○会館")
    )
    base_file = FileField(_PAPER)
    people_count = NumberField(_l("まちに住む・働く・学ぶ人の数"), low=0, high=10_000)
    people = ParagraphField(
        Check.PEOPLE.label,
        [_STATEMENT],
        description=_l("例：住んでいる人が3人、働いている人が2人。名前は書かないでください。"),
    )
    people_file = FileField(_PAPER)
    bylaws = ParagraphField(
        Check.BYLAWS.label, [_STATEMENT], description=_l("決め方の条文を写すか、規約を出してください。")
    )
    bylaws_file = FileField(_PAPER)
    active = ParagraphField(
        Check.ACTIVE.label, [_STATEMENT], description=_l("いつから、どんな活動をしてきたかを書いてください。")
    )
    active_file = FileField(_PAPER)
    accounts = ParagraphField(
        Check.ACCOUNTS.label, [_STATEMENT], description=_l("会計の担当、通帳の管理、報告のしかたを書いてください。")
    )
    accounts_file = FileField(_PAPER)
    hub_person_id = SelectField(
        _l("伴走してほしいハブ人材"), description=_l("相談しながら進められます。あとからでも選べます。")
    )

    def statements(self) -> dict[Check, str]:
        """What was written about each point."""
        return {kind: self[kind.value].data or "" for kind in Check}

    def papers(self) -> dict[Check, Any]:
        """The files that were chosen."""
        sent = {kind: self[f"{kind.value}_file"].data for kind in Check}
        return {kind: file for kind, file in sent.items() if file}


class ConfirmForm(Form):
    """The last page before sending."""

    is_agreed = BooleanField(
        _l("団体の決め方にしたがって、この提案を出すことを決めました"),
        [Required(_l("団体で決めたことを確かめて、チェックを入れてください。"))],
    )
    may_publish = BooleanField(
        _l("採用されたら、内容と収支が公開されることを理解しました"),
        [Required(_l("公開されることを確かめて、チェックを入れてください。"))],
    )


class NoteForm(Form):
    """What the hub person saw and advised."""

    text = ParagraphField(_l("伴走の記録"), [Required(), LimitOf(ProjectNote, "text")])
