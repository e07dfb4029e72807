"""What features lend each other: a lower one asks by its own key, the app factory puts in what a higher one offers."""

from typing import Any


def everything() -> dict[str, Any]:
    """By the lower feature's key; imported here and not above, because a lower feature knows no higher one."""
    return {
        **at_the_desk(),
        **followers(),
        **words_and_numbers(),
        **beside_hubs(),
        **personal_data(),
        **pages_about_people(),
        **leaving(),
        **told(),
        **beside_listings(),
        **beside_projects(),
        **beside_pledges(),
    }


def at_the_desk() -> dict[str, Any]:
    """What features put on the desk of a town's staff: what is found, and what can be taken back."""
    from webapp.accounting import due as due_books
    from webapp.certificates import found as certificates
    from webapp.core.reason_field import READY
    from webapp.corporations import found as corporations
    from webapp.corporations.designations import due as due_designations
    from webapp.desk.deadlines.days import LENDERS
    from webapp.desk.finding.groups import FINDERS
    from webapp.desk.reasons import picking
    from webapp.desk.waiting.kinds import KINDS
    from webapp.inquiries.reports import due as due_reports
    from webapp.inquiries.reports import waiting as many_reports
    from webapp.listings import due as due_listings
    from webapp.listings import found as listings
    from webapp.listings import waiting as many_listings
    from webapp.onestop import due as due_onestop
    from webapp.payments import due as due_payments
    from webapp.privacy.requests import due as due_privacy
    from webapp.projects import due as due_projects
    from webapp.projects import found as projects
    from webapp.receipts import found as receipts
    from webapp.registrations.desk import due as due_registrations
    from webapp.registrations.desk import found as registrations
    from webapp.registrations.desk import waiting as many_registrations
    from webapp.registrations.life import waiting as many_renewals

    due = (
        due_registrations, due_designations, due_listings, due_reports,
        due_projects, due_onestop, due_payments, due_books, due_privacy,
    )  # fmt: skip
    finding = (registrations, certificates, listings, projects, receipts, corporations)
    return {
        FINDERS: tuple(feature.find_for for feature in finding),
        LENDERS: tuple(feature.deadlines for feature in due),
        READY: (picking.offered, picking.used),
        KINDS: many_registrations.KINDS | many_renewals.KINDS | many_listings.KINDS | many_reports.KINDS,
    }


def followers() -> dict[str, Any]:
    """Who brings itself in line when something below changes."""
    from webapp.activities.following import FOLLOWERS as RECORD_FOLLOWERS
    from webapp.banks.users.actions import ENDED
    from webapp.certificates import following as certificates
    from webapp.certificates.jobs import after_compromise
    from webapp.corporations.designations.following import CARRIED, FOLLOWERS
    from webapp.inquiries import ending as inquiries
    from webapp.keys.actions import AFTER_COMPROMISE
    from webapp.listings import following as listings
    from webapp.listings.packages import following as packages
    from webapp.listings.views.public import OPENED
    from webapp.matches import applied, seen
    from webapp.onestop import following as onestop
    from webapp.participations import following as participations
    from webapp.participations.told import ANSWERS
    from webapp.pledges.following import CHANGED, PAID, UNPAID
    from webapp.pledges.thanks import following as supporters
    from webapp.receipts import actions as receipts
    from webapp.registrations.following import FOLLOWERS_OF_MANY
    from webapp.registrations.prefectures.following import follow_all as prefectures_follow
    from webapp.registrations.premium.following import follow_all as premium_follows

    return {
        FOLLOWERS_OF_MANY: (premium_follows, prefectures_follow, certificates.follow_all),
        RECORD_FOLLOWERS: (certificates.follow_record, participations.follow_record),
        FOLLOWERS: (listings.follow, packages.follow, inquiries.follow, certificates.follow_designation),
        CARRIED: (listings.carried,),
        ENDED: (inquiries.follow_talk,),
        AFTER_COMPROMISE: (after_compromise,),
        OPENED: (seen.opened,),
        ANSWERS: (applied.follow,),
        PAID: (supporters.reached, receipts.follow_paid, supporters.paid),
        UNPAID: (receipts.follow_unpaid, onestop.unpaid, supporters.unpaid),
        CHANGED: (onestop.changed, receipts.follow_changed),
    }


