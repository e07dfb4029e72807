"""Letters about communities."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.hubs.communities.models import Community
from webapp.municipalities.models import Municipality


def _facts(community: Community, place: Municipality, reason: str = "") -> list[tuple[str, str]]:
    facts = [(_("コミュニティ"), community.name), (_("まち"), place.full_name)]
    return [*facts, (_("理由"), reason)] if reason else facts


def proposed(*, community: Community, place: Municipality) -> Draft:
    """To those who look after communities: one waits."""
    return Draft(
        _("コミュニティの提案が届きました：%(name)s", name=community.name),
        [_("内容を読んで、公開するかどうかを決めてください。")],
        _facts(community, place),
        "/desk/communities",
        _("提案を見る"),
    )


def approved(*, community: Community, place: Municipality) -> Draft:
    """To who proposed it: everybody sees it."""
    return Draft(
        _("コミュニティが公開されました：%(name)s", name=community.name),
        [_("だれでも見られるようになり、入りたい人が入れます。")],
        _facts(community, place),
        f"/communities/{community.id}",
        _("ページを開く"),
    )


def refused(*, community: Community, place: Municipality, reason: str) -> Draft:
    """To who proposed it: it is not shown, and why."""
    return Draft(
        _("コミュニティは公開されませんでした：%(name)s", name=community.name),
        [_("次の理由で、公開を見送りました。内容を変えて、もう一度提案できます。")],
        _facts(community, place, reason),
        f"/municipalities/{community.municipality_code}/communities",
        _("まちのコミュニティを見る"),
    )


def barred(*, community: Community, place: Municipality, reason: str) -> Draft:
    """To somebody who was sent away: why, and where to turn."""
    return Draft(
        _("コミュニティから外れました：%(name)s", name=community.name),
        [_("次の理由で、コミュニティから外れることになりました。納得できないときは、まちの窓口に相談してください。")],
        _facts(community, place, reason),
        f"/municipalities/{community.municipality_code}",
        _("まちの窓口を見る"),
    )
