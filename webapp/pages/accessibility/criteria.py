"""The success criteria of JIS X 8341-3:2016 and of WCAG 2.2 at the levels A and AA, and which test of ours looks at each."""

from dataclasses import dataclass

from webapp.core.i18n import lazy as _l


@dataclass(frozen=True)
class Criterion:
    """One criterion by its number; `ways` are the names of tests in the last run, `absent` says why it does not apply."""

    number: str
    level: str
    name: str
    ways: frozenset[str] = frozenset()
    is_jis: bool = True
    absent: str = ""

    @property
    def order(self) -> tuple[int, ...]:
        """Its place in the list."""
        return tuple(map(int, self.number.split(".")))


_MEDIA = _l("音声や映像を使っていません。")
_FLASH = _l("光る画面を使っていません。")
_MOTION = _l("端末を動かす操作を使っていません。")


def _jis(number: str, level: str, name: str, ways: str = "", absent: str = "") -> Criterion:
    return Criterion(number, level, name, frozenset(ways.split()), absent=absent)


def _wcag(number: str, level: str, name: str, ways: str = "", absent: str = "") -> Criterion:
    """One that WCAG 2.1 or 2.2 added."""
    return Criterion(number, level, name, frozenset(ways.split()), is_jis=False, absent=absent)


CRITERIA: tuple[Criterion, ...] = (
    _jis("1.1.1", "A", _l("非テキストコンテンツ"), "axe pa11y html"),
    _jis("1.2.1", "A", _l("音声だけ及び映像だけ（収録済み）"), absent=_MEDIA),
    _jis("1.2.2", "A", _l("キャプション（収録済み）"), absent=_MEDIA),
    _jis("1.2.3", "A", _l("音声解説又はメディアに対する代替コンテンツ（収録済み）"), absent=_MEDIA),
    _jis("1.2.4", "AA", _l("キャプション（ライブ）"), absent=_MEDIA),
    _jis("1.2.5", "AA", _l("音声解説（収録済み）"), absent=_MEDIA),
    _jis("1.3.1", "A", _l("情報及び関係性"), "axe pa11y html"),
    _jis("1.3.2", "A", _l("意味のある順序"), "order"),
    _jis("1.3.3", "A", _l("感覚的な特徴")),
    _wcag("1.3.4", "AA", _l("表示の向き"), "axe"),
    _wcag("1.3.5", "AA", _l("入力目的の特定"), "axe"),
    _jis("1.4.1", "A", _l("色の使用"), "axe"),
    _jis("1.4.2", "A", _l("音声の制御"), absent=_MEDIA),
    _jis("1.4.3", "AA", _l("コントラスト（最低限レベル）"), "axe pa11y"),
    _jis("1.4.4", "AA", _l("テキストのサイズ変更"), "axe reflow"),
    _jis("1.4.5", "AA", _l("文字画像")),
    _wcag("1.4.10", "AA", _l("リフロー"), "reflow"),
    _wcag("1.4.11", "AA", _l("非テキストのコントラスト")),
    _wcag("1.4.12", "AA", _l("テキストの間隔"), "spacing"),
    _wcag("1.4.13", "AA", _l("ホバー又はフォーカスで表示されるコンテンツ")),
    _jis("2.1.1", "A", _l("キーボード"), "keys axe"),
    _jis("2.1.2", "A", _l("キーボードトラップなし"), "order keys"),
    _wcag("2.1.4", "A", _l("文字キーのショートカット")),
    _jis("2.2.1", "A", _l("タイミング調整可能"), "axe"),
    _jis("2.2.2", "A", _l("一時停止，停止及び非表示"), "axe"),
    _jis("2.3.1", "A", _l("3回のせん（閃）光，又はしきい（閾）値以下"), absent=_FLASH),
    _jis("2.4.1", "A", _l("ブロックスキップ"), "axe pa11y"),
    _jis("2.4.2", "A", _l("ページタイトル"), "axe pa11y html"),
    _jis("2.4.3", "A", _l("フォーカス順序"), "order"),
    _jis("2.4.4", "A", _l("リンクの目的（コンテキスト内）"), "axe"),
    _jis("2.4.5", "AA", _l("複数の手段")),
    _jis("2.4.6", "AA", _l("見出し及びラベル")),
    _jis("2.4.7", "AA", _l("フォーカスの可視化"), "order"),
    _wcag("2.4.11", "AA", _l("隠されないフォーカス（最低限）"), "order"),
    _wcag("2.5.1", "A", _l("ポインタのジェスチャ")),
    _wcag("2.5.2", "A", _l("ポインタのキャンセル")),
    _wcag("2.5.3", "A", _l("ラベルを含む名前（name）"), "axe"),
    _wcag("2.5.4", "A", _l("動きによる起動"), absent=_MOTION),
    _wcag("2.5.7", "AA", _l("ドラッグ動作")),
    _wcag("2.5.8", "AA", _l("ターゲットのサイズ（最低限）"), "targets"),
    _jis("3.1.1", "A", _l("ページの言語"), "axe pa11y html"),
    _jis("3.1.2", "AA", _l("一部分の言語"), "axe"),
    _jis("3.2.1", "A", _l("フォーカス時"), "order"),
    _jis("3.2.2", "A", _l("入力時"), "keys pa11y"),
    _jis("3.2.3", "AA", _l("一貫したナビゲーション")),
    _jis("3.2.4", "AA", _l("一貫した識別性")),
    _wcag("3.2.6", "A", _l("一貫したヘルプ")),
    _jis("3.3.1", "A", _l("エラーの特定")),
    _jis("3.3.2", "A", _l("ラベル又は説明"), "axe pa11y"),
    _jis("3.3.3", "AA", _l("エラー修正の提案")),
    _jis("3.3.4", "AA", _l("エラー回避（法的，金融及びデータ）")),
    _wcag("3.3.7", "A", _l("冗長な入力項目"), "again"),
    _wcag("3.3.8", "AA", _l("アクセシブルな認証（最低限）"), "proof"),
    _jis("4.1.1", "A", _l("構文解析"), "html"),
    _jis("4.1.2", "A", _l("名前（name），役割（role）及び値（value）"), "axe pa11y"),
    _wcag("4.1.3", "AA", _l("ステータスメッセージ")),
)
