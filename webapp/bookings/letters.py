"""Letters about bookings: to who booked, and, naming nobody, to who expects them."""

from collections.abc import Callable

from webapp.accounts import queries as accounts
from webapp.bookings import queries
from webapp.bookings.models import Booking, BookingCalendar
from webapp.bookings.wording import times
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, queue

Write = Callable[..., Draft]


def tell_person(row: Booking, write: Write) -> None:
    """Queue one of the letters below to who booked, as long as they are there."""
    person = accounts.user(row.user_id) if row.user_id else None
    if person is not None and person.is_active:
        calendar = session().get_one(BookingCalendar, row.booking_calendar_id)
        queue(person, write, row=row, calendar=calendar, behind=queries.name_behind(calendar))


def tell_makers(row: Booking, write: Write) -> None:
    """Queue one of the letters below to who deals with the calendar."""
    calendar = session().get_one(BookingCalendar, row.booking_calendar_id)
    for somebody in queries.people_behind(calendar):
        queue(somebody, write, row=row, calendar=calendar)


def _facts(row: Booking, calendar: BookingCalendar, behind: str = "") -> list[tuple[str, str]]:
    facts = [
        (_("予約"), calendar.title),
        (_("日時"), times(row, calendar)),
        (_("場所"), calendar.place),
        (_("相手"), behind),
        (_("番号"), row.reference),
    ]
    return [(label, value) for label, value in facts if value]


def _own(row: Booking, calendar: BookingCalendar, behind: str, subject: str, *paragraphs: str) -> Draft:
    facts = _facts(row, calendar, behind)
    return Draft(subject, list(paragraphs), facts, f"/my/bookings/{row.id}", _("予約を見る"))


def confirmed(*, row: Booking, calendar: BookingCalendar, behind: str) -> Draft:
    """To the person: it is theirs."""
    return _own(
        row,
        calendar,
        behind,
        _("予約が決まりました：%(title)s", title=calendar.title),
        _("予約が決まりました。カレンダーに入れるファイルは、予約の画面にあります。"),
        _("来られなくなったら、早めに取り消してください。待っている人に順が回ります。"),
        *([calendar.note] if calendar.note else []),
    )


def received(*, row: Booking, calendar: BookingCalendar, behind: str) -> Draft:
    """To the person: somebody will say yes or no."""
    return _own(
        row,
        calendar,
        behind,
        _("予約の申込みを受け付けました：%(title)s", title=calendar.title),
        _("時間は押さえてあります。%(behind)sが返事をすると、メールでお知らせします。", behind=behind),
    )


def waits(*, row: Booking, calendar: BookingCalendar, behind: str) -> Draft:
    """To the person: it is full now."""
    return _own(
        row,
        calendar,
        behind,
        _("キャンセル待ちになりました：%(title)s", title=calendar.title),
        _("いまは埋まっています。空きが出ると、待っている順に自動で繰り上がり、メールでお知らせします。"),
    )


def moved_up(*, row: Booking, calendar: BookingCalendar, behind: str) -> Draft:
    """To the person: somebody else does not come."""
    return _own(
        row,
        calendar,
        behind,
        _("空きが出て、予約が決まりました：%(title)s", title=calendar.title),
        _("キャンセル待ちから繰り上がりました。来られないときは、早めに取り消してください。"),
    )


def moved(*, row: Booking, calendar: BookingCalendar, behind: str) -> Draft:
    """To the person: the other time is theirs."""
    return _own(
        row,
        calendar,
        behind,
        _("予約の日時が変わりました：%(title)s", title=calendar.title),
        _("新しい日時で予約が決まりました。カレンダーに入れるファイルは、入れ直してください。"),
    )


def declined(*, row: Booking, calendar: BookingCalendar, behind: str) -> Draft:
    """To the person: not possible, and why."""
    return _own(
        row,
        calendar,
        behind,
        _("予約を受けられませんでした：%(title)s", title=calendar.title),
        _("申し訳ありませんが、この日時の予約を受けられませんでした。"),
        _("理由：%(reason)s", reason=row.decision_reason),
    )


def called_off(*, row: Booking, calendar: BookingCalendar, behind: str) -> Draft:
    """To the person: the place cannot keep it."""
    return _own(
        row,
        calendar,
        behind,
        _("予約の中止のお知らせ：%(title)s", title=calendar.title),
        _("受け入れ側の都合で、この予約は中止になりました。ご迷惑をおかけします。別の日時を選び直せます。"),
        _("理由：%(reason)s", reason=row.decision_reason),
    )


def tomorrow(*, row: Booking, calendar: BookingCalendar, behind: str) -> Draft:
    """To the person, the day before."""
    return _own(
        row,
        calendar,
        behind,
        _("あすの予約のお知らせ：%(title)s", title=calendar.title),
        _("あすの予約です。来られないときは、きょう中に取り消してください。"),
        *([calendar.note] if calendar.note else []),
    )


def _to_makers(row: Booking, calendar: BookingCalendar, subject: str, text: str) -> Draft:
    paragraphs = [text, _("個人情報を守るため、名前はメールに書いていません。画面で確かめてください。")]
    return Draft(subject, paragraphs, _facts(row, calendar), f"/desk/bookings/{row.id}", _("予約を開く"))


def came_in(*, row: Booking, calendar: BookingCalendar) -> Draft:
    """To the makers."""
    text = _("予約の申込みがありました。返事が要る窓口のときは、早めに返事をしてください。")
    return _to_makers(row, calendar, _("予約が入りました：%(title)s", title=calendar.title), text)


def was_cancelled(*, row: Booking, calendar: BookingCalendar) -> Draft:
    """To the makers."""
    text = _("予約が取り消されました。キャンセル待ちの人がいれば、順に繰り上がっています。")
    return _to_makers(row, calendar, _("予約の取り消し：%(title)s", title=calendar.title), text)


def was_moved(*, row: Booking, calendar: BookingCalendar) -> Draft:
    """To the makers."""
    text = _("予約した人が、日時を変えました。返事が要る窓口のときは、新しい日時に返事をしてください。")
    return _to_makers(row, calendar, _("予約の日時の変更：%(title)s", title=calendar.title), text)
