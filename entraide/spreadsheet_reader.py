"""Uploaded tables as rows of text. A spreadsheet is read in a child process with limits of memory and
time.
"""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 2 * 1024 * 1024
WALL_SECONDS = 20
MOST_ROWS = 50_000
_CHILD = Path(__file__).with_name("spreadsheet_child.py")
_ZIP = b"PK\x03\x04"
# What our own CSV puts before a text that a spreadsheet would run as a formula.
_GUARDED = tuple(f"'{sign}" for sign in "=+-@\t\r＝＋－＠")


def read_rows(data):
    """The rows of the first visible sheet of an XLSX file, or of a CSV, as a list of lists of text.

    Rows without any text at the end are dropped; numbers that are whole have no decimals, dates are
    2008-02-29. Raises ValidationError, in the reader's language, for a file that is empty, too big or cannot
    be read.
    """
    if len(data) > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than 2 MB. Keep only the columns and rows to import, then send it again.")
        )
    rows = _read_xlsx(data) if data.startswith(_ZIP) else _read_csv(data)
    while rows and not any(text.strip() for text in rows[-1]):
        rows.pop()
    if not rows:
        raise ValidationError(
            _("The file is empty. Its first row holds the headings, the next ones the data.")
        )
    return rows


def _unreadable():
    return ValidationError(
        _(
            "This file cannot be read. Save it as «XLSX» or as «CSV UTF-8» from the spreadsheet, then "
            "send it again."
        )
    )


def _too_long():
    return ValidationError(_("The file holds too many rows or columns. Split it into several files."))


def _read_xlsx(data):
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(_CHILD)],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"LC_ALL": "C.UTF-8"},
            check=True,
        )
        answer = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise _unreadable() from None
    if "rows" not in answer:
        raise _too_long()
    return answer["rows"]


def _read_csv(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable() from None
    if "\0" in text:
        raise _unreadable()
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        raise _unreadable() from None
    if len(rows) > MOST_ROWS:
        raise _too_long()
    return [[value[1:] if value.startswith(_GUARDED) else value for value in row] for row in rows]
