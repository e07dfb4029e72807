"""Writes every refused or doubtful row with its reason to a CSV file that spreadsheets open as it is."""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.core.sheets import harmless
from webapp.listings.importing.format import ListingFormat
from webapp.listings.importing.outcomes import Accepted, DoubtReason, Outcome, RefusalReason, Refused


class Report:
    """Counts outcomes and writes those that a person should see."""

    def __init__(self, writer: Any, listing_format: ListingFormat) -> None:
        self._writer = writer
        self._format = listing_format
        self.accepted = 0
        self.doubtful = 0
        self.refused = 0
        self.doubts: Counter[DoubtReason] = Counter()
        self.refusals: Counter[RefusalReason] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count one row and write a line for its refusal or for each of its doubts."""
        if isinstance(outcome, Refused):
            self._add_refused(outcome)
        else:
            self._add_accepted(outcome)

    def number_of(self, outcome: Outcome) -> str:
        """The publisher's number of a row, as far as it has one."""
        if isinstance(outcome, Refused):
            return str(outcome.raw.get(self._format.number_column, "")).strip()
        return str(outcome.record.external_id)

    def add_closed(self, number: str, title: str) -> None:
        """Write a line for a listing that was ended because the file has it no more."""
        self._write("", number, _("掲載を終えました"), "", _("このファイルにないため、掲載を終えました。"), title)

    def add_left(self, count: int) -> None:
        """Write a line that says how many listings are not in the file and stay."""
        if count:
            words = _("%(count)s件の掲載が、このファイルにありません。掲載はそのままです。", count=f"{count:,}")
            self._write("", "", _("ファイルにない掲載"), "", words, "")

    def _add_refused(self, row: Refused) -> None:
        self.refused += 1
        self.refusals[row.reason] += 1
        number = row.raw.get(self._format.number_column, "")
        raw = json.dumps(row.raw, ensure_ascii=False)
        self._write(row.row_no, number, _("取り込めません"), "", str(row.reason.label), raw)

    def _add_accepted(self, row: Accepted) -> None:
        self.accepted += 1
        self.doubtful += bool(row.doubts)
        for doubt in row.doubts:
            self.doubts[doubt.reason] += 1
            reason = str(doubt.reason.label)
            column = f"{self._format.columns[doubt.column]}（{doubt.column}）"
            self._write(row.row_no, row.record.external_id, _("要確認"), column, reason, doubt.value)

    def _write(self, *cells: object) -> None:
        self._writer.writerow([harmless(str(cell)) for cell in cells])


@contextmanager
def open_report(path: Path, listing_format: ListingFormat) -> Iterator[Report]:
    """A report that only its owner can read: it may hold telephone numbers. It appears when the block ends well.

    Raises BadFile when it can't be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadFile(_("報告ファイル %(name)s を書けません。別の場所を指定してください。", name=path.name)) from error
    try:
        with open(handle, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([_("行"), _("物件番号"), _("結果"), _("項目"), _("理由"), _("元の値")])
            yield Report(writer, listing_format)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
