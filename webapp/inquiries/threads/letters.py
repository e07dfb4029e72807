"""Letters about threads: to who asked, to who has to answer, to the town. What was written stays on the page."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.banks.users.letters import not_a_party
from webapp.core import letters as post
from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, SecretDraft
from webapp.core.templating import show_date
from webapp.inquiries import places
from webapp.inquiries.threads import handed, keys
from webapp.inquiries.threads.models import Thread
from webapp.listings import queries as listings
from webapp.municipalities import queries as municipalities

Facts = list[tuple[str, str]]


def _facts(thread: Thread) -> Facts:
    title = listings.by_id(thread.listing_id).title if thread.listing_id else ""
    rows = [(_("番号"), thread.code), (_("掲載"), title), (_("返事の期限"), show_date(thread.due_at))]
    return [(label, value) for label, value in rows if value]


def _to_place(thread: Thread, subject: str, paragraphs: list[str]) -> Draft:
    return Draft(subject, paragraphs, _facts(thread), f"/desk/messages/{thread.id}", _("やりとりを開く"))


def _to_person(thread: Thread, subject: str, paragraphs: list[str]) -> Draft:
    facts = [(_("件名"), thread.subject), *_facts(thread)]
    return Draft(subject, paragraphs, facts, f"/my/messages/{thread.id}", _("やりとりを開く"))


def asked(*, thread: Thread, place: str) -> Draft:
    """To the place: somebody asks."""
    words = _("期限までに返事をしてください。返事がないときは、市町村の担当者に知らせます。")
    return _to_place(thread, _("%(place)sに問い合わせが届きました", place=place), [words])


def asked_on(*, thread: Thread, **_place: str) -> Draft:
    """To the place: there is more."""
    return _to_place(thread, _("問い合わせに続きが届きました"), [_("たずねた人が、続きを書きました。")])


def reminder(*, thread: Thread, **_place: str) -> Draft:
    """To the place, on the last morning."""
    words = _("この問い合わせには、まだ返事がありません。きょうが期限です。短い返事でもかまいません。")
    return _to_place(thread, _("きょうが返事の期限です"), [words])


def overdue(*, thread: Thread, **_place: str) -> Draft:
    """To the place: the town knows."""
    words = _("返事がないまま日がたったので、市町村の担当者に知らせました。いまからでも返事をしてください。")
    return _to_place(thread, _("返事のない問い合わせを市町村に知らせました"), [words])


def nobody_answered(*, thread: Thread, place: str) -> Draft:
    """To the town: a corporation, or its own desk, did not answer."""
    words = _(
        "%(place)sあての問い合わせに、返事がないまま日がたちました。やりとりを読み、相手に確かめるか、まちから答えてください。",
        place=place,
    )
    return _to_place(thread, _("返事のない問い合わせがあります：%(place)s", place=place), [words])


def handed_over(*, thread: Thread, by: str) -> Draft:
    """To a colleague: it is yours now."""
    return _to_place(
        thread, _("問い合わせの担当になりました"), [_("%(by)sさんが、この問い合わせをあなたに頼みました。", by=by)]
    )


def to_broker(*, thread: Thread, place: str, says: Any) -> SecretDraft:
    """The same as to any place, with a link in place of an account."""
    draft = says(thread=thread, place=place)
    lines = [
        *draft.paragraphs,
        _(
            "アカウントは要りません。下のリンクから読んで答えられます。"
            "リンクは、やりとりか引き継ぎが終わると使えなくなります。ほかの人に渡さないでください。"
        ),
        not_a_party(),
    ]
    return SecretDraft(draft.subject, lines, draft.facts, f"/brokers/threads/{keys.new(thread)}", draft.link_label)


def answered(*, thread: Thread, place: str) -> Draft:
    """To the person: an answer is there."""
    words = _("%(place)sから返事が届きました。続けてたずねることもできます。", place=place)
    return _to_person(thread, _("返事が届きました：%(place)s", place=place), [words])


def settled(*, thread: Thread, place: str) -> Draft:
    """To the person: the place holds it for answered."""
    words = _(
        "%(place)sが、このやりとりを終えました。まだ聞きたいことがあれば、続きを書くとまた始まります。", place=place
    )
    return _to_person(thread, _("やりとりが終わりました：%(place)s", place=place), [words])


def refused(*, thread: Thread, place: str) -> Draft:
    """To the person: no more messages are taken, and where to complain."""
    words = [
        _("%(place)sが、あなたからの送信を受け取らないことにしました。", place=place),
        _(
            "市町村の担当者も、このやりとりを読んで確かめます。納得できないときは、「困ったときの手順」から申し出られます。"
        ),
    ]
    return _to_person(thread, _("送信が止められました：%(place)s", place=place), words)


def offered(*, thread: Thread, place: str) -> Draft:
    """To the person: somebody else could answer better."""
    words = _(
        "%(place)sが、別の相手に引き継ぐことを提案しています。あなたが同意するまで、やりとりはその相手に伝わりません。",
        place=place,
    )
    return _to_person(thread, _("やりとりの引き継ぎに同意しますか"), [words])


def ended(*, thread: Thread, place: str) -> Draft:
    """To the person: nobody is left who would answer."""
    words = _(
        "%(place)sが答えられなくなったため、このやりとりを終えました。まちの窓口にたずねてください。", place=place
    )
    return _to_person(thread, _("やりとりが終わりました：%(place)s", place=place), [words])


def town_told(*, thread: Thread, place: str) -> Draft:
    """To the person: the town knows now, and what else can be done."""
    office = municipalities.programme(thread.municipality_code)
    town = municipalities.by_code(thread.municipality_code).full_name
    lines = [
        _("%(place)sから返事がないため、%(town)sの担当者に知らせました。お待たせしています。", place=place, town=town),
        _("急ぐときは、まちの窓口に電話してください。苦情として申し出ることもできます。"),
    ]
    draft = _to_person(thread, _("返事がないことをまちに知らせました"), lines)
    contact = [(_("窓口"), office.department), (_("電話"), office.contact_phone)] if office else []
    draft.facts.extend((label, value) for label, value in contact if value)
    return draft


def still_silent(*, thread: Thread, place: str) -> Draft:
    """To the town's administrators: its desk did not act."""
    words = _(
        "%(place)sあての問い合わせを担当者に知らせましたが、まだ返事がありません。管理者から、答える人を決めてください。",
        place=place,
    )
    return _to_place(thread, _("まちにも返事のない問い合わせがあります：%(place)s", place=place), [words])