def words_and_numbers() -> dict[str, Any]:
    """What pages of lower features show of higher ones."""
    from webapp.accounts.queries import names_of
    from webapp.banks.finding import bank_of
    from webapp.banks.homes.publishing import banks_in, towns_having
    from webapp.banks.statistics import VIEWS
    from webapp.banks.users.actions import DUAL
    from webapp.bookings import with_hubs
    from webapp.bookings.feeds.views import APPOINTMENTS
    from webapp.core.furigana.pages import PLACES
    from webapp.corporations.views import ANSWERS_WITHIN
    from webapp.hubs.views import ON_PERSON
    from webapp.hubs.workload import KEY as HUB_WORK
    from webapp.inquiries.beside import badge_of_corporation
    from webapp.listings.consents.recall import HOLDERS
    from webapp.listings.consents.recipients import BANKS
    from webapp.listings.figures import FIGURES as LISTINGS
    from webapp.listings.finding.banks import KEY as BANK_OF
    from webapp.listings.prices import by_town as prices_by_town
    from webapp.matches.opened import views_of
    from webapp.municipalities.figures import KEY as FIGURES
    from webapp.municipalities.prefecture_views import PEOPLE_KEY
    from webapp.municipalities.readings import readings
    from webapp.municipalities.staff_views import NAMES_KEY
    from webapp.municipalities.statistics.wishes import PRICES
    from webapp.municipalities.views import TOWN_PAGE
    from webapp.pages.town.page import parts_of
    from webapp.participations.calendars import of_person
    from webapp.projects.figures import FIGURES as PROJECTS
    from webapp.registrations.figures import FIGURES as REGISTRATIONS
    from webapp.registrations.prefectures.queries import numbers_of
    from webapp.registrations.standing import dual_among

    return {
        PLACES: (readings,),
        FIGURES: (*REGISTRATIONS, *LISTINGS, *PROJECTS),
        PRICES: prices_by_town,
        TOWN_PAGE: parts_of,
        APPOINTMENTS: (of_person,),
        HUB_WORK: (with_hubs.WORK,),
        ON_PERSON: (with_hubs.on_person,),
        ANSWERS_WITHIN: badge_of_corporation,
        NAMES_KEY: names_of,
        PEOPLE_KEY: numbers_of,
        BANK_OF: bank_of,
        BANKS: (banks_in,),
        HOLDERS: (towns_having,),
        DUAL: (dual_among,),
        VIEWS: (views_of,),
    }


def beside_listings() -> dict[str, Any]:
    """What a listing's page shows of higher features: beside its facts, and below its text."""
    from webapp.banks import beside as banks
    from webapp.banks.users.beside import BESIDE_TALK
    from webapp.bookings import beside as bookings
    from webapp.inquiries import beside as inquiries
    from webapp.listings.beside import ASIDE, BELOW
    from webapp.listings.comparing import views as comparing
    from webapp.listings.nearby import MARKS as NEARBY
    from webapp.listings.queries import MARKS
    from webapp.participations import beside as participations

    return {
        BESIDE_TALK: (inquiries.talk_part,),
        MARKS: {**NEARBY, **banks.MARKS, **bookings.MARKS, **participations.MARKS, **inquiries.MARKS},
        ASIDE: (
            banks.aside,
            bookings.aside,
            participations.aside,
            inquiries.ask_part,
            comparing.aside,
        ),
        BELOW: (participations.below, inquiries.questions_part),
    }


