"""What letters are about: every kind of letter belongs to one topic, and some must reach their reader at once."""

from functools import cache

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled


class Topic(Labelled):
    """What a letter is about, as a person chooses by it."""

    SECURITY = "security", _l("アカウントと安全")
    REGISTRATION = "registration", _l("登録・申請・証明書")
    MESSAGES = "messages", _l("相談と質問")
    PLANS = "plans", _l("予約と活動")
    MATCHES = "matches", _l("おすすめと保存した検索")
    GIVING = "giving", _l("寄附と受領証明書")
    PROJECTS = "projects", _l("応援している取り組み")
    TOWNS = "towns", _l("まちのコミュニティと集まり")
    OFFERS = "offers", _l("自分の掲載と提案")
    WORK = "work", _l("窓口の仕事")


#: a kind is its feature and function: `registrations.life.expired`. An exact name goes before `feature.*`, a longer
#: feature before a shorter one. `tests/notices/test_topics.py` walks every letter and every line here.
KINDS = {
    Topic.SECURITY: "accounts.* identity.* privacy.leaving.*",
    Topic.REGISTRATION: "registrations.* certificates.* corporations.designations.* banks.users.* privacy.requests.*",
    Topic.MESSAGES: "inquiries.* banks.users.answered banks.users.succeeded banks.users.failed banks.users.handed",
    Topic.PLANS: "bookings.* participations.* activities.records.* banks.users.viewing_set",
    Topic.MATCHES: "listings.saved.* matches.scouting.*",
    Topic.GIVING: "pledges.* receipts.* onestop.* payments.goes_back payments.refunded",
    Topic.PROJECTS: """
        projects.updates.news projects.reached_for_donors projects.questions.answered projects.questions.left_out
        """,
    Topic.TOWNS: "hubs.gatherings.* hubs.communities.*",
    Topic.OFFERS: "listings.* banks.homes.* projects.* matches.interested certificates.benefits.decided",
    Topic.WORK: """
        activities.records.claimed
        banks.* banks.homes.arrived banks.homes.survey_asked banks.homes.withdrawn
        banks.users.user_arrived banks.users.asked banks.users.applied banks.users.withdrawn banks.users.for_broker
        bookings.came_in bookings.was_cancelled bookings.was_moved
        certificates.benefits.proposed
        corporations.designations.consulted corporations.designations.arrived corporations.designations.proposed
        corporations.designations.withdrawn corporations.designations.changes.notified
        corporations.designations.orders.answered corporations.designations.reports.handed_in
        hubs.* hubs.communities.proposed
        inquiries.questions.asked inquiries.reports.arrived inquiries.reports.reminder inquiries.reports.raised
        inquiries.threads.asked inquiries.threads.asked_on inquiries.threads.reminder inquiries.threads.overdue
        inquiries.threads.nobody_answered inquiries.threads.handed_over inquiries.threads.to_broker
        inquiries.threads.still_silent inquiries.threads.still_silent_at
        listings.submitted listings.packages.* listings.consents.deletion_asked listings.consents.deletion_reminder
        listings.consents.deletion_overdue listings.consents.deletion_late listings.consents.deletion_confirmed
        matches.scouting.accepted matches.scouting.declined matches.scouting.retracted matches.scouting.expired
        municipalities.* tenancy.*
        onestop.voided_at_desk onestop.amount_at_desk
        participations.came_in participations.was_withdrawn
        payments.*
        privacy.requests.arrived
        projects.proposed projects.reached_at_town projects.withdrawn_at_town projects.questions.asked
        projects.reports.reported projects.updates.arrived
        registrations.work_arrived registrations.taken_back registrations.desk.* registrations.premium.work_arrived
        registrations.guardians.withdrawn_for_town registrations.life.departure_told
        registrations.life.moving_suspected registrations.life.renewals_wait
        """,
}
#: sent by mail at once whatever was chosen: safety, decisions, terms that run, money that goes back, outings called off
REQUIRED = """
    accounts.* identity.* privacy.leaving.* privacy.requests.*
    registrations.correction_wanted registrations.approved registrations.refused registrations.ended
    registrations.town_left registrations.town_left_undecided
    registrations.guardians.* registrations.lists.*
    registrations.life.renewal_due registrations.life.renewed registrations.life.renewal_declined
    registrations.life.suspended registrations.life.resumed registrations.life.departed registrations.life.expired
    registrations.life.moving_asked
    registrations.premium.granted registrations.premium.refused registrations.premium.ended
    registrations.premium.lapsed
    certificates.issued certificates.revoked certificates.suspended certificates.resumed
    corporations.designations.correction corporations.designations.designated corporations.designations.declined
    corporations.designations.ended corporations.designations.orders.issued
    corporations.designations.reports.asked corporations.designations.reports.overdue
    banks.users.user_accepted banks.users.user_declined banks.users.user_ended
    banks.homes.registered banks.homes.declined banks.homes.removed
    bookings.called_off participations.called_off hubs.gatherings.cancelled hubs.communities.barred
    inquiries.threads.refused inquiries.reports.decided inquiries.reports.concluded
    listings.consents.* listings.consent_asked listings.consent_copy listings.consent_lost
    matches.scouting.contact_given matches.scouting.retracted
    projects.correction projects.refused projects.cancelled projects.settlement.* projects.reports.*
    pledges.awaiting pledges.town_left receipts.* payments.*
    onestop.accepted onestop.refused onestop.voided onestop.lapsed onestop.moved onestop.reminder
    tenancy.*
    """
#: kinds that only gather other notices
UNNOTED = frozenset({"notices.digest"})
_TOPICS = {name: topic for topic, names in KINDS.items() for name in names.split()}
_REQUIRED = frozenset(REQUIRED.split())


def patterns_of(kind: str) -> list[str]:
    """What may name a kind, the narrowest first: `a.b.c` → `a.b.c`, `a.b.*`, `a.*`."""
    parts = kind.split(".")
    return [kind, *(".".join(parts[:length]) + ".*" for length in range(len(parts) - 1, 0, -1))]


@cache
def topic_of(kind: str) -> Topic:
    """The topic of a kind; one that nobody named counts as something that everybody must get."""
    return next((_TOPICS[name] for name in patterns_of(kind) if name in _TOPICS), Topic.SECURITY)


@cache
def is_required(kind: str) -> bool:
    """Whether letters of this kind leave at once by mail whatever their reader chose."""
    names = patterns_of(kind)
    is_named = any(name in _TOPICS for name in names)
    return not is_named or any(name in _REQUIRED for name in names)
