"""Every kind of letter belongs to exactly one topic, and nothing is named that does not exist."""

import pytest

from tests.support.letters import every_letter
from webapp.notices.topics import KINDS, REQUIRED, UNNOTED, Topic, is_required, patterns_of, topic_of

KNOWN = [sample.kind for sample in every_letter()]


def test_every_letter_is_found() -> None:
    assert len(KNOWN) > 200
    assert len(KNOWN) == len(set(KNOWN))
    assert {"accounts.verify_email", "registrations.life.expired", "certificates.issued", "onestop.applied"} <= {*KNOWN}


def test_every_kind_belongs_to_one_topic() -> None:
    named = [name for names in KINDS.values() for name in names.split()]
    assert len(named) == len(set(named)), "a name stands under two topics"
    nameless = [kind for kind in KNOWN if kind not in UNNOTED and not {*patterns_of(kind)} & {*named}]
    assert nameless == []
    assert {topic_of(kind) for kind in KNOWN} == {*Topic}


def test_every_name_of_the_tables_is_a_letter() -> None:
    known = {name for kind in KNOWN for name in patterns_of(kind)}
    named = {name for names in (*KINDS.values(), REQUIRED) for name in names.split()}
    assert named - known == set()


@pytest.mark.parametrize(
    ("kind", "topic", "required"),
    [
        ("accounts.reset_password", Topic.SECURITY, True),
        ("registrations.refused", Topic.REGISTRATION, True),
        ("registrations.received", Topic.REGISTRATION, False),
        ("registrations.work_arrived", Topic.WORK, False),
        ("receipts.voided", Topic.GIVING, True),
        ("payments.refunded", Topic.GIVING, True),
        ("onestop.reminder", Topic.GIVING, True),
        ("bookings.called_off", Topic.PLANS, True),
        ("bookings.tomorrow", Topic.PLANS, False),
        ("listings.saved.new_listings", Topic.MATCHES, False),
        ("projects.updates.news", Topic.PROJECTS, False),
        ("made.up", Topic.SECURITY, True),
    ],
)
def test_what_law_and_safety_need_is_always_sent(kind: str, topic: Topic, required: bool) -> None:
    assert (topic_of(kind), is_required(kind)) == (topic, required)
