"""Every word the hosted pages show, in Japanese and English; the pages stand in for Stripe's and know no other language."""

from collections.abc import Mapping
from datetime import datetime

from webapp.payments.local_stripe.methods import JAPAN

BANNER = "テスト決済・お金は動きません"
WEEKDAYS = "月火水木金土日"

JAPANESE: Mapping[str, str] = {
    "site": "テスト決済・ふたまち",
    "banner_more": "試験用の画面です。カード番号は入力しません。",
    "pay": "寄附のお支払い",
    "amount": "金額",
    "what_for": "寄附の内容",
    "method": "支払い方法",
    "card": "カード（成功する）",
    "card_hint": "すぐに支払いが終わります。",
    "generic_decline": "カード（断られる）",
    "generic_decline_hint": "カード会社が断った場合を試します。",
    "insufficient_funds": "カード（残高が足りない）",
    "insufficient_funds_hint": "残高が足りない場合を試します。",
    "konbini": "コンビニ",
    "konbini_hint": "番号を受け取り、あとでお店で支払います。",
    "email": "メールアドレス",
    "email_hint": "この画面からメールは送られません。",
    "name": "お名前",
    "name_hint": "コンビニを選んだときに使います。",
    "donate": "{amount}を寄附する",
    "cancel": "支払わずに戻る",
    "problem": "確認してください",
    "email_missing": "メールアドレスを入力してください。例：hanako@example.jp",
    "name_missing": "コンビニで支払うには、お名前を入力してください。例：二町 花子",
    "method_missing": "支払い方法を1つ選んでください。",
    "declined_generic_decline": "カード会社がこの支払いを断りました。別の支払い方法を選んで、もう一度お試しください。",
    "declined_insufficient_funds": "カードの残高が足りません。別の支払い方法を選んで、もう一度お試しください。",
    "done": "お支払いは終わっています",
    "done_more": "この画面ですることはもうありません。",
    "expired": "このページの期限が切れました",
    "expired_more": "支払いは行われていません。もとのサイトに戻って、もう一度お申し込みください。",
    "missing": "ページが見つかりません",
    "missing_more": "アドレスが正しいか確かめてください。",
    "late": "この操作はもうできません",
    "late_more": "先に状態が変わっていました。前のページを開き直してください。",
    "back": "もとのサイトに戻る",
    "slip": "コンビニでのお支払い",
    "slip_more": "お店の端末かレジで、次の番号を伝えてください。",
    "payment_code": "お支払い受付番号",
    "confirmation_number": "確認番号",
    "deadline": "支払期限",
    "chains": "使えるお店",
    "familymart": "ファミリーマート",
    "lawson": "ローソン",
    "ministop": "ミニストップ",
    "seicomart": "セイコーマート",
    "instead": "お店の代わりに",
    "instead_more": "試験用の操作です。お店での支払いをここで再現します。",
    "chain": "支払うお店",
    "pay_slip": "お店で支払う",
    "lapse_slip": "支払わずに期限を過ぎさせる",
    "backstage": "テスト決済の一覧",
    "backstage_more": "新しい順に50件まで表示します。",
    "nothing_yet": "まだ支払いはありません。",
    "open": "支払い待ち",
    "waiting_slip": "コンビニの支払い待ち",
    "paid": "支払い済み",
    "lapsed": "支払われなかった",
    "closed": "期限切れ",
    "refunded": "返金",
    "disputed": "異議申立てあり",
    "state": "状態",
    "payment": "支払いの詳細",
    "details": "詳細を見る",
    "next": "次に起こること",
    "open_dispute": "カード会員が異議を申し立てる",
    "win_dispute": "異議を退ける（寄附先の勝ち）",
    "lose_dispute": "異議を認める（寄附先の負け）",
    "pay_out_refund": "返金先の口座を知らせる",
    "fail_refund": "口座を知らせずに期限を過ぎさせる",
}

ENGLISH: Mapping[str, str] = {
    "site": "Test payments, Futamachi",
    "banner_more": "This is a test page: no money moves, no card number is asked for.",
    "pay": "Pay your donation",
    "amount": "Amount",
    "what_for": "Donation",
    "method": "How to pay",
    "card": "Card (succeeds)",
    "card_hint": "The payment is done at once.",
    "generic_decline": "Card (declined)",
    "generic_decline_hint": "See what happens when the bank says no.",
    "insufficient_funds": "Card (insufficient funds)",
    "insufficient_funds_hint": "See what happens when the balance is too low.",
    "konbini": "Convenience store",
    "konbini_hint": "You receive a number and pay at a store later.",
    "email": "E-mail address",
    "email_hint": "This page sends no e-mail.",
    "name": "Name",
    "name_hint": "Used when you choose the convenience store.",
    "donate": "Donate {amount}",
    "cancel": "Go back without paying",
    "problem": "Please check",
    "email_missing": "Enter an e-mail address, for example hanako@example.jp.",
    "name_missing": "Enter your name to pay at a convenience store.",
    "method_missing": "Choose one way to pay.",
    "declined_generic_decline": "The card company declined this payment. Choose another way to pay and try again.",
    "declined_insufficient_funds": "The balance of this card is too low. Choose another way to pay and try again.",
    "done": "This payment is complete",
    "done_more": "There is nothing left to do on this page.",
    "expired": "This page has expired",
    "expired_more": "Nothing was paid. Go back to the site and start again.",
    "missing": "Page not found",
    "missing_more": "Check that the address is right.",
    "late": "This can no longer be done",
    "late_more": "Something changed before you. Open the page again.",
    "back": "Return to the site",
    "slip": "Pay at a convenience store",
    "slip_more": "Give these numbers at the store's terminal or till.",
    "payment_code": "Payment code",
    "confirmation_number": "Confirmation number",
    "deadline": "Pay by",
    "chains": "Stores",
    "familymart": "FamilyMart",
    "lawson": "Lawson",
    "ministop": "Ministop",
    "seicomart": "Seicomart",
    "instead": "Instead of a store",
    "instead_more": "For tests: what would happen at the store happens here.",
    "chain": "Store to pay at",
    "pay_slip": "Pay at the store",
    "lapse_slip": "Let the deadline pass",
    "backstage": "Test payments",
    "backstage_more": "Newest first, up to 50.",
    "nothing_yet": "No payments yet.",
    "open": "Waiting",
    "waiting_slip": "Waiting at the store",
    "paid": "Paid",
    "lapsed": "Not paid",
    "closed": "Expired",
    "refunded": "Refunded",
    "disputed": "Disputed",
    "state": "State",
    "payment": "Payment",
    "details": "Details",
    "next": "What happens next",
    "open_dispute": "The card holder disputes it",
    "win_dispute": "Reject the dispute (payee wins)",
    "lose_dispute": "Accept the dispute (payee loses)",
    "pay_out_refund": "Name a bank account for the refund",
    "fail_refund": "Let the refund lapse",
}


class Words:
    """The words of one language, with amounts and times written its way."""

    def __init__(self, locale: str | None) -> None:
        self.lang = "en" if (locale or "").startswith("en") else "ja"
        self._words = ENGLISH if self.lang == "en" else JAPANESE

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def yen(self, amount: int) -> str:
        """An amount of money."""
        return f"¥{amount:,}" if self.lang == "en" else f"{amount:,}円"

    def time(self, seconds: int) -> str:
        """A moment, in Japan's time."""
        at = datetime.fromtimestamp(seconds, JAPAN)
        if self.lang == "en":
            return f"{at:%Y-%m-%d %H:%M} (Japan)"
        return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）{at:%H:%M}"
