"""Letters about a standing registration: reminders, renewal, suspension, moving, the end. Letters to staff name nobody."""

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date, show_era
from webapp.municipalities.models import Municipality
from webapp.registrations.models import Registration


def _facts(registration: Registration, town: str) -> list[tuple[str, str]]:
    rows = [(_("登録先"), town), (_("受付番号"), registration.reference)]
    until = registration.valid_until
    return [*rows, (_("登録の有効期限"), show_era(until))] if until else rows


def _to(registration: Registration, page: str, label: str) -> dict[str, str]:
    return {"link": f"/my/registrations/{registration.id}{page}", "link_label": label}


def renewal_due(registration: Registration, town: str) -> Draft:
    """To the person: the registration ends soon, or today."""
    day = registration.valid_until
    left = (day - today()).days if day else 0
    words = _("あと%(n)s日で終わります", n=left) if left > 0 else _("今日で終わります")
    return Draft(
        subject=_("%(town)sの登録が、%(when)s", town=town, when=words),
        paragraphs=[
            _("%(town)sの二地域居住者としての登録は、%(day)sまでです。", town=town, day=show_date(day)),
            _("続けるときは、下のボタンから、今も同じかどうかを確かめてください。1分ほどで終わります。"),
            _("何もしないと、登録と登録証は、期限の次の日から使えなくなります。"),
        ],
        facts=_facts(registration, town),
        **_to(registration, "/renewal", _("確かめて更新する")),
    )


def renewed(registration: Registration, town: str) -> Draft:
    """To the person, when the registration goes on."""
    return Draft(
        subject=_("%(town)sの登録を更新しました", town=town),
        paragraphs=[
            _(
                "%(town)sの二地域居住者としての登録を更新しました。%(day)sまで使えます。",
                town=town,
                day=show_date(registration.valid_until),
            ),
            _("登録証も新しくなります。住まいや滞在のしかたが変わったときは、市町村に知らせてください。"),
        ],
        facts=_facts(registration, town),
        **_to(registration, "", _("登録を見る")),
    )


def confirmation_arrived(registration: Registration, town: str) -> Draft:
    """To the person: the town looks at it next."""
    return Draft(
        subject=_("%(town)sの登録の更新を受け付けました", town=town),
        paragraphs=[
            _("更新の確認を受け付けました。%(town)sの担当者が内容を見てから、登録を更新します。", town=town),
            _("結果はメールでお知らせします。それまでは何もしなくてかまいません。"),
        ],
        facts=_facts(registration, town),
        **_to(registration, "", _("登録を見る")),
    )


def renewal_declined(registration: Registration, town: str) -> Draft:
    """To the person, when the town does not renew."""
    return Draft(
        subject=_("%(town)sの登録は、更新されません", town=town),
        paragraphs=[
            _(
                "%(town)sの担当者が確かめた結果、登録は更新されません。%(day)sまでは今のまま使えます。",
                town=town,
                day=show_date(registration.valid_until),
            ),
            _("理由：%(reason)s", reason=registration.decision_reason),
            _("理由にあたることがなくなれば、もう一度申請できます。わからないことは市町村の窓口におたずねください。"),
        ],
        facts=_facts(registration, town),
        **_to(registration, "", _("登録を見る")),
    )


def suspended(registration: Registration, town: str) -> Draft:
    """To the person, when the town suspends."""
    return Draft(
        subject=_("%(town)sの登録を一時停止しました", town=town),
        paragraphs=[
            _("%(town)sの登録が一時停止されました。停止のあいだ、登録証は使えません。", town=town),
            _("理由：%(reason)s", reason=registration.decision_reason),
            _("再開のしかたや、心当たりのないことは、市町村の窓口におたずねください。"),
        ],
        facts=_facts(registration, town),
        **_to(registration, "", _("登録を見る")),
    )


