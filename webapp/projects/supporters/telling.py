"""Letters from a project to everybody who gave, each with a link that ends them."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from itsdangerous import BadSignature, URLSafeSerializer

from webapp.core import letters as post
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.services import settings
from webapp.projects.supporters import queries
from webapp.projects.supporters.models import Supporter

#: writes one letter; called with `stop_link`, the path that ends such letters
Write = Callable[..., Draft]


def tell(project_id: str, write: Write, *, besides: AbstractSet[str] = frozenset()) -> int:
    """Queue one letter for every reader of a project, besides those accounts that were told already; how many."""
    readers = [row for row in queries.readers_of(project_id) if row[0].id not in besides]
    for reader, supporter in readers:
        post.queue(reader, write, stop_link=f"/projects/letters/{token_of(supporter)}")
    return len(readers)


def of_token(token: str) -> Supporter:
    """Whose letters a link is about. Raises NotThere."""
    try:
        row = queries.by_id(str(_serializer().loads(token)))
    except BadSignature:
        row = None
    if row is None:
        raise NotThere(_("このリンクは使えません。手紙のリンクを、もう一度開いてください。"))
    return row


def token_of(supporter: Supporter) -> str:
    """What the link carries; it can stop letters and let them come again, and nothing else."""
    return str(_serializer().dumps(supporter.id))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="project-letters")
