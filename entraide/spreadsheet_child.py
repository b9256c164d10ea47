"""Reads one spreadsheet from standard input and writes its cells to standard output, as JSON. Runs alone.

It is a program of its own, started by `entraide.spreadsheet_reader`: a file may ask for gigabytes or make
the parser panic, and then only this process dies. It imports nothing of the application.
"""

import datetime
import json
import resource
import sys

MEMORY = 512 * 1024 * 1024
SECONDS = 10
MOST_ROWS = 50_000
MOST_COLUMNS = 200


def limit():
    """Memory and processor time of this process; nothing may be written to disk."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cell(value):
    """A cell as text: whole numbers without `.0`, dates as 2008-02-29, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return format(value, ".15g")
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(value)


def main():
    limit()
    data = sys.stdin.buffer.read()
    import io

    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    sheet = book.get_sheet_by_name((visible or book.sheet_names)[0])
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        answer = {"error": "size"}
    else:
        rows = [[cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        answer = {"rows": rows}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
