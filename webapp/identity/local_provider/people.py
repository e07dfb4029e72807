"""The fictional people that the local provider vouches for."""

from dataclasses import dataclass

CLIENT_ID = "futamachi-local"
CLIENT_SECRET = "local-identity-secret"  # noqa: S105 - a loopback server of fictional people
ACR = "urn:futamachi:test:aal3"


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    subject: str
    name: str
    birthdate: str
    address: str


PEOPLE = (
    Person("test-0001", "塩尻 花子", "1988-05-03", "東京都世田谷区世田谷4丁目21番27号"),
    Person("test-0002", "山田 太郎", "1979-11-20", "大阪府大阪市北区中之島1丁目3番20号"),
    Person("test-0003", "佐藤 美咲", "1995-02-14", "神奈川県横浜市中区本町6丁目50番地の10"),
)
