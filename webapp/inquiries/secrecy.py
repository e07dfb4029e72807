"""What the other side may read of somebody: a shown name, and nothing that gives away who asks for secrecy (秘匿)."""

from dataclasses import dataclass

from webapp.accounts import queries as accounts
from webapp.core.actor import Actor
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.residents.queries import profile_of_user

_SHORTEST = 2


@dataclass(frozen=True)
class Veil:
    """Words of somebody that are covered wherever others read; empty for who asks for no secrecy."""

    words: tuple[str, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether this person asks for secrecy."""
        return bool(self.words)

    def over(self, text: str) -> str:
        """The text with every such word covered."""
        for word in self.words:
            text = text.replace(word, _("（伏せています）"))
        return text

    def refuse(self, *texts: str) -> None:
        """Raise RuleBroken when somebody who asks for secrecy is about to write who they are."""
        if any(word in text for text in texts for word in self.words):
            raise RuleBroken(
                _(
                    "「秘匿を希望する」を選んでいるのに、名前かメールアドレスが入っています。"
                    "その部分を消してから送ってください。相手には番号だけが見えます。"
                )
            )


def veil_of(user_id: str | None) -> Veil:
    """What has to stay covered of a person now: every spelling of the name, and the address."""
    profile = profile_of_user(user_id) if user_id else None
    if profile is None or not profile.is_confidential or user_id is None:
        return Veil()
    person = accounts.user(user_id)
    plain = [profile.full_name, profile.full_kana, person.display_name, person.email]
    joined = [name.replace(" ", "") for name in plain]
    parts = [profile.family_name, profile.given_name, profile.family_kana, profile.given_kana]
    known = {word for word in (*plain, *joined, *parts, *person.display_name.split()) if len(word) >= _SHORTEST}
    return Veil(tuple(sorted(known, key=lambda word: (-len(word), word))) or ("\0",))


def veil_for(actor: Actor) -> Veil:
    """The same of who acts."""
    return veil_of(actor.user_id)
