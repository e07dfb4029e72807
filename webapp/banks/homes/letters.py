"""Letters of a home's way through the bank: to its owner, its town, the broker who surveys it."""

from typing import Any

from webapp.accounts import queries as accounts
from webapp.banks.homes.models import BankHome
from webapp.banks.models import AkiyaBank
from webapp.core import letters as post
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, SecretDraft
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality


def tell_owner(home: BankHome, write: Any) -> None:
    """To the account, or to the address that the town wrote to."""
    person = accounts.user(home.user_id) if home.user_id else None
    to: post.Addressee | None = person if person is not None and person.is_active else None
    if to is None and home.owner_email:
        to = post.Recipient(home.owner_email, home.owner_name)
    if to is not None:
        post.queue(to, write, home=home, place=municipalities.by_code(home.municipality_code))


def tell_town(home: BankHome, write: Any) -> None:
    """To everybody of the town where the house stands."""
    place = municipalities.by_code(home.municipality_code)
    for person in accounts.desk_of(home.municipality_code):
        post.queue(person, write, home=home, place=place)


def _facts(home: BankHome, place: Municipality) -> list[tuple[str, str]]:
    rows = [
        (_("受付番号"), "" if home.number else home.reference),
        (_("登録番号"), home.number or ""),
        (_("まち"), place.full_name),
        (_("所在地（字まで）"), home.public_address),
        (_("理由"), home.comment or home.end_reason),
    ]
    return [(label, value) for label, value in rows if value]


def _to_owner(home: BankHome, place: Municipality, subject: str, *paragraphs: str) -> Draft:
    link = f"/my/bank-homes/{home.id}" if home.user_id else ""
    return Draft(subject, list(paragraphs), _facts(home, place), link, _("申請の画面を開く") if link else "")


def _to_town(home: BankHome, place: Municipality, subject: str, text: str) -> Draft:
    return Draft(subject, [text], _facts(home, place), f"/staff/bank-homes/{home.id}", _("申請を開く"))


def asked(*, bank: AkiyaBank, place: Municipality, token: str) -> Draft:
    """To an owner without an account: the link to the application."""
    return SecretDraft(
        _("空き家バンクの申請のご案内"),
        [
            _(
                "%(town)sから、空き家バンクの申請のご案内です。下のページで、家のことを書いて送れます。",
                town=place.full_name,
            ),
            _("このリンクは、あなただけのものです。ほかの人に渡さないでください。"),
        ],
        [(_("バンク"), bank.name), (_("まち"), place.full_name)],
        f"/banks/letter/{token}",
        _("申請を書く"),
    )


def received(*, home: BankHome, place: Municipality) -> Draft:
    """To the owner: it arrived."""
    due = _("書類を確かめ、業者が家を調べたあと、%(day)sごろまでに結果をお知らせします。", day=show_date(home.due_on))
    return _to_owner(home, place, _("空き家バンクの申請を受け付けました"), due)


def arrived(*, home: BankHome, place: Municipality) -> Draft:
    """To the town: a new application."""
    text = _("所有者から、空き家バンクの申請が届きました。書類と条件を確かめてください。")
    return _to_town(home, place, _("空き家バンクの申請が届きました"), text)


def correction(*, home: BankHome, place: Municipality) -> Draft:
    """To the owner: something should change."""
    text = _("直してほしいところがあります。理由を読んで直し、もう一度送ってください。")
    more = "" if home.user_id else _("前にお送りした手紙のリンクから、続きを書けます。")
    return _to_owner(home, place, _("空き家バンクの申請を直してください"), *filter(None, (text, more)))


def survey_asked(*, home: BankHome, place: Municipality) -> Draft:
    """To the broker: look at the house."""
    facts = [
        (_("受付番号"), home.reference),
        (_("所在地"), home.private_address),
        (_("家を開ける人"), home.keeper or _("まちの窓口に問い合わせてください")),
        (_("まち"), place.full_name),
    ]
    text = _("空き家バンクに申請のあった家の調査をお願いします。結果は、まちの担当者に知らせてください。")
    return Draft(_("空き家の調査のお願い"), [text], facts)


def registered(*, home: BankHome, place: Municipality) -> Draft:
    """To the owner: the decision."""
    text = _("空き家バンクへの登録が決まりました。まちが掲載の準備をします。公開したら、もう一度お知らせします。")
    return _to_owner(home, place, _("空き家バンクの登録決定のお知らせ"), text)


def published(*, home: BankHome, place: Municipality) -> Draft:
    """To the owner: everybody sees it."""
    text = _("家の情報を公開しました。問合せはまちが受け、交渉と契約は免許のある業者が仲立ちします。")
    return _to_owner(home, place, _("家の情報を公開しました"), text)


def contracted(*, home: BankHome, place: Municipality) -> Draft:
    """To the owner: the contract is noted."""
    text = _("成約を記録しました。一覧では90日間「契約済」と出したあと、自動で下げます。")
    return _to_owner(home, place, _("成約を記録しました"), text)


def removed(*, home: BankHome, place: Municipality) -> Draft:
    """To the owner: struck off."""
    text = _("空き家バンクの登録を抹消しました。家の情報は、もう公開されていません。")
    return _to_owner(home, place, _("空き家バンクの登録を抹消しました"), text)


def declined(*, home: BankHome, place: Municipality) -> Draft:
    """To the owner: not taken."""
    text = _(
        "今回は、空き家バンクに登録しないことになりました。理由を下に書いています。ご不明な点は、まちに聞いてください。"
    )
    return _to_owner(home, place, _("空き家バンクの申請の結果"), text)


def withdrawn(*, home: BankHome, place: Municipality) -> Draft:
    """To the town: taken back."""
    text = _("所有者が、空き家バンクの申請・登録を取り下げました。公開していた情報は、すぐに下げました。")
    return _to_town(home, place, _("空き家バンクの取り下げ"), text)
