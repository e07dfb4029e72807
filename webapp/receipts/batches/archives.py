"""Finished sheets as ZIP archives, streamed: no more than one sheet is held at a time."""

import zipfile
from collections.abc import Iterator, Sequence

from webapp.core import storage
from webapp.core.archives import Sink
from webapp.receipts.batches.queries import File


def stream(files: Sequence[File]) -> Iterator[bytes]:
    """The archive in pieces; PDFs are packed already, so they are stored as they are."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            archive.writestr(file.name, storage.load(file.key))
            yield from sink.taken()
    yield from sink.taken()
