"""Which arguments of addresses name a row about a person: whoever opens such a page has read of that person."""

from typing import Final

from webapp.activities.records.models import ActivityEvidence, ActivityRecord
from webapp.banks.homes.models import BankHome
from webapp.banks.users.models import BankTalk, BankUser
from webapp.bookings.models import Booking
from webapp.certificates.models import Certificate
from webapp.certificates.paper.models import OutsideSignature
from webapp.inquiries.threads.models import Thread, ThreadFile, ThreadMessage
from webapp.onestop.models import OneStopApplication, OneStopChange
from webapp.participations.feedback.models import ParticipationFeedback
from webapp.participations.models import Participation
from webapp.payments.models import PaymentAttempt, PaymentRefund
from webapp.pledges.models import Pledge
from webapp.privacy.requests.models import PrivacyRequest
from webapp.projects.supporters.models import Supporter
from webapp.receipts.models import Receipt
from webapp.registrations.life.models import Renewal
from webapp.registrations.models import Registration
from webapp.registrations.premium.models import PremiumRequest
from webapp.residents.reads.models import What
from webapp.residents.reads.pages import About

_OF_PLEDGE = (("pledge_id", Pledge),)
_OF_ATTEMPT = (("attempt_id", PaymentAttempt), *_OF_PLEDGE)
_OF_MESSAGE = (("message_id", ThreadMessage), ("thread_id", Thread))

ABOUT_PEOPLE: Final[dict[str, About]] = {
    "registration_id": About(Registration, What.APPLICATION),
    "renewal_id": About(Renewal, What.RENEWAL, (("registration_id", Registration),)),
    "premium_request_id": About(PremiumRequest, What.PREMIUM),
    "certificate_id": About(Certificate, What.CERTIFICATE),
    "outside_signature_id": About(OutsideSignature, What.CERTIFICATE, (("certificate_id", Certificate),)),
    "activity_record_id": About(ActivityRecord, What.ACTIVITY),
    "activity_evidence_id": About(ActivityEvidence, What.ACTIVITY, (("activity_record_id", ActivityRecord),)),
    "booking_id": About(Booking, What.BOOKING),
    "participation_id": About(Participation, What.PARTICIPATION),
    "participation_feedback_id": About(ParticipationFeedback, What.FEEDBACK, (("participation_id", Participation),)),
    "thread_id": About(Thread, What.THREAD),
    "thread_file_id": About(ThreadFile, What.THREAD, _OF_MESSAGE),
    "bank_home_id": About(BankHome, What.HOME),
    "bank_user_id": About(BankUser, What.HOME),
    "bank_talk_id": About(BankTalk, What.HOME, (("bank_user_id", BankUser),)),
    "pledge_id": About(Pledge, What.PLEDGE),
    "receipt_id": About(Receipt, What.PLEDGE, _OF_PLEDGE),
    "attempt_id": About(PaymentAttempt, What.PLEDGE, _OF_PLEDGE),
    "refund_id": About(PaymentRefund, What.PLEDGE, _OF_ATTEMPT),
    "project_supporter_id": About(Supporter, What.VOICE),
    "onestop_application_id": About(OneStopApplication, What.ONESTOP, _OF_PLEDGE),
    "onestop_change_id": About(OneStopChange, What.ONESTOP, (("application_id", OneStopApplication), *_OF_PLEDGE)),
    "privacy_request_id": About(PrivacyRequest, What.REQUEST),
}
