"""What a notice of a refusal says: how to object to the decision, and whom to ask."""

from webapp.core.i18n import gettext as _
from webapp.municipalities import queries
from webapp.municipalities.models import Municipality


def about_registrations(code: str) -> str:
    """The town's own words; without any, that its office explains the reason.

    Whether a registration is an act of law (行政処分), against which one may appeal, depends on the town's own rules.
    """
    own = str(queries.setting("registration_objection", code)).strip()
    return own or _("納得できないときは、まちの担当課に、くわしい説明を求められます。")


def of_the_law(town: Municipality) -> str:
    """What a written decision must tell (行政不服審査法82条, 行政事件訴訟法46条)."""
    return _(
        "この決定に不服があるときは、決定を知った日の翌日から3か月以内に、市町村長に審査請求ができます（行政不服審査法）。取消しの訴えは、決定を知った日から6か月以内に、%(town)sを相手に起こせます（行政事件訴訟法）。",
        town=town.full_name,
    )


def office(code: str) -> list[tuple[str, str]]:
    """Whom to ask: department, telephone and address, as far as the town has told them."""
    known = queries.programme(code)
    if known is None:
        return []
    rows = [(_("担当課"), known.department), (_("電話"), known.contact_phone), (_("メール"), known.contact_email)]
    return [(label, value) for label, value in rows if value]
