"""The two file formats of tables, XLSX and CSV, and the place where an upload waits for its confirmation."""

import io
import os
import re
import tempfile
import time
import uuid
from pathlib import Path

from import_export.formats.base_formats import Format
from tablib import Dataset

from . import spreadsheet
from .presentation import langue
from .spreadsheet_reader import read_rows

KEPT_SECONDS = 3600
_NAME = re.compile("[0-9a-f]{32}")


class _TableFormat(Format):
    """A format whose files are bytes, written by `entraide.spreadsheet` and read by
    `entraide.spreadsheet_reader`.
    """

    def can_import(self):
        return True

    def can_export(self):
        return True

    def create_dataset(self, in_stream):
        """The rows of a file, its first row as headings. Raises ValidationError."""
        first, *rows = read_rows(in_stream)
        data = Dataset(headers=first)
        for row in rows:
            data.append((row + [""] * len(first))[: len(first)])
        return data

    @staticmethod
    def _table(dataset, title=""):
        return spreadsheet.Table(dataset.headers, iter(dataset), title)


class Xlsx(_TableFormat):
    """A spreadsheet; from right to left in Arabic."""

    def get_title(self):
        return "XLSX"

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return spreadsheet.XLSX_TYPE

    def export_data(self, dataset, title="", **kwargs):
        file = io.BytesIO()
        spreadsheet.write_xlsx(file, [self._table(dataset, title)], langue())
        return file.getvalue()


class Csv(_TableFormat):
    """Text with a byte order mark and semicolons, which a spreadsheet opens by a double click."""

    def get_title(self):
        return "CSV"

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return spreadsheet.CSV_TYPE

    def export_data(self, dataset, title="", **kwargs):
        file = io.StringIO(newline="")
        spreadsheet.write_csv(file, [self._table(dataset)], langue())
        return file.getvalue().encode()


FORMATS = [Xlsx, Csv]


def _folder():
    folder = Path(tempfile.gettempdir()) / f"entraide-imports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


def keep(data):
    """Keep an upload until it is confirmed, at most an hour; return its name. Only this system account can
    read it.
    """
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink(missing_ok=True)
    name = uuid.uuid4().hex
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    return name


def kept(name):
    """The bytes kept under `name`, or None when they are gone."""
    try:
        return (_folder() / name).read_bytes() if _NAME.fullmatch(name) else None
    except FileNotFoundError:
        return None


def forget(name):
    """Remove what is kept under `name`."""
    if _NAME.fullmatch(name):
        (_folder() / name).unlink(missing_ok=True)