def beside_projects() -> dict[str, Any]:
    """What projects ask about the money that is given to them."""
    from webapp.payments.by_project import fees_of_projects
    from webapp.payments.trustees.queries import why_no_account, why_not_designated
    from webapp.pledges.awaited import awaited_of
    from webapp.pledges.promising import taken
    from webapp.pledges.queries import funding_of
    from webapp.projects.funding import KEY as FUNDING
    from webapp.projects.lent import AWAITED, FEES, MAY_COLLECT, TAKEN

    return {
        FUNDING: funding_of,
        AWAITED: awaited_of,
        FEES: fees_of_projects,
        TAKEN: taken,
        MAY_COLLECT: (why_not_designated, why_no_account),
    }


def beside_pledges() -> dict[str, Any]:
    """What pages of pledges show of higher features, and where a donor goes to pay."""
    from webapp.onestop.limit.reminding import warning
    from webapp.onestop.pages import on_pledge
    from webapp.payments import beside as payments
    from webapp.payments.guest_views import page_of as page_to_pay
    from webapp.payments.trustees.queries import notice_to_donors
    from webapp.pledges.beside import COLLECTOR, LIMIT, ON_DESK, ON_PLEDGE, PAY
    from webapp.pledges.proofs import KEY as PROOFS
    from webapp.pledges.thanks.part import on_pledge as thanks
    from webapp.receipts.queries import proofs_of

    return {
        PROOFS: proofs_of,
        PAY: page_to_pay,
        LIMIT: warning,
        ON_PLEDGE: (payments.on_pledge, thanks, on_pledge),
        ON_DESK: (payments.at_desk,),
        COLLECTOR: notice_to_donors,
    }


def beside_hubs() -> dict[str, Any]:
    """What pages of hubs and communities show of one another and of higher features."""
    from webapp.bookings.workload import WORK as BOOKED
    from webapp.hubs.communities.views import ON_COMMUNITY
    from webapp.hubs.gatherings import views as gatherings
    from webapp.hubs.views import ON_HUB
    from webapp.hubs.workload import KEY as WORK
    from webapp.inquiries.workload import WORK as ASKED

    return {ON_COMMUNITY: (gatherings.of_community,), ON_HUB: (gatherings.at_hub,), WORK: (ASKED, BOOKED)}


def personal_data() -> dict[str, Any]:
    """What every feature knows of a person: taken along, erased, before an account closes."""
    from webapp.accounts.own_account import BEFORE_CLOSING
    from webapp.activities.records import own_data as activities
    from webapp.banks import own_data as banks
    from webapp.bookings import own_data as bookings
    from webapp.certificates import erasing as certificates
    from webapp.certificates.benefits.uses import own_data as benefits
    from webapp.corporations.designations import own_data as designations
    from webapp.desk import own_data as desk
    from webapp.hubs.communities import own_data as communities
    from webapp.hubs.gatherings import own_data as gatherings
    from webapp.identity import actions as identity
    from webapp.inquiries import own_data as inquiries
    from webapp.listings.consents import own_data as home_consents
    from webapp.listings.saved import own_data as saved_searches
    from webapp.matches import actions as matches
    from webapp.matches import own_data as match_data
    from webapp.matches.desk import own_data as batches
    from webapp.matches.scouting import own_data as scouts
    from webapp.notices import own_data as notices
    from webapp.onestop import own_data as onestop
    from webapp.participations import own_data as participations
    from webapp.payments import own_data as payments
    from webapp.pledges import own_data as pledges
    from webapp.privacy import account as accounts
    from webapp.privacy.everything import OWN_DATA
    from webapp.privacy.papers import actions as papers
    from webapp.privacy.requests import actions as privacy_requests
    from webapp.projects import own_data as projects
    from webapp.projects.questions import own_data as project_questions
    from webapp.projects.supporters import own_data as project_support
    from webapp.projects.updates import own_data as project_updates
    from webapp.registrations.erasing import BEFORE_ERASING, leave
    from webapp.registrations.life import own_data as life
    from webapp.registrations.lists import own_data as lists
    from webapp.registrations.premium import own_data as premium

    knowing = (
        banks, home_consents, activities, premium, life, lists, designations, benefits, scouts, batches, match_data,
        bookings, participations, inquiries, saved_searches, communities, gatherings, onestop, pledges, payments,
        projects, project_questions, project_support, project_updates, notices, desk, privacy_requests,
    )  # fmt: skip
    erasing = (
        identity, banks, home_consents, activities, premium, life, designations, benefits, certificates, batches,
        scouts, bookings, participations, inquiries, saved_searches, communities, gatherings, onestop, pledges,
        projects, project_questions, project_support, project_updates, papers, privacy_requests,
    )  # fmt: skip
    #: notices go last: what else is erased may still tell the person something
    erased = (*(feature.erase for feature in erasing), matches.forget, notices.erase)
    return {
        BEFORE_ERASING: erased,
        BEFORE_CLOSING: (leave, *erased, notices.erase_choices, desk.erase, accounts.erase),
        OWN_DATA: (
            accounts.exported,
            *(feature.exported for feature in knowing),
            *_also_taken_along(),
        ),
    }


