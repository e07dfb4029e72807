"""What happens to each letter that is queued: its reader finds it in the centre, and has said how else to be told."""

from datetime import datetime

from webapp.accounts.models import User
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.kept_words import Kept
from webapp.core.letters import Addressee, Course, Draft, SecretDraft
from webapp.core.services import settings
from webapp.notices.models import Notice, NoticeChoices, Way
from webapp.notices.queries import choices_of
from webapp.notices.quiet import quiet_until
from webapp.notices.stopping import topic_link
from webapp.notices.topics import UNNOTED, is_required, topic_of


def note(to: Addressee, kind: str, draft: Draft, subject: Kept) -> Course:
    """Note a letter for who has an account; how it goes on. Who closed theirs has no address any more.

    A link that holds a token is in the mail alone: that is sent whatever was chosen.
    """
    if not isinstance(to, User) or kind in UNNOTED:
        return Course()
    if not to.is_active:
        return Course(is_mailed=False)
    is_secret = isinstance(draft, SecretDraft)
    topic, required = topic_of(kind), is_secret or is_required(kind)
    choices = None if required else choices_of(to.id)
    way = choices.way(topic) if choices else Way.AT_ONCE
    session().add(
        Notice(
            user_id=to.id,
            kind=kind,
            topic=topic,
            words={"subject": subject},
            link="" if is_secret else draft.link,
            way=way,
        )
    )
    if required:
        return Course()
    return Course(way is Way.AT_ONCE, _morning(choices), topic_link(to.id, topic))


def _morning(choices: NoticeChoices | None) -> datetime | None:
    """When quiet hours end, if it is quiet now; the service's own hours for who has not chosen."""
    if choices is not None:
        return quiet_until(now(), choices.quiet_from, choices.quiet_until) if choices.is_quiet else None
    hours = settings().quiet_hours
    return quiet_until(now(), *(int(hour) for hour in hours.split("-"))) if hours else None
