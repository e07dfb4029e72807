"""The yearly 寄附金控除に関する証明書 as XML (TEG830): only a 特定事業者 may make it, and it must obey its schema.

Element names as the public map of the form has them; the file still has to be signed outside before it proves anything.
"""

from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from webapp.core.codes import corporate_number_of_government
from webapp.core.errors import MissingSetup, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.services import settings
from webapp.receipts.years.queries import Line, Year

ROOT: Final = "TEG830-1"


def may_be_made() -> bool:
    """Whether this service is run by a 特定事業者."""
    return bool(settings().designated_operator_number)


def as_xml(year: Year) -> bytes:
    """The certificate of a year. Raises RuleBroken where nobody here may make it or the schema refuses it."""
    if not may_be_made():
        raise RuleBroken(
            _(
                "「寄附金控除に関する証明書」は、国税庁長官が指定した特定事業者だけが作れます。このふたまちの運営者は指定を受けていません。"
                "1件ごとの受領証明書を使ってください。"
            )
        )
    if len({(line.receipt.donor_name, line.receipt.donor_address) for line in year.lines}) != 1:
        raise RuleBroken(
            _(
                "受領証明書の氏名か住所が、寄附によってちがいます。1枚の証明書にまとめられないので、1件ごとの受領証明書を使ってください。"
            )
        )
    made = _bytes(_tree(year))
    _must_obey(made)
    return made


def _tree(year: Year) -> ET.Element:
    donor = year.lines[0].receipt
    root = ET.Element(ROOT)
    _put(root, "WMA00000", str(year.year))
    _put(root, "WMC00000", donor.donor_name)
    _put(root, "WME00000", donor.donor_address)
    _put(root, "WMF00000", str(year.total))
    _put(root, "WMJ00000", settings().designated_operator_name)
    _put(ET.SubElement(root, "WMK00000"), "hojinbango", settings().designated_operator_number)
    donations = ET.SubElement(root, "WML00000")
    for line in year.lines:
        _donation(ET.SubElement(donations, "WML00010"), line)
    return root


def _donation(row: ET.Element, line: Line) -> None:
    _put(row, "WML00020", line.receipt.shown_number)
    day = ET.SubElement(row, "WML00030")
    for name, value in zip(("yyyy", "mm", "dd"), line.receipt.received_on.timetuple(), strict=False):
        _put(day, name, str(value))
    town = ET.SubElement(row, "WML00040")
    _put(town, "WML00050", line.town.official_name)
    _put(ET.SubElement(town, "WML00060"), "hojinbango", corporate_number_of_government(line.town.code))
    _put(row, "WML00070", str(line.receipt.amount))


def _put(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _bytes(root: ET.Element) -> bytes:
    made = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    assert isinstance(made, bytes)
    return made


def _must_obey(made: bytes) -> None:
    """Raise RuleBroken when the schema of the settings refuses the file."""
    if not settings().designated_operator_schema:
        return
    from lxml import etree  # type: ignore[import-untyped]  # comes with pyHanko

    path = Path(settings().designated_operator_schema)
    if not path.is_file():
        raise MissingSetup(_("寄附金控除に関する証明書のスキーマが、設定された場所にありません。"))
    schema = etree.XMLSchema(etree.parse(str(path)))
    if not schema.validate(etree.fromstring(made)):
        raise RuleBroken(
            _(
                "証明書の形式が国税庁のスキーマに合わないため、ファイルは作りませんでした：%(trouble)s",
                trouble=str(schema.error_log[0].message)[:200],
            )
        )
