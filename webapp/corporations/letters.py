"""Letters about designations, to the corporation's own people."""

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.letters import Draft
from webapp.corporations.models import Corporation, Designation
from webapp.municipalities.models import Municipality


def _facts(designation: Designation, corporation: Corporation, place: Municipality) -> list[tuple[str, str]]:
    return [
        (_("法人"), corporation.name),
        (_("まち"), place.full_name),
        (_("指定の番号"), designation.number),
        (_("業務"), joined(designation.task_labels)),
    ]


def designated(*, designation: Designation, corporation: Corporation, place: Municipality) -> Draft:
    """The municipality designated the corporation."""
    return Draft(
        _("%(town)sの指定を受けました", town=place.short_name),
        [
            _(
                "特定居住支援法人（二地域での暮らしを手伝う団体）の指定を受けました。このまちに、住まいや仕事を掲載できます。"
            )
        ],
        _facts(designation, corporation, place),
        "/desk/listings",
        _("掲載をつくる"),
    )


def ended(*, designation: Designation, corporation: Corporation, place: Municipality) -> Draft:
    """The designation is over, and why."""
    return Draft(
        _("%(town)sの指定が終わりました", town=place.short_name),
        [_("このまちでの指定が終わり、掲載していたものは休止になりました。理由を下に書いています。")],
        [*_facts(designation, corporation, place), (_("理由"), designation.end_reason)],
        "/desk/listings",
        _("掲載を確かめる"),
    )
