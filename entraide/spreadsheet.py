"""Tables as files, XLSX and CSV: an ordered map heading -> function(row) becomes columns. Writers only.

Text is written as text and never as a formula, numbers as numbers, dates as dates. Nothing here knows whose
rows they are: what may be shown is decided by the queryset and the columns.
"""

import csv
import io
import math
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from operator import itemgetter
from pathlib import PurePath

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"

MOST_ROWS = 1_048_576  # of a sheet, its heading included
MOST_CHARACTERS = 32_767  # of a cell
MOST_DIGITS = 15  # of a number; a spreadsheet turns the rest into zeros
_MOST_NUMBER = 10**MOST_DIGITS
WIDTHS = range(8, 61)
CSV_BATCH = 500

_DATE, _DATETIME, _TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm"
# Texts that a spreadsheet would run as a formula, if they were typed into it; full-width signs included.
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_NUMBER_LIKE = re.compile(r"[+-]?[0-9]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Table:
    """`columns`: an ordered map heading -> function(row), or only the headings of rows that are sequences of
    cells. `title` names the sheet, and heads the table in a CSV that holds several."""

    columns: Mapping | list
    rows: object
    title: str = ""

    @property
    def headings(self):
        return [str(heading) for heading in self.columns]

    def cells(self):
        """The rows, each a list of values, one by one."""
        if isinstance(self.columns, Mapping):
            functions = list(self.columns.values())
        else:
            functions = [itemgetter(number) for number in range(len(self.columns))]
        for row in self.rows:
            yield [_plain(function(row)) for function in functions]


def _plain(value):
    """A cell as text, number, day, moment (in the clock of the region) or None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return value if -_MOST_NUMBER < value < _MOST_NUMBER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        return value if len(value.as_tuple().digits) <= MOST_DIGITS else f"{value:f}"
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, date | time):
        return value
    return _NOT_XML.sub("\ufffd", str(value))


# --- XLSX ---------------------------------------------------------------------------------------------------
def write_xlsx(file, tables, language):
    """Write one sheet for each table into a binary file, right to left in Arabic. Rows are read once."""
    with translation.override(language), xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@"}),
            "guarded": book.add_format({"num_format": "@", "quote_prefix": True}),
            **{kind: book.add_format({"num_format": kind}) for kind in (_DATE, _DATETIME, _TIME)},
        }
        for number, table in enumerate(tables, 1):
            rows, part = table.cells(), 1
            following = _write_sheet(book, formats, table, rows, language, str(number))
            while following:  # a sheet is full: the table goes on in the next
                part += 1
                rest = chain(following, rows)
                following = _write_sheet(book, formats, table, rest, language, f"{number}-{part}")


def _write_sheet(book, formats, table, rows, language, number):
    """Write one sheet; return the first row that found no place in it, as a list of rows."""
    sheet = book.add_worksheet(_sheet_name(book, table.title, number))
    if language.startswith("ar"):
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    headings = table.headings
    widths = [len(heading) for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, formats["heading"])
    over = []
    for line, cells in enumerate(rows, 1):
        if line == MOST_ROWS:
            over = [cells]
            break
        for column, value in enumerate(cells):
            width = _write_cell(sheet, formats, line, column, value)
            widths[column] = max(widths[column], width)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, WIDTHS[0]), WIDTHS[-1]))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
    return over


def _sheet_name(book, title, number):
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", str(title)).strip().strip("'")[:31] or number
    taken = {sheet.get_name().lower() for sheet in book.worksheets()} | {"history"}
    return f"{name[: 30 - len(number)]} {number}" if name.lower() in taken else name


def _write_cell(sheet, formats, line, column, value):
    """Write one cell and return about how many characters it shows."""
    if value is None or value == "":
        return 0
    if isinstance(value, str):
        text, style = value[:MOST_CHARACTERS], None
        if _FORMULA.match(text):
            style = formats["guarded"]
        elif _NUMBER_LIKE.match(text):
            style = formats["text"]
        sheet.write_string(line, column, text, style)
        return max(map(len, text.split("\n")))
    if isinstance(value, date):
        kind = _DATETIME if isinstance(value, datetime) else _DATE
        if value.year <= 1900:  # before the first day that a spreadsheet can count well
            sheet.write_string(line, column, _shown_date(value), formats["text"])
        else:
            sheet.write_datetime(line, column, value, formats[kind])
        return len(kind)
    if isinstance(value, time):
        sheet.write_datetime(line, column, value.replace(tzinfo=None), formats[_TIME])
        return len(_TIME)
    sheet.write_number(line, column, value)
    return len(str(value))


# --- CSV ----------------------------------------------------------------------------------------------------
def write_csv(file, tables, language):
    """Write the tables into a text file opened with `newline=""`, for a double click in a spreadsheet set to
    French or to Moroccan Arabic: byte order mark, `;`, decimal comma.

    A program that reads a CSV wants the API's, which has `,` and points. CSV knows no types: a spreadsheet
    takes the zeros off 0612345678. Phones are exported by `format_phone`, codes with zeros as XLSX.
    """
    for chunk in _csv_chunks(tables, language):
        file.write(chunk)


def _csv_chunks(tables, language):
    """The file in pieces. The language is set again for each: a page that streams outlives its request."""
    lines = _csv_lines(list(tables))
    start = "\ufeff"
    while True:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        with translation.override(language):
            batch = list(islice(lines, CSV_BATCH))
            writer.writerows(batch)
        if start or batch:
            yield start + buffer.getvalue()
        if len(batch) < CSV_BATCH:
            return
        start = ""


def _csv_lines(tables):
    for number, table in enumerate(tables):
        if number:
            yield []
        if len(tables) > 1 and table.title:
            yield [_csv_cell(str(table.title))]
        yield [_csv_cell(heading) for heading in table.headings]
        for cells in table.cells():
            yield [_csv_cell(value) for value in cells]


def _csv_cell(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    if isinstance(value, date | time):
        return _shown_date(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{Decimal(str(value)):f}".replace(".", ",")


def _shown_date(value):
    if isinstance(value, time):
        return f"{value:%H:%M}"
    day = f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day


# --- answers ------------------------------------------------------------------------------------------------
def _download(response, filename, suffix):
    name = re.sub(r'[\x00-\x1f\x7f"/\\:*?<>|]+', "-", str(filename)).removesuffix(suffix) + suffix
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def xlsx_response(filename, columns, rows, language):
    """The answer to download one table as XLSX; `columns` and `rows` as in `Table`."""
    return xlsx_tables_response(filename, [Table(columns, rows, _stem(filename))], language)


def xlsx_tables_response(filename, tables, language):
    """The answer to download several tables as the sheets of one XLSX file, which waits on disk."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    try:
        write_xlsx(file, tables, language)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return _download(FileResponse(file, content_type=XLSX_TYPE), filename, ".xlsx")


def csv_response(filename, columns, rows, language):
    """The answer to download one table as CSV; `columns` and `rows` as in `Table`."""
    return csv_tables_response(filename, [Table(columns, rows)], language)


def csv_tables_response(filename, tables, language):
    """The answer to download several tables, one under the other, as CSV. Rows are read while they are sent,
    except the first ones: what fails at once fails as a page of error."""
    chunks = _csv_chunks(tables, language)
    first = next(chunks)
    response = StreamingHttpResponse(chain([first], chunks), content_type=CSV_TYPE)
    return _download(response, filename, ".csv")


def _stem(filename):
    return PurePath(str(filename)).stem
