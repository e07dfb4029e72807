"""The owner's consent behind a home: asked by letter, recorded from paper, given, declined, taken back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from webapp.accounts.links import hash_token
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import current_locale, joined, recorded
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_token
from webapp.core.table import max_length_of
from webapp.corporations import queries as corporations
from webapp.listings import actions, letters, queries, rules
from webapp.listings.consents import recall, recipients
from webapp.listings.kinds import kind_of
from webapp.listings.models import ConsentChannel, Listing, OwnerConsent
from webapp.municipalities import queries as municipalities

#: of the words on the consent page; a change of meaning gets a new version
TEXT_VERSION = "2026-11"
ANSWER_WITHIN = timedelta(days=60)


def ask(
    listing: Listing,
    *,
    by: Actor,
    name: str,
    email: str,
    items: Sequence[str],
    valid_until: date | None = None,
    to: Sequence[str] = (),
) -> OwnerConsent:
    """Write to the owner with a link that only they get. An earlier letter's link stops working.

    `to`: values of `recipients.Choice`, besides the town and who made the listing.
    """
    _check_open(listing)
    taken = recipients.chosen(listing, to)
    for earlier in queries.consents_of(listing):
        if earlier.given_at is None:
            earlier.token_hash = None
    token = new_token()
    consent = _consent(listing, name, items, valid_until, taken)
    consent.owner_email, consent.token_hash, consent.asked_by = email.strip().lower(), hash_token(token), by.user_id
    session().add(consent)
    session().flush()
    recipients.note(consent, taken)
    trail.record(listing, "listing.ask_consent", by=by)
    place = municipalities.by_code(listing.municipality_code)
    owner = post.Recipient(consent.owner_email, name)
    post.queue(owner, letters.consent_asked, consent=consent, listing=listing, place=place, token=token)
    return consent


def record_paper(
    listing: Listing,
    *,
    by: Actor,
    name: str,
    items: Sequence[str],
    evidence: str,
    valid_until: date | None = None,
    to: Sequence[str] = (),
) -> OwnerConsent:
    """Note a consent that was signed on paper, and where that paper is."""
    _check_open(listing)
    taken = recipients.chosen(listing, to)
    if not evidence.strip():
        raise RuleBroken(_("書面の日付と保管場所を書いてください。"))
    consent = _consent(listing, name, items, valid_until, taken)
    consent.channel, consent.evidence, consent.asked_by = ConsentChannel.PAPER, evidence.strip(), by.user_id
    consent.given_at = now()
    session().add(consent)
    session().flush()
    recipients.note(consent, taken)
    trail.record(listing, "listing.record_consent", by=by, reason=consent.evidence)
    return consent


def note_application(listing: Listing, given: OwnerConsent, to: Sequence[str], *, by: Actor) -> OwnerConsent:
    """Keep a consent that an owner gave in an application to a bank; `given` has who, what and on what evidence."""
    taken = recipients.chosen(listing, to)
    base = _consent(listing, given.owner_name, given.items, given.valid_until, taken)
    base.channel, base.evidence, base.asked_by = ConsentChannel.APPLICATION, given.evidence, by.user_id
    base.owner_email, base.owner_user_id, base.given_at = given.owner_email, given.owner_user_id, now()
    session().add(base)
    session().flush()
    recipients.note(base, taken)
    trail.record(listing, "listing.record_consent", by=by, reason=base.evidence)
    return base


def _check_open(listing: Listing) -> None:
    if not kind_of(listing.kind).needs_consent:
        raise RuleBroken(_("所有者の同意が要るのは、住まいの掲載だけです。"))
    if listing.status not in rules.OPEN:
        raise RuleBroken(_("掲載中や確認中のものは、同意を取り直せません。"))


def _consent(
    listing: Listing, name: str, items: Sequence[str], valid_until: date | None, taken: Sequence[recipients.Choice]
) -> OwnerConsent:
    place = municipalities.by_code(listing.municipality_code)
    maker = corporations.by_id(listing.corporation_id).name if listing.corporation_id else ""
    return OwnerConsent(
        listing_id=listing.id,
        municipality_code=listing.municipality_code,
        owner_name=name,
        items=list(items),
        recipient=_cut(joined((place.official_name, maker, *(choice.name for choice in taken)))),
        purpose=recorded("二地域での暮らしを考える人に、家を紹介するため"),
        text_version=TEXT_VERSION,
        valid_until=valid_until,
    )


def _cut(names: str) -> str:
    """As far as its column holds; the recipients themselves are rows."""
    longest = max_length_of(OwnerConsent, "recipient") or len(names)
    return names if len(names) <= longest else names[: longest - 1] + "…"


def give(consent: OwnerConsent, *, by: Actor) -> None:
    """The owner says yes, once."""
    _check_unanswered(consent)
    consent.given_at, consent.read_in = now(), current_locale()
    consent.owner_user_id = by.user_id
    listing = queries.by_id(consent.listing_id)
    trail.record(listing, "listing.give_consent", by=by)
    _tell(listing, letters.consent_given)
    place = municipalities.by_code(listing.municipality_code)
    to = post.Recipient(consent.owner_email, consent.owner_name)
    post.queue(to, letters.consent_copy, consent=consent, listing=listing, place=place)


def decline(consent: OwnerConsent, *, by: Actor) -> None:
    """The owner says no, once."""
    _check_unanswered(consent)
    consent.declined_at = now()
    listing = queries.by_id(consent.listing_id)
    trail.record(listing, "listing.decline_consent", by=by)
    _tell(listing, letters.consent_declined)


def _check_unanswered(consent: OwnerConsent) -> None:
    if consent.given_at or consent.declined_at:
        raise RuleBroken(_("このお願いには、すでに答えていただいています。"))
    if consent.asked_at + ANSWER_WITHIN < now():
        raise RuleBroken(_("お願いから日がたったので、このリンクでは答えられません。もう一度送ってもらってください。"))


def _tell(listing: Listing, write: Any) -> None:
    place = municipalities.by_code(listing.municipality_code)
    for person in actions.makers(listing):
        post.queue(person, write, listing=listing, place=place)


def withdraw(consent: OwnerConsent, *, by: Actor, reason: str = "") -> None:
    """The owner takes the yes back: the home is hidden at once unless other consents still cover it.

    Whoever got its data is asked to delete it and to confirm that.
    """
    if consent.given_at is None or consent.withdrawn_at is not None:
        raise RuleBroken(_("取り消せる同意がありません。"))
    consent.withdrawn_at = now()
    listing = queries.by_id(consent.listing_id)
    trail.record(listing, "listing.withdraw_consent", by=by, reason=reason)
    session().flush()
    said = reason or recorded("所有者が同意を取り消しました。")
    service = system_actor("listing.withdraw_consent")
    actions.check_consent(listing, by=service, reason=said)
    recall.after_loss(consent, by=service, reason=said)