def pages_about_people() -> dict[str, Any]:
    """Whose reading is noted: which arguments of addresses name a row about a person."""
    from webapp.privacy.about import ABOUT_PEOPLE
    from webapp.residents.reads.pages import ABOUT

    return {ABOUT: ABOUT_PEOPLE}


def _also_taken_along() -> tuple[Any, ...]:
    """Features that know of a person and erase nothing by themselves."""
    from webapp.certificates import queries as certificates
    from webapp.identity import queries as identities
    from webapp.receipts import queries as receipts
    from webapp.registrations.prefectures import own_data as prefectures

    return identities.exported, prefectures.exported, certificates.exported, receipts.exported


def told() -> dict[str, Any]:
    """What becomes of letters: who notes them, what their links stop, and how many notices are unread."""
    from webapp.accounts.signing import UNREAD
    from webapp.core.letters import NOTED
    from webapp.listings.saved import stopping as saved_searches
    from webapp.notices.actions import stop_of_topic
    from webapp.notices.posting import note
    from webapp.notices.queries import unread_of
    from webapp.notices.stopping import STOPPABLE, TOPIC
    from webapp.projects.supporters import stopping as supporters

    stoppable = {
        TOPIC: stop_of_topic,
        saved_searches.LETTER: saved_searches.stop_of,
        supporters.LETTER: supporters.stop_of,
    }
    return {NOTED: note, STOPPABLE: stoppable, UNREAD: unread_of}


def leaving() -> dict[str, Any]:
    """What happens when a municipality or one of its people leaves."""
    from webapp.accounts.transfers import HAND_ON_WORK, WORK_OF_ONE
    from webapp.activities.leaving import end_all_in as end_activities
    from webapp.banks.leaving import end_all_in as end_banks
    from webapp.bookings.leaving import call_off_all_in as call_off_bookings
    from webapp.certificates.benefits.leaving import end_all_in as end_benefits
    from webapp.corporations.designations.ending import end_all_in as end_designations
    from webapp.hubs.leaving import end_all_in as end_hubs
    from webapp.inquiries.ending import end_all_in as end_threads
    from webapp.listings.leaving import close_all_in as close_listings
    from webapp.listings.packages.following import end_all_in as end_packages
    from webapp.matches.desk import own_data as batches
    from webapp.matches.scouting import own_data as scouts
    from webapp.participations.leaving import call_off_all_in as call_off_participations
    from webapp.pledges.leaving import tell_donors_of
    from webapp.projects.actions import close_all_in as close_projects
    from webapp.registrations.desk.assigning import plan_hand_on, work_of
    from webapp.registrations.leaving import end_all_in as end_registrations
    from webapp.tenancy.actions import AFTER_LEAVING

    return {
        HAND_ON_WORK: (plan_hand_on,),
        WORK_OF_ONE: (work_of,),
        AFTER_LEAVING: (
            end_banks,
            end_packages,
            call_off_bookings,
            call_off_participations,
            close_listings,
            end_threads,
            end_designations,
            close_projects,
            end_activities,
            end_hubs,
            end_registrations,
            end_benefits,
            tell_donors_of,
            batches.withdraw_all_in,
            scouts.withdraw_all_in,
        ),
    }
