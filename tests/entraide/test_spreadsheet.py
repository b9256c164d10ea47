"""Files as an office opens them: text stays text, numbers stay numbers, nothing becomes a formula."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils.functional import lazystr
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from entraide import spreadsheet
from entraide.spreadsheet import (
    Table,
    csv_response,
    csv_tables_response,
    write_csv,
    write_xlsx,
    xlsx_response,
    xlsx_tables_response,
)

DANGEROUS = ["=1+1", "+33", "-SUM(A1)", "@x", "\t=1", "\r=1", "\n=1", "＝1", "－1"]


def one(*cells):
    return Table([f"c{number}" for number in range(len(cells))], [cells])


def xlsx(*tables, language="ar"):
    file = io.BytesIO()
    write_xlsx(file, tables, language)
    return file.getvalue()


def sheet(content, number=0):
    """The rows of a sheet as a spreadsheet reads them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(number).to_python(skip_empty_area=False)


def xml(content, part="xl/worksheets/sheet1.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part).decode()


def lines(*tables, language="fr"):
    file = io.StringIO(newline="")
    write_csv(file, tables, language)
    text = file.getvalue()
    assert text.startswith("\ufeff") and text.count("\ufeff") == 1
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


# --- XLSX ---------------------------------------------------------------------------------------------------
def test_columns_are_functions_of_a_row_in_their_order():
    people = [{"nom": "فاطمة", "places": 2}, {"nom": "Brahim", "places": 10}]
    columns = {"الاسم": lambda r: r["nom"], lazystr("المقاعد"): lambda r: r["places"]}
    assert sheet(xlsx(Table(columns, iter(people)))) == [["الاسم", "المقاعد"], ["فاطمة", 2], ["Brahim", 10]]


def test_fc_exp_04_text_that_looks_like_a_number_stays_text():
    cells = ["0612345678", "J130012345", "000123", "0045", "+212612345678", "45/2010", "2009", "1e5", "٠٤٥"]
    content = xlsx(one(*cells))
    assert sheet(content)[1] == cells
    assert xml(content).count('t="inlineStr"') == 2 * len(cells)


def test_fc_exp_03_numbers_are_numbers_and_a_dangerous_text_is_guarded():
    content = xlsx(one(-14, -3.5, Decimal("12345.67"), 0, *DANGEROUS))
    assert sheet(content)[1][:4] == [-14, -3.5, 12345.67, 0]
    assert [str(cell) for cell in sheet(content)[1][4:]] == DANGEROUS
    assert "<f>" not in xml(content)
    assert re.findall(r'quotePrefix="1"', xml(content, "xl/styles.xml"))
    row = lines(one(-14, -3.5, Decimal("12345.67"), 0, *DANGEROUS))[1]
    assert row[:4] == ["-14", "-3,5", "12345,67", "0"]
    assert row[4:] == [f"'{text}" for text in DANGEROUS]


def test_dates_are_dates_in_the_clock_of_the_region():
    moment = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    content = xlsx(one(date(2008, 2, 29), moment, time(14, 30), date(1899, 5, 1)))
    assert sheet(content)[1] == [date(2008, 2, 29), datetime(2026, 1, 1, 0, 30), time(14, 30), "01/05/1899"]
    assert lines(one(date(2008, 2, 29), moment, time(14, 30), date(1899, 5, 1)))[1] == [
        "29/02/2008",
        "01/01/2026 00:30",
        "14:30",
        "01/05/1899",
    ]


def test_what_is_absent_is_an_empty_cell():
    cells = [None, "", float("nan"), float("inf"), Decimal("NaN"), "x"]
    assert sheet(xlsx(one(*cells)))[1] == ["", "", "", "", "", "x"]
    assert lines(one(*cells))[1] == ["", "", "", "", "", "x"]


def test_a_number_too_long_for_a_spreadsheet_is_written_as_text():
    cells = [10**15 - 1, 10**15, -(10**20), Decimal("1234567890.1234567"), Decimal("0.5")]
    assert sheet(xlsx(one(*cells)))[1] == [
        999999999999999,
        "1000000000000000",
        "-100000000000000000000",
        "1234567890.1234567",
        0.5,
    ]


@pytest.mark.parametrize(("language", "yes"), [("ar", "نعم"), ("fr", "Oui")])
def test_words_are_in_the_language_of_the_file(language, yes):
    table = Table({"c": lambda row: row}, [True])
    assert sheet(xlsx(table, language=language))[1] == [yes]
    assert lines(table, language=language)[1] == [yes]


def test_the_sheet_is_right_to_left_in_arabic_alone_with_a_frozen_bold_heading():
    arabic, french = xml(xlsx(one("a"))), xml(xlsx(one("a"), language="fr"))
    assert 'rightToLeft="1"' in arabic and "rightToLeft" not in french
    for content in (arabic, french):
        assert '<pane ySplit="1"' in content and 'state="frozen"' in content
        assert "numberStoredAsText" in content
    assert "<b/>" in xml(xlsx(one("a")), "xl/styles.xml")


def test_columns_are_as_wide_as_what_they_hold_within_reason():
    content = xml(xlsx(one("ا", "م" * 20, "م" * 500, "a\n" + "م" * 30)))
    assert [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', content)] == [
        pytest.approx(width, abs=1) for width in (8, 22, 60, 32)
    ]


def test_several_tables_are_sheets_with_lawful_and_distinct_names():
    titles = ["حسب النوع", "حسب النوع", "a/b:c*?[d]", "", "History", "م" * 40, "م" * 40, "''"]
    content = xlsx(*(Table(["c"], [[number]], title) for number, title in enumerate(titles)))
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert names[:2] == ["حسب النوع", "حسب النوع 2"]
    assert len({name.lower() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert [sheet(content, number)[1] for number in range(len(titles))] == [[n] for n in range(len(titles))]


def test_fc_exp_05_a_table_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 4)
    content = xlsx(Table(["n"], ([number] for number in range(7)), "لائحة"), Table(["n"], [[9]], "أخرى"))
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert names == ["لائحة", "لائحة 1-2", "لائحة 1-3", "أخرى"]
    found = [sheet(content, number)[1:] for number in range(4)]
    assert found == [[[0], [1], [2]], [[3], [4], [5]], [[6]], [[9]]]


def test_exactly_a_full_sheet_asks_for_no_other(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 4)
    content = xlsx(Table(["n"], [[0], [1], [2]]))
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names) == 1


def test_an_empty_table_keeps_its_headings():
    assert sheet(xlsx(Table({"الاسم": str, "السن": str}, []))) == [["الاسم", "السن"]]
    assert lines(Table({"الاسم": str, "السن": str}, [])) == [["الاسم", "السن"]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=20), min_size=1, max_size=4))