def resumed(registration: Registration, town: str) -> Draft:
    """To the person, when the town takes the suspension back."""
    return Draft(
        subject=_("%(town)sの登録を再開しました", town=town),
        paragraphs=[
            _("%(town)sの登録の一時停止が終わりました。登録証は、また使えます。", town=town),
            _("理由：%(reason)s", reason=registration.decision_reason),
        ],
        facts=_facts(registration, town),
        **_to(registration, "", _("登録を見る")),
    )


def departed(registration: Registration, town: str) -> Draft:
    """To the person, when the registration ended because of a move."""
    return Draft(
        subject=_("%(town)sの登録が終わりました", town=town),
        paragraphs=[
            _("%(town)sの二地域居住者としての登録が終わりました。登録証は使えなくなりました。", town=town),
            _("理由：%(reason)s", reason=registration.decision_reason),
            _("また二地域居住をはじめるときは、新しく申請できます。"),
        ],
        facts=_facts(registration, town),
        **_to(registration, "", _("登録を見る")),
    )


def departure_told(registration: Registration, town: str) -> Draft:
    """To the staff, when the person said that they moved in or come no more."""
    return Draft(
        subject=_("登録が、本人の届けで終わりました（受付番号 %(number)s）", number=registration.reference),
        paragraphs=[
            _("%(town)sの登録が、本人の届け（転入、または滞在の終わり）で終わりました。", town=town),
            _("転入のときは、住民票の届けが別に必要です。本人から相談があれば案内してください。"),
        ],
        facts=[(_("受付番号"), registration.reference)],
        link=f"/staff/registrations/{registration.id}",
        link_label=_("内容を見る"),
    )


def expired(registration: Registration, town: str) -> Draft:
    """To the person, the day after the last day."""
    return Draft(
        subject=_("%(town)sの登録の期限が過ぎました", town=town),
        paragraphs=[
            _(
                "%(town)sの登録は、%(day)sで終わりました。登録証は使えません。",
                town=town,
                day=show_date(registration.valid_until),
            ),
            _("また登録したいときは、いつでも新しく申請できます。前の申請の内容を使えます。"),
        ],
        facts=_facts(registration, town),
        **_to(registration, "", _("登録を見る")),
    )


def moving_asked(registration: Registration, town: str) -> Draft:
    """To the person whose profile says that they live in the town now."""
    return Draft(
        subject=_("%(town)sに引っ越しましたか", town=town),
        paragraphs=[
            _("プロフィールの「いまの住まい」が、登録先の%(town)sになっています。", town=town),
            _(
                "二地域居住の登録は、住所がほかの市町村にある人のための制度です。引っ越したときは、登録を終える届けをお願いします。"
            ),
            _("入力の間違いのときは、プロフィールを直してください。登録はそのまま続きます。"),
        ],
        facts=_facts(registration, town),
        **_to(registration, "/moving", _("引っ越しについて答える")),
    )


def moving_suspected(registration: Registration, town: str) -> Draft:
    """To the staff: the person has been asked."""
    return Draft(
        subject=_("転入したかもしれない登録者がいます（受付番号 %(number)s）", number=registration.reference),
        paragraphs=[
            _("登録している人のプロフィールで、住所が%(town)sになりました。", town=town),
            _("本人に確かめるメールを送りました。返事がないときは、登録の画面から手続きできます。"),
        ],
        facts=[(_("受付番号"), registration.reference)],
        link=f"/staff/registrations/{registration.id}",
        link_label=_("登録を確かめる"),
    )


def renewals_wait(count: int, place: Municipality) -> Draft:
    """To the staff, once a day at most: how many confirmed renewals wait."""
    return Draft(
        subject=_("登録の更新が%(n)s件、確認を待っています", n=count),
        paragraphs=[
            _("%(town)sの登録者のうち%(n)s人が、今も同じだと確かめました。", town=place.full_name, n=count),
            _("画面で内容を見て、まとめて更新できます。個人情報を守るため、名前はメールに書いていません。"),
        ],
        facts=[(_("件数"), _("%(n)s件", n=count))],
        link="/staff/renewals",
        link_label=_("更新の画面を開く"),
    )
