"""The fictional people that the local provider vouches for; the first two live in the demo."""

from dataclasses import dataclass

ACR = "urn:futamachi:test:aal3"


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    subject: str
    name: str
    birthdate: str
    address: str


PEOPLE = (
    Person("test-0001", "青木 美咲", "1987-06-14", "東京都世田谷区世田谷4丁目21番27号"),
    Person("test-0002", "長谷川 亮", "1974-11-02", "愛知県名古屋市中区三の丸3丁目1番1号"),
    Person("test-0003", "見本 太郎", "1995-02-14", "神奈川県横浜市中区本町6丁目50番地の10"),
)
