"""A person with ten years of data: their centre, the file for machines, and the PDF that the worker makes."""

import json
import time
from datetime import timedelta

from sqlmodel import select

from tests.bench.harness import Report
from tests.bench.workbench import service
from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.inquiries import a_thread
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration
from webapp.accounts.models import User
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.ids import new_id
from webapp.inquiries.threads.models import ThreadStatus
from webapp.matches.models import EventKind, MatchEvent, MatchPerson
from webapp.notices.models import Notice, Way
from webapp.notices.topics import Topic
from webapp.privacy.everything import known_of
from webapp.privacy.overview import held_of
from webapp.privacy.papers.setting import paper_of
from webapp.residents.reads.models import DataRead, What

TOWN = "202151"
YEARS = 10


def measure(report: Report) -> None:
    """CPU seconds of each; the goal of the issue is a minute for both files together."""
    with service() as (app, database), app.app_context():
        with database.transaction():
            user_id = _lived()
        with database.transaction(read_only=True) as opened:
            person = opened.exec(select(User).where(User.id == user_id)).one()
            began = time.process_time()
            held = held_of(actor_of(person))
            report.add("what the centre counts", (time.process_time() - began) * 1000, "ms", at_most=2000)
            rows = sum(one.count for one in held)
            began = time.process_time()
            text = json.dumps(known_of(actor_of(person)), ensure_ascii=False)
            report.add(f"file for machines, {rows:,} rows", time.process_time() - began, "s", at_most=5)
            report.add("  its size", len(text) / 1e6, "MB")
            began = time.process_time()
            paper = paper_of(person)
            report.add("PDF", time.process_time() - began, "s", at_most=55, note="PDF/A-3a, PDF/UA-1")
            report.add("  its size", len(paper) / 1e6, "MB")


def _lived() -> str:
    """A suggestion page a week, a notice every second day, a talk a month, readers twice a month."""
    a_programme(TOWN)
    user, clerk, listing = a_resident_user(), a_clerk(TOWN), a_listing(TOWN)
    a_registration(user)
    person = MatchPerson(user_id=user.id)
    session().add(person)
    for _month in range(12 * YEARS):
        talk = a_thread(a_listing(TOWN), user, text="週末に見学できますか。駅からの道も教えてください。" * 4)
        talk.status, talk.opened_at = ThreadStatus.CLOSED, now() - timedelta(days=30)
        session().flush()
    words = {"subject": {"message": "予約の時間が変わりました", "values": {}}}
    weeks, days = 52 * YEARS, 365 * YEARS
    for number in range(weeks * 20):
        at = now() - timedelta(days=number // 20 * 7)
        session().add(
            MatchEvent(
                person=person.id, listing_id=listing.id, kind=EventKind.IMPRESSION, page=new_id(), position=number % 20,
                score=70.0, model_version="2026-11-01", at=at,
            )
        )  # fmt: skip
    for number in range(days // 2):
        at = now() - timedelta(days=number * 2)
        session().add(
            Notice(
                user_id=user.id, kind="bookings.moved", topic=Topic.PLANS, words=words, way=Way.AT_ONCE, created_at=at
            )
        )
    for number in range(24 * YEARS):
        day = today() - timedelta(days=number * 15)
        session().add(
            DataRead(
                user_id=user.id, municipality_code=TOWN, organisation=TOWN, reader_id=clerk.id, role=Role.CLERK,
                what=What.APPLICATION, on_day=day,
            )
        )  # fmt: skip
    return user.id
