"""What this reader does next at a town: a visitor, a resident before and after applying, the town's own people."""

from dataclasses import dataclass

from webapp.core.actor import Actor, Role
from webapp.core.i18n import gettext as _
from webapp.core.templating import link
from webapp.municipalities.models import Municipality
from webapp.registrations import queries as registrations
from webapp.registrations.models import EDITABLE, RegistrationStatus
from webapp.residents import queries as residents


@dataclass(frozen=True)
class NextStep:
    """One sentence, one button."""

    words: str
    label: str
    href: str


def next_step(town: Municipality, actor: Actor, *, is_open: bool) -> NextStep | None:
    """What the button at the foot of the page does; None where there is nothing to press."""
    if actor.may_act_for(town.code):
        words = _("あなたが担当しているまちです。見え方を確かめ、ことばや連絡先を直せます。")
        return NextStep(words, _("仕事の画面へ行く"), link("pages.dashboard"))
    if actor.is_signed_in and not actor.has(Role.RESIDENT):
        return None
    standing = registrations.open_at(actor.user_id, town.code) if actor.user_id else None
    if standing is not None:
        return _of_registered(town, standing.status, standing.id)
    if not is_open:
        return None
    profile = residents.profile_of(actor) if actor.is_signed_in else None
    if profile is not None and profile.home_code == town.code:
        words = _("あなたの住んでいるまちです。住んでいるまちには、登録できません。")
        return NextStep(words, _("ほかのまちをさがす"), link("municipalities.index"))
    label = _("%(town)sに登録を申し込む", town=town.short_name)
    return NextStep(
        _("登録すると、滞在や手伝いの相談がしやすくなります。"), label, link("registrations.start", code=town.code)
    )


def _of_registered(town: Municipality, status: RegistrationStatus, registration_id: str) -> NextStep:
    if status is RegistrationStatus.APPROVED:
        words = _("%(town)sに登録しています。特典と、これからの活動を見られます。", town=town.short_name)
        return NextStep(words, _("使える特典を見る"), link("my_benefits.mine"))
    href = link("registrations.show", registration_id=registration_id)
    if status in EDITABLE:
        return NextStep(_("書きかけの申請があります。続きを書いて送れます。"), _("申請の続きを書く"), href)
    return NextStep(_("申請を受け付けています。結果をお待ちください。"), _("申請のようすを見る"), href)
