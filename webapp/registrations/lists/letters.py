"""Letters to the people on a list. They name the town and the list, and hold a link that works once."""

from datetime import date

from webapp.core.i18n import gettext as _
from webapp.core.letters import SecretDraft
from webapp.core.templating import show_date
from webapp.municipalities.models import Municipality
from webapp.registrations.lists.models import RegistrantEntry, RegistrantList


def please_confirm(
    entry: RegistrantEntry, source: RegistrantList, place: Municipality, token: str, until: date
) -> SecretDraft:
    """To each person, once: what the town holds, and that nothing happens without a yes."""
    town = place.full_name
    return SecretDraft(
        subject=_("%(town)sから：登録を続けるかどうかを教えてください", town=town),
        paragraphs=[
            _(
                "%(name)s さん。%(town)sは、「%(list)s」に載っている方に、ふたまちでの登録を案内しています。",
                name=entry.full_name,
                town=town,
                list=source.title,
            ),
            _("下のボタンから、市町村が持っている内容を見て、「登録する」か「登録しない」を選んでください。"),
            _(
                "何もしないと、%(day)sのあとに、この名簿の内容はふたまちから消えます。登録はされません。",
                day=show_date(until),
            ),
        ],
        facts=[(_("市町村"), town), (_("名簿"), source.title), (_("返事の期限"), show_date(until))],
        link=f"/lists/{token}",
        link_label=_("内容を見て選ぶ"),
    )


def still_waiting(
    entry: RegistrantEntry, source: RegistrantList, place: Municipality, token: str, until: date
) -> SecretDraft:
    """To who has not answered, once more and never again; the earlier link is dead."""
    draft = please_confirm(entry, source, place, token, until)
    return SecretDraft(
        subject=_("%(town)sから：お返事をお待ちしています", town=place.full_name),
        paragraphs=[*draft.paragraphs, _("前のメールのボタンは使えなくなりました。このメールが最後のお願いです。")],
        facts=draft.facts,
        link=draft.link,
        link_label=draft.link_label,
    )
