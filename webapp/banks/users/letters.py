"""Letters of the user's side: to the person, the bank's centre, the town of the home, the broker."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.banks import queries as banks
from webapp.banks.homes import queries as homes
from webapp.banks.homes.models import BankHome
from webapp.banks.models import AkiyaBank, BankBroker
from webapp.banks.users import queries
from webapp.banks.users.models import BankTalk, BankUser
from webapp.core import letters as post
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date, show_datetime
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality


def not_a_party() -> str:
    """The service gives information; contracts are made by others."""
    return _(
        "ふたまちとまちは情報を伝えるだけで、契約の当事者にも仲立ちにもなりません。契約は、免許のある業者を通して結びます。"
    )


def tell_centre(row: BankUser, write: Any) -> None:
    """To the town that runs the bank."""
    for person in accounts.desk_of(row.municipality_code):
        post.queue(person, write, row=row, bank=banks.by_id(row.bank_id))


def tell_user(row: BankUser, write: Any, **values: Any) -> None:
    """To the person, if there is still an account."""
    person = accounts.user(row.user_id) if row.user_id else None
    if person is not None and person.is_active:
        post.queue(person, write, row=row, bank=banks.by_id(row.bank_id), **values)


def tell_town(talk: BankTalk, write: Any) -> None:
    """To the town where the home stands."""
    home, place = homes.by_id(talk.home_id), municipalities.by_code(talk.municipality_code)
    for person in accounts.desk_of(talk.municipality_code):
        post.queue(person, write, talk=talk, home=home, place=place)


def tell_user_of(talk: BankTalk, write: Any) -> None:
    """To the person who asks about a home."""
    home, place = homes.by_id(talk.home_id), municipalities.by_code(talk.municipality_code)
    row = queries.user_by_id(talk.bank_user_id)
    person = accounts.user(row.user_id) if row.user_id else None
    if person is not None and person.is_active:
        post.queue(person, write, talk=talk, home=home, place=place)


def _user_facts(bank: AkiyaBank, row: BankUser) -> list[tuple[str, str]]:
    rows = [
        (_("バンク"), bank.name),
        (_("登録の期限"), show_date(row.valid_until)),
        (_("理由"), row.end_reason),
    ]
    return [(label, value) for label, value in rows if value]


def _mine(row: BankUser, bank: AkiyaBank, subject: str, text: str) -> Draft:
    return Draft(subject, [text], _user_facts(bank, row), "/my/banks", _("わたしの空き家バンクを開く"))


def user_arrived(*, row: BankUser, bank: AkiyaBank) -> Draft:
    """To the centre: somebody wants to be registered."""
    return Draft(
        _("空き家バンクの利用登録の申込みが届きました"),
        [_("内容を確かめて、登録するかを決めてください。")],
        [(_("バンク"), bank.name)],
        f"/staff/bank-users/{row.id}",
        _("申込みを開く"),
    )


def user_accepted(*, row: BankUser, bank: AkiyaBank) -> Draft:
    """To the person: registered."""
    text = _("利用登録ができました。気になる家に問合せや内見の申込みができます。")
    return _mine(row, bank, _("空き家バンクの利用登録ができました"), text)


def user_declined(*, row: BankUser, bank: AkiyaBank) -> Draft:
    """To the person: not registered."""
    return _mine(row, bank, _("空き家バンクの利用登録の結果"), _("今回は、利用登録をしないことになりました。"))


def user_ended(*, row: BankUser, bank: AkiyaBank) -> Draft:
    """To the person: taken away."""
    return _mine(row, bank, _("空き家バンクの利用登録が取り消されました"), _("理由を下に書いています。"))


def user_expired(*, row: BankUser, bank: AkiyaBank) -> Draft:
    """To the person: over."""
    text = _("利用登録の期限が過ぎました。続けるときは、画面の「登録を延ばす」を押してください。")
    return _mine(row, bank, _("空き家バンクの利用登録の期限が過ぎました"), text)


def _facts(talk: BankTalk, home: BankHome, place: Municipality) -> list[tuple[str, str]]:
    rows = [
        (_("登録番号"), home.reference),
        (_("家のある場所"), f"{place.full_name}{home.public_address}"),
        (_("内見の日時"), show_datetime(talk.viewing_at)),
        (_("理由"), talk.end_reason),
    ]
    return [(label, value) for label, value in rows if value]


def _to_town(talk: BankTalk, home: BankHome, place: Municipality, subject: str, text: str) -> Draft:
    return Draft(subject, [text], _facts(talk, home, place), f"/staff/bank-talks/{talk.id}", _("問合せを開く"))


def _to_user(talk: BankTalk, home: BankHome, place: Municipality, subject: str, *texts: str) -> Draft:
    link = f"/my/bank-talks/{talk.id}"
    return Draft(subject, list(texts), _facts(talk, home, place), link, _("やりとりを開く"))


def asked(*, talk: BankTalk, home: BankHome, place: Municipality) -> Draft:
    """To the town: a question."""
    text = _("登録した人から、家についての問合せが届きました。答えるか、内見の日を決めてください。")
    return _to_town(talk, home, place, _("空き家バンクの家への問合せ：%(n)s", n=home.reference), text)


def applied(*, talk: BankTalk, home: BankHome, place: Municipality) -> Draft:
    """To the town: somebody wants to negotiate."""
    text = _("交渉の申込みが届きました。所有者の意向を確かめ、業者に引き継いでください。")
    return _to_town(talk, home, place, _("交渉の申込み：%(n)s", n=home.reference), text)


def withdrawn(*, talk: BankTalk, home: BankHome, place: Municipality) -> Draft:
    """To the town: taken back."""
    return _to_town(
        talk, home, place, _("問合せの取り下げ：%(n)s", n=home.reference), _("問合せた人が取り下げました。")
    )


def answered(*, talk: BankTalk, home: BankHome, place: Municipality) -> Draft:
    """To the person: the town wrote."""
    text = _("まちから答えが届きました。画面で読み、内見や交渉に進めます。")
    return _to_user(talk, home, place, _("問合せに答えが届きました：%(n)s", n=home.reference), text)


def viewing_set(*, talk: BankTalk, home: BankHome, place: Municipality) -> Draft:
    """To the person: when to come."""
    text = _("内見の日時が決まりました。都合が悪くなったときは、早めにまちに知らせてください。")
    return _to_user(talk, home, place, _("内見の日時のお知らせ：%(n)s", n=home.reference), text)


def succeeded(*, talk: BankTalk, home: BankHome, place: Municipality) -> Draft:
    """To the person: a contract."""
    text = _("成約が記録されました。新しい暮らしが、よいものになりますように。")
    return _to_user(talk, home, place, _("成約のお知らせ：%(n)s", n=home.reference), text)


def failed(*, talk: BankTalk, home: BankHome, place: Municipality) -> Draft:
    """To the person: nothing came of it."""
    text = _("今回は成立しませんでした。ほかの家をさがすことができます。")
    return _to_user(talk, home, place, _("問合せの結果：%(n)s", n=home.reference), text)


def hand_over(talk: BankTalk, broker: BankBroker) -> None:
    """To the broker with what is needed to begin, and to the person with who the broker is."""
    home, place = homes.by_id(talk.home_id), municipalities.by_code(talk.municipality_code)
    row = queries.user_by_id(talk.bank_user_id)
    values = {"talk": talk, "home": home, "place": place}
    post.queue(post.Recipient(broker.email, broker.name), for_broker, user=row, **values)
    person = accounts.user(row.user_id) if row.user_id else None
    if person is not None and person.is_active:
        post.queue(person, handed, broker=broker, **values)


def for_broker(*, talk: BankTalk, home: BankHome, place: Municipality, user: BankUser) -> Draft:
    """To the broker: who it is, what they wish, whom to ask about the house."""
    name = queries.names_for_staff([user])[user.id]
    phone = _("まちの窓口を通して連絡してください") if queries.is_hidden(user) else user.phone
    facts = [*_facts(talk, home, place), (_("利用者"), name), (_("電話番号"), phone), (_("希望"), talk.wish)]
    text = _("空き家バンクの交渉を引き継ぎます。所有者の連絡先は、まちの担当者に確かめてください。")
    return Draft(_("空き家バンクの交渉の引き継ぎ：%(n)s", n=home.reference), [text, not_a_party()], facts)


def handed(*, talk: BankTalk, home: BankHome, place: Municipality, broker: BankBroker) -> Draft:
    """To the person: who takes over, under which licence."""
    draft = _to_user(
        talk,
        home,
        place,
        _("業者に引き継ぎました：%(n)s", n=home.reference),
        _("これからの交渉と契約は、次の業者が仲立ちします。業者から連絡があります。"),
        not_a_party(),
    )
    facts = [*draft.facts, (_("業者"), broker.name), (_("免許番号"), broker.licence), (_("電話番号"), broker.phone)]
    return Draft(draft.subject, draft.paragraphs, facts, draft.link, draft.link_label)
