"""What stands on the sheet, in Japanese whoever reads: a certificate is a document of a Japanese municipality."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.kinds.spec import KindSpec
from webapp.certificates.models import Certificate
from webapp.core.eras import in_era
from webapp.core.i18n import joined
from webapp.municipalities import queries as municipalities

#: claims that stand elsewhere on the sheet than in the table
_ELSEWHERE: Final = ("holder_name", "mayor")
_WIDTH_OF_TITLE: Final = 128.0  # millimetres
_POINT: Final = 0.3528  # millimetres


def content(certificate: Certificate, *, is_signed_for_trial: bool) -> dict[str, Any]:
    """Everything the sheet says, but for its codes; call it inside the Japanese language."""
    kind, claims = kind_of(certificate.kind), certificate.claims
    day = certificate.valid_from
    title, holder = str(kind.title), str(claims.get("holder_name", ""))
    return {
        "title": title,
        "title_size": min(30.0, _WIDTH_OF_TITLE / (len(title) * 1.42 * _POINT)),
        "rank": "プレミアム" if claims.get("tier") == "premium" else "",
        "number_label": "番号",
        "number": certificate.number,
        "holder_label": str(kind.holder_label),
        "holder": holder,
        "holder_size": size_of_name(holder),
        "honorific": "" if certificate.corporation_id else "様",
        "sentence": str(kind.sentence) % {"issuer": claims["issuer"]},
        "facts": [[str(label), str(value)] for label, value in _facts(kind, certificate)],
        "issued_on": in_era(day),
        "day": [day.year, day.month, day.day],
        "issuer": claims["issuer"],
        "mayor": claims.get("mayor", ""),
        "code": certificate.shown_code,
        "mark": "見本" if certificate.is_demo else "試験用" if is_signed_for_trial else "",
        "note": _note(certificate, is_signed_for_trial),
        "words": {
            "attached": "この証明書の電子証明（SD-JWT）",
            "qr_alt": "この証明書を確かめるためのQRコード",
            "check": "この証明書は、だれでも確かめられます。",
            "how": (
                "スマートフォンのカメラでQRコードを読むと、番号や有効かどうかが表示されます。"
                "一度開いた確認ページは、電波がなくても署名を確かめます。"
            ),
            "host": "確認ページ",
            "code": "確認コード",
            "seal": "赤い印は飾りです。本物かどうかは、QRコードと電子署名で確かめてください。",
        },
        **seal(municipalities.by_code(certificate.municipality_code).name),
    }


def seal(town: str) -> dict[str, Any]:
    """The drawn seal: 「塩尻市長之印」 in columns from the right, as square as the name allows."""
    letters = [*town, "長", "之", "印"]
    rows = next(n for n in range(2, len(letters) + 1) if n * n >= len(letters))
    letters += ["　"] * (-len(letters) % rows)
    columns = [letters[start : start + rows] for start in range(0, len(letters), rows)]
    return {"seal": columns, "seal_size": min(14.0, 42.0 / rows)}


def size_of_name(name: str) -> float:
    """Points: a name stays on one line as long as it can be read from afar."""
    return next(size for most, size in ((9, 28.0), (14, 21.0), (20, 16.0), (10_000, 13.0)) if len(name) <= most)


def _facts(kind: KindSpec, certificate: Certificate) -> Iterator[tuple[Any, Any]]:
    for name, label in kind.claims.items():
        value = certificate.claims.get(name)
        if name not in _ELSEWHERE and value not in (None, "", []):
            yield label, _in_words(kind.shown(name, value))
    yield "有効期間", f"{in_era(certificate.valid_from)}から{in_era(certificate.valid_until)}まで"


def _in_words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return joined(str(part) for part in value)
    try:
        return in_era(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _note(certificate: Certificate, is_signed_for_trial: bool) -> str:
    if certificate.is_demo:
        return "デモ用の見本です。実際の証明書ではありません。電子署名は試験用です。"
    return "電子署名は試験用です。実際の証明書ではありません。" if is_signed_for_trial else ""
