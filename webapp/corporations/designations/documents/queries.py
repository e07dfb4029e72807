"""Who sees which paper: who applied, and the town it was handed to."""

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.documents.models import DesignationDocument, DocumentRequirement
from webapp.corporations.designations.models import Designation


def own_for(actor: Actor, document_id: str) -> tuple[DesignationDocument, Designation]:
    """A paper of an application that this person wrote. Raises NotThere."""
    found = _get(document_id)
    designation = designations.own_for(actor, found.designation_id)
    if not designations.is_applicant(actor, designation):
        raise NotThere
    return found, designation


def review_for(actor: Actor, document_id: str) -> tuple[DesignationDocument, Designation]:
    """A paper that was handed to a municipality of the actor. Raises NotThere."""
    found = _get(document_id)
    return found, designations.review_for(actor, found.designation_id)


def line_for(actor: Actor, requirement_id: str) -> DocumentRequirement:
    """A line of the checklist of a municipality of the actor. Raises NotThere."""
    found = session().get(DocumentRequirement, requirement_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def _get(document_id: str) -> DesignationDocument:
    found = session().get(DesignationDocument, document_id)
    if found is None:
        raise NotThere
    return found