def test_whatever_the_text_the_files_can_be_read(cells):
    def plain(text):
        return re.sub("[\ud800-\udfff\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", text)

    found = sheet(xlsx(one("x", *cells)))[1][1:]
    for cell, text in zip(found, cells, strict=True):
        assert str(cell).replace("\r", "\n") == plain(text).replace("\r", "\n") or text.strip() == ""
    for cell, text in zip(lines(one(*cells))[1], cells, strict=True):
        assert cell in (plain(text), f"'{plain(text)}")
        assert not re.match(r"[=+\-@\t\r\n]", cell)


# --- CSV ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_fc_exp_06_a_csv_opens_in_columns_by_a_double_click(language):
    response = csv_response(
        "لائحة", {"الاسم": lambda r: r[0], "%": lambda r: r[1]}, [("أ;ب", 63.5)], language
    )
    assert response.getvalue() == '\ufeffالاسم;%\r\n"أ;ب";63,5\r\n'.encode()


def test_small_and_large_numbers_are_never_written_with_an_exponent():
    assert lines(one(1e-7, 1e15, 1e22, Decimal("1E+3")))[1] == [
        "0,0000001",
        "1000000000000000",
        "10000000000000000000000",
        "1000",
    ]


def test_several_tables_stand_one_under_the_other():
    assert lines(Table(["a"], [[1]], "حسب النوع"), Table(["b"], [[2]], "=x")) == [
        ["حسب النوع"], ["a"], ["1"], [], ["'=x"], ["b"], ["2"],
    ]  # fmt: skip


# --- answers ------------------------------------------------------------------------------------------------
def body(response):
    """The file of an answer, closed as the server closes it after sending."""
    content = response.getvalue()
    response.file_to_stream.close()
    return content


def people(count):
    return ([f"اسم {number}", number] for number in range(count))


def test_an_xlsx_answer_is_a_private_download_with_an_arabic_name():
    response = xlsx_response("لائحة المستفيدين", ["الاسم", "n"], people(3), "ar")
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D9%84")
    assert response["Content-Disposition"].endswith(".xlsx")
    assert int(response["Content-Length"]) > 1_000
    content = body(response)
    assert len(content) == int(response["Content-Length"])
    assert sheet(content)[1:] == [["اسم 0", 0], ["اسم 1", 1], ["اسم 2", 2]]
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == ["لائحة المستفيدين"]


def test_a_csv_answer_is_a_private_download():
    response = csv_response("liste.csv", ["nom", "n"], people(1), "fr")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"] == 'attachment; filename="liste.csv"'


@pytest.mark.parametrize("name", ['a"b', "a/b\\c", "a\r\nX: y", "../../x", "a\x00b"])
def test_a_hostile_name_stays_inside_its_header(name):
    header = csv_response(name, ["n"], [], "fr")["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[^"/\\\r\n\x00]+\.csv"', header)


def test_tables_as_one_answer():
    tables = [Table(["a"], [[1]], "A"), Table(["b"], [[2]], "B")]
    assert sheet(body(xlsx_tables_response("x", tables, "fr")), 1) == [["b"], [2]]
    assert (
        csv_tables_response("x", tables, "fr").getvalue().decode()
        == "\ufeffA\r\na\r\n1\r\n\r\nB\r\nb\r\n2\r\n"
    )


def test_a_csv_is_sent_while_its_rows_are_read_in_its_own_language():
    read = []

    def rows():
        for number in range(2_000):
            read.append(get_language())
            yield number

    with override("fr"):
        response = csv_response("x", {"c": lambda number: _("Yes")}, rows(), "ar")
    chunks = iter(response)
    assert "نعم" in next(chunks).decode()
    assert 0 < len(read) < 1_000
    with override("fr"):
        rest = b"".join(chunks).decode()
        assert get_language() == "fr"
    assert "Oui" not in rest and rest.count("نعم") > 1_000
    assert len(read) == 2_000 and set(read) == {"ar"}


@pytest.mark.parametrize("answer", [xlsx_response, csv_response])
def test_what_fails_at_once_fails_before_the_answer(answer):
    def rows():
        yield ["a"]
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        answer("x", ["n"], rows(), "ar")
