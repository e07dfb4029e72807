"""Letters from a project to everybody who gave, each with a link that ends them."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

from webapp.core import letters as post
from webapp.core.letters import Draft
from webapp.projects.supporters import queries
from webapp.projects.supporters.stopping import stop_link

#: writes one letter; called with `stop_link`, the path that ends such letters
Write = Callable[..., Draft]


def tell(project_id: str, write: Write, *, besides: AbstractSet[str] = frozenset(), **values: Any) -> int:
    """Queue one letter for every reader of a project, besides those accounts that were told already; how many."""
    readers = [row for row in queries.readers_of(project_id) if row[0].id not in besides]
    for reader, supporter in readers:
        post.queue(reader, write, stop_link=stop_link(supporter), **values)
    return len(readers)
