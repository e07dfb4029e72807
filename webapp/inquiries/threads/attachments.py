"""Papers and pictures of a message: looked at, written anew without what a camera or an office program noted, kept."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from webapp.core import pictures, storage
from webapp.core.database import session
from webapp.core.errors import BadFile
from webapp.core.forms import one_line
from webapp.core.i18n import gettext as _
from webapp.inquiries.threads.models import ThreadFile, ThreadMessage

MOST, LARGEST_MIB, LONGEST_NAME = 5, 12, 120
#: of a PDF's catalogue: what runs by itself, files inside, and who made it with what
_NOT_PAGES = {"/OpenAction", "/AA", "/Names", "/Metadata", "/AcroForm"}


@dataclass(frozen=True)
class Kept:
    """A file that was looked at and kept."""

    key: str
    name: str
    size: int


def keep_all(sent: Sequence[FileStorage]) -> list[Kept]:
    """Look at every file and keep it. Raises BadFile with a sentence that says what to do; then nothing is attached."""
    chosen = [one for one in sent if one and one.filename]
    if len(chosen) > MOST:
        raise BadFile(_("添えられるファイルは%(n)s個までです。", n=MOST))
    return [keep(one) for one in chosen]


def keep(sent: FileStorage) -> Kept:
    """Look at one file and keep what it shows."""
    with sent.stream as stream:
        data = stream.read(LARGEST_MIB * 2**20 + 1)
    if len(data) > LARGEST_MIB * 2**20:
        raise BadFile(_("ファイルが大きすぎます。%(n)sメガバイトまでにしてください。", n=LARGEST_MIB))
    if data.startswith(b"%PDF-"):
        plain, suffix = _plain_pdf(data), "pdf"
    elif pictures.kind_of(data):
        plain, suffix = pictures.shrink(data)[0], "webp"
    else:
        raise BadFile(_("添えられるのは、PDFと写真（JPEG・PNG・WebP・HEIC）です。ほかの形式は、PDFに変えてください。"))
    return Kept(storage.save(plain, suffix), _plain_name(sent.filename or "", suffix), len(plain))


def _plain_pdf(data: bytes) -> bytes:
    """The pages in a new file, without scripts, actions, files inside, and without who made it."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            raise BadFile(_("パスワードのかかったPDFは添えられません。パスワードを外してから選んでください。"))
        for name in _NOT_PAGES & reader.root.keys():
            del reader.root[name]
        out = io.BytesIO()
        copy_into_new_writer(reader, {"info": None}).write(out)  # type: ignore[no-untyped-call]
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise BadFile(_("PDFを読めません。もう一度PDFに保存してから選んでください。")) from error
    return out.getvalue()


def _plain_name(name: str, suffix: str) -> str:
    stem = (one_line(name) or "").replace("/", "_").replace("\\", "_").rpartition(".")[0] or "file"
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"


def attach(message: ThreadMessage, files: Sequence[Kept]) -> None:
    """Put kept files to a message."""
    for one in files:
        session().add(ThreadFile(message_id=message.id, file_key=one.key, file_name=one.name, size=one.size))
    session().flush()
