"""Labelled pairs from a CSV file, one at a time, each value through the gate of the register."""

import csv
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from entraide.text import clean_query, parse_birth

FIELDS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "sexe", "naissance", "commune")
COLUMNS = (*(f"{field}_a" for field in FIELDS), *(f"{field}_b" for field in FIELDS), "same")
_SEXES = {"": None, "F": "F", "M": "M", "H": "M", "أنثى": "F", "ذكر": "M"}


class PairsError(ValueError):
    """The file cannot be read as pairs; the message names the line and the column."""


@dataclass(frozen=True, slots=True)
class Paire:
    """One line: its number, what either file holds (the arguments of Identite), and the label."""

    line: int
    a: dict
    b: dict
    same: bool


def read_pairs(path):
    """Yield the Paire of each line of a CSV file. Blank lines are skipped.

    UTF-8 with or without BOM; a comma, or a semicolon as spreadsheets in French write it; columns in any
    order, those that are not in COLUMNS are ignored. Raises PairsError at the first fault.
    """
    line = 1
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            rows = csv.reader(
                file, delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
            )
            places, width = _header(path, next(rows, []))
            last = rows.line_num
            for row in rows:
                line, last = last + 1, rows.line_num
                if any(cell.strip() for cell in row):
                    yield _pair(path, line, row, places, width)
    except OSError as error:
        raise PairsError(f"{path}: the file cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise PairsError(f"{path}: not a text in UTF-8 (after line {line}). Save it as CSV UTF-8.") from error
    except csv.Error as error:
        raise PairsError(f"{path}, after line {line}: not a CSV file ({error}).") from error


def _header(path, cells):
    """({column: place}, number of columns) from the first line."""
    headings = [cell.strip().lower() for cell in cells]
    if not any(headings):
        raise PairsError(f"{path}: the file is empty. Its first line must name the columns.")
    for column in COLUMNS:
        if column not in headings:
            raise PairsError(f"{path}, line 1: the column {column} is missing.")
        if headings.count(column) > 1:
            raise PairsError(f"{path}, line 1: the column {column} stands there twice.")
    return {column: headings.index(column) for column in COLUMNS}, len(headings)


def _pair(path, line, row, places, width):
    if len(row) <= max(places.values()) or any(cell.strip() for cell in row[width:]):
        raise PairsError(f"{path}, line {line}: {len(row)} cells, but the first line names {width} columns.")
    values = {}
    for column, place in places.items():
        try:
            values[column] = clean_query(row[place])
        except ValidationError:
            fault = "holds a character that no text may hold"
            raise PairsError(f"{path}, line {line}, column {column}: {fault}.") from None
    label = values["same"]
    if label not in ("0", "1"):
        fault = f"«{label}» is no label: write 1 for the same person, 0 for two"
        raise PairsError(f"{path}, line {line}, column same: {fault}.")
    sides = [_side(path, line, {field: values[f"{field}_{side}"] for field in FIELDS}, side) for side in "ab"]
    return Paire(line, *sides, label == "1")


def _side(path, line, values, side):
    text = values["sexe"]
    if text.upper() not in _SEXES:
        raise PairsError(f"{path}, line {line}, column sexe_{side}: «{text[:40]}» is no sex: write F or M.")
    try:
        naissance, precision = parse_birth(values["naissance"])
    except ValidationError:
        fault = f"«{values['naissance'][:40]}» is not a date: write 2009-05-14, 14/05/2009, 2009-05 or 2009"
        raise PairsError(f"{path}, line {line}, column naissance_{side}: {fault}.") from None
    return values | {
        "sexe": _SEXES[text.upper()],
        "naissance": naissance,
        "precision": precision,
        "commune": values["commune"] or None,
    }