def still_silent_at(*, thread: Thread, place: str) -> Draft:
    """To the operator, who does not read threads: which town to call, and the number to name."""
    town = municipalities.by_code(thread.municipality_code).full_name
    words = _(
        "問い合わせに、%(place)sも%(town)sも返事をしていません。まちの管理者に連絡してください。",
        place=place,
        town=town,
    )
    subject = _("返事のない問い合わせについて、%(town)sに連絡してください", town=town)
    return Draft(
        subject,
        [words],
        [(_("番号"), thread.code), (_("まち"), town)],
        f"/operator/{thread.municipality_code}",
        _("まちを見る"),
    )


def further_told(*, thread: Thread, place: str) -> Draft:
    """To the person: who knows now, and that a complaint is possible."""
    town = municipalities.by_code(thread.municipality_code).full_name
    lines = [
        _("%(place)sからも%(town)sからも返事がありません。申し訳ありません。", place=place, town=town),
        _(
            "%(town)sの管理者と、ふたまちの運営者に知らせました。苦情として申し出ると、期限のある答えが届きます。",
            town=town,
        ),
    ]
    return _to_person(thread, _("返事がないことを、まちの管理者と運営者に知らせました"), lines)


def tell_further(thread: Thread) -> None:
    """Write to the town's administrators and to the operator."""
    for admin in accounts.staff_of(thread.municipality_code, Role.MUNICIPALITY_ADMIN):
        _post(admin, still_silent, thread)
    for operator in accounts.operators():
        _post(operator, still_silent_at, thread)


def tell_place(thread: Thread, write: Any) -> None:
    """Write to who answers; to a broker with a link that opens this thread and nothing else."""
    broker = handed.broker_of(thread)
    if broker is not None and handed.is_standing(thread):
        to = post.Recipient(broker.email, broker.name)
        post.queue(to, to_broker, thread=thread, place=broker.name, says=write)
    for person in places.staff_of(thread.answerer, thread.corporation_id, thread.assigned_to):
        _post(person, write, thread)


def tell_town(thread: Thread) -> None:
    """Write to the town's desk; to its administrators when the town itself did not answer."""
    code = thread.municipality_code
    admins = accounts.staff_of(code, Role.MUNICIPALITY_ADMIN)
    for somebody in accounts.desk_of(code) if thread.is_elsewhere or not admins else admins:
        _post(somebody, nobody_answered, thread)


def tell_person(thread: Thread, write: Any) -> None:
    """Write to who asked, as long as they are there."""
    person = accounts.user(thread.user_id) if thread.user_id else None
    if person is not None and person.is_active:
        _post(person, write, thread)


def _post(to: post.Addressee, write: Any, thread: Thread) -> None:
    name = places.names_of({thread.answerer}).get(thread.answerer, "")
    post.queue(to, write, thread=thread, place=name)
