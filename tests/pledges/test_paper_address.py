"""A donor without an account and without e-mail: the town's letter knows where to go."""

from sqlmodel import Session, select

from tests.factories.pledges import a_pledge
from webapp.core import letters as post
from webapp.core.letters import Draft, Letter
from webapp.pledges.guests import addressee_of
from webapp.registrations.desk.paper import sheets_of


def thanks() -> Draft:
    return Draft("ありがとうございます", ["受け取りました。"], [])


def test_the_pledge_forms_address_stands_on_the_envelope(session: Session) -> None:
    pledge = a_pledge(donor_address="長野県塩尻市見本町1-2-3")
    pledge.user_id, pledge.email = None, ""
    post.queue(addressee_of(pledge), thanks)
    session.flush()
    (sheet,) = sheets_of(list(session.exec(select(Letter).where(Letter.subject == "ありがとうございます"))))
    assert sheet.address == "長野県塩尻市見本町1-2-3"
