"""`manage.py evaluate_matching`: its figures, its refusals, and the baselines beside them."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from beneficiaires.management.commands import evaluate_matching
from beneficiaires.matching.evaluation.baselines import BASELINES, contradicts, names_to_compare
from beneficiaires.matching.evaluation.pairs import COLUMNS, read_pairs


class Verdict(Enum):
    CERTAIN, A_VOIR, DIFFERENT = range(3)


@dataclass(frozen=True)
class Identite:
    nom_ar: str
    prenom_ar: str
    nom_fr: str
    prenom_fr: str
    sexe: str | None
    naissance: date | None
    precision: str | None
    commune: str | None


def _score(a, b):
    """The same names and date: certain; the same names: to review."""
    if (a.prenom_fr, a.nom_fr) != (b.prenom_fr, b.nom_fr):
        return 10, Verdict.DIFFERENT
    return (100, Verdict.CERTAIN) if a.naissance and a.naissance == b.naissance else (60, Verdict.A_VOIR)


STAND_IN = SimpleNamespace(
    Identite=Identite, Verdict=Verdict, prepare=lambda identite: identite, score=_score,
    compare=lambda a, b: f"{a.prenom_fr}/{b.prenom_fr}", phrase=lambda result: f"compared {result}",
)  # fmt: skip


@pytest.fixture
def stand_in(monkeypatch):
    monkeypatch.setattr(evaluate_matching, "matching", STAND_IN)


def write(path, *pairs, columns=COLUMNS, encoding="utf-8", newline="\n", **more):
    """A file of pairs: each ({field: text}, {field: text}, label); fields that are not told are blank."""
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, [*columns, *more], lineterminator=newline)
        writer.writeheader()
        for a, b, same in pairs:
            told = {f"{field}_a": text for field, text in a.items()} | {"same": same}
            told |= {f"{field}_b": text for field, text in b.items()}
            writer.writerow({column: told.get(column, "") for column in columns} | more)
    return path


def person(prenom="", nom="", naissance="", **fields):
    return {"prenom_fr": prenom, "nom_fr": nom, "naissance": naissance, **fields}


def run(path, capsys, **options):
    call_command("evaluate_matching", str(path), **options)
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


SIX = [
    (person("Amina", "Salhi", "2001-02-03"), person("Amina", "Salhi", "03/02/2001"), 1),
    (person("Omar", "Tazi"), person("Omar", "Tazi", "1990"), 1),
    (person("Fatiha", "Brahmi", "1990-05"), person("Fetiha", "Brahmi", "1990"), 1),
    (person("Said", "Naji", "1980"), person("Said", "Naji", "1980"), 0),
    (person("Karim", "Alaoui", "2005-01-02"), person("Karima", "Alaoui", "2005-01-02"), 0),
    (person("Hind", "Rami", "1999-09-09"), person("Hind", "Rami", "2011-12-30"), 0),
]


# --- figures ------------------------------------------------------------------------------------------------
def test_the_figures_of_six_pairs_worked_out_by_hand(stand_in, tmp_path, capsys):
    found = run(write(tmp_path / "six.csv", *SIX), capsys)
    assert list(found) == ["pairs", "positives", "certain", "a_voir", "baselines", "errors"]
    assert (found["pairs"], found["positives"]) == (6, 3)
    assert found["certain"] == {
        "precision": 0.5, "recall": 0.333333, "f1": 0.4, "tp": 1, "fp": 1, "fn": 2
    }  # fmt: skip
    assert found["a_voir"] == {
        "precision": 0.5, "recall": 0.666667, "f1": 0.571429, "tp": 2, "fp": 2, "fn": 1
    }  # fmt: skip
    assert [error["line"] for error in found["errors"]] == [4, 5, 7]
    assert found["errors"][0] == {
        "line": 4, "a": "Fatiha Brahmi", "b": "Fetiha Brahmi", "same": 1, "score": 10, "verdict": "DIFFERENT",
        "explanation": "compared Fatiha/Fetiha",
    }  # fmt: skip


def test_the_baselines_of_the_same_run(stand_in, tmp_path, capsys):
    found = run(write(tmp_path / "six.csv", *SIX), capsys)["baselines"]
    assert list(found) == ["exact", "marks_only", "edit_distance_auto_3_6", "trigram_0_3", "double_metaphone"]
    # Exact: the first two; of the negatives the fourth, whose date agrees; by the name alone the last too.
    assert {key: found["exact"][key] for key in ("tp", "fp", "fn")} == {"tp": 2, "fp": 1, "fn": 1}
    assert found["exact"]["names_only"] == {
        "precision": 0.5, "recall": 0.666667, "f1": 0.571429, "tp": 2, "fp": 2, "fn": 1
    }  # fmt: skip
    for name in ("edit_distance_auto_3_6", "trigram_0_3", "double_metaphone"):
        assert (found[name]["tp"], found[name]["fn"]) == (3, 0), name
    # Karim and Karima are one edit apart: no sex is told here, and the birth date is the same.
    assert found["edit_distance_auto_3_6"]["fp"] == 2


def test_nothing_said_has_no_precision(stand_in, tmp_path, capsys):
    found = run(write(tmp_path / "one.csv", (person("A", "B"), person("C", "D"), 0)), capsys)
    nothing = {"precision": None, "recall": None, "f1": None, "tp": 0, "fp": 0, "fn": 0}
    assert found["certain"] == found["a_voir"] == nothing
    assert found["baselines"]["exact"] == nothing | {"names_only": nothing}
    missed = run(write(tmp_path / "one.csv", (person("A", "B"), person("C", "D"), 1)), capsys)["certain"]
    assert missed == {"precision": None, "recall": 0.0, "f1": 0.0, "tp": 0, "fp": 0, "fn": 1}


# --- files as people have them ------------------------------------------------------------------------------
def test_bom_crlf_order_of_columns_and_columns_of_others(stand_in, tmp_path, capsys):
    plain = run(write(tmp_path / "plain.csv", *SIX), capsys)
    other = write(
        tmp_path / "other.csv", *SIX,
        columns=COLUMNS[::-1], encoding="utf-8-sig", newline="\r\n", origine="main", note="a, b\nc",
    )  # fmt: skip
    found = run(other, capsys)
    # The note of each pair is of two lines: a line number is that on which the pair begins.
    assert [error.pop("line") for error in found["errors"]] == [6, 8, 12]
    for error in plain["errors"]:
        error.pop("line")
    assert found == plain


def test_semicolons_blank_lines_and_rows_without_the_last_cells(stand_in, tmp_path, capsys):
    text = write(tmp_path / "plain.csv", *SIX).read_text("utf-8")
    lines = text.replace(",", ";").splitlines()
    lines = [lines[0] + ";origine", *(line + ";main" for line in lines[1:-1]), "", ";;", lines[-1], ""]
    (tmp_path / "other.csv").write_text("\n".join(lines), "utf-8")
    assert run(tmp_path / "other.csv", capsys)["pairs"] == 6


def test_dates_of_every_kind_reach_the_matcher(tmp_path):
    texts = {
        "2009-05-14": "JOUR",
        "14/05/2009": "JOUR",
        "2009-05": "MOIS",
        "2009": "ANNEE",
        "١٤/٠٥/٢٠٠٩": "JOUR",
    }
    path = write(tmp_path / "p.csv", *((person("A", "B", text), person(sexe="h"), 1) for text in texts))
    for pair, precision in zip(read_pairs(path), texts.values(), strict=True):
        parts = {"JOUR": (5, 14), "MOIS": (5, 1), "ANNEE": (1, 1)}[precision]
        assert (pair.a["naissance"], pair.a["precision"]) == (date(2009, *parts), precision)
        assert pair.b == {
            "nom_ar": "", "prenom_ar": "", "nom_fr": "", "prenom_fr": "", "sexe": "M",
            "naissance": None, "precision": None, "commune": None,
        }  # fmt: skip


# --- refusals -----------------------------------------------------------------------------------------------
def refusal(path, capsys):
    with pytest.raises(CommandError) as refused:
        call_command("evaluate_matching", str(path))
    assert capsys.readouterr().out == ""
    return str(refused.value)


def test_a_bad_cell_is_named_with_its_line_and_column(stand_in, tmp_path, capsys):
    good = (person("A", "B"), person("A", "B"), 1)
    for pair, place, word in (
        ((person("A", "B", "31/02/2009"), person(), 1), "line 3, column naissance_a", "31/02/2009"),
        ((person(), person("A", "B", "hier"), 0), "line 3, column naissance_b", "hier"),
        ((person(), person(sexe="X"), 0), "line 3, column sexe_b", "X"),
        ((person(), person(), 2), "line 3, column same", "«2»"),
        ((person("A"), person(), ""), "line 3, column same", "label"),
        ((person("A\x00"), person(), 1), "line 3, column prenom_fr_a", "character"),
    ):
        message = refusal(write(tmp_path / "bad.csv", good, pair), capsys)
        assert place in message and word in message and "bad.csv" in message, message


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named(stand_in, tmp_path, capsys, column):
    columns = [name for name in COLUMNS if name != column]
    message = refusal(write(tmp_path / "bad.csv", *SIX, columns=columns), capsys)
    assert f"line 1: the column {column} is missing" in message


def test_files_that_are_no_pairs(stand_in, tmp_path, capsys):
    path = tmp_path / "bad.csv"
    head = ",".join(COLUMNS)
    for content, words in (
        (b"", "empty"),
        (b"\n\n", "empty"),
        (head.encode() + b"\n", "no pair"),
        (f"{head},same\n".encode(), "column same stands there twice"),
        (f"{head}\n1,2,3\n".encode(), "line 2: 3 cells"),
        (f"{head}\n{',' * 14}1,,more\n".encode(), "line 2: 17 cells"),
        (f'{head}\n{"," * 13}"open,1\n'.encode(), "not a CSV file"),
        (head.encode() + b"\n\xe9\xff,1\n", "UTF-8"),
        (head.encode("utf-16"), "UTF-8"),
    ):
        path.write_bytes(content)
        assert words in refusal(path, capsys), words
    assert "cannot be read" in refusal(tmp_path / "absent.csv", capsys)
    assert "cannot be read" in refusal(tmp_path, capsys)


# --- baselines ----------------------------------------------------------------------------------------------
AGREE = {
    "exact": [("Fatima Benali", "FATIMA BENALI"), ("فاطمة بنعلي", "فاطمة بنعلي")],
    "marks_only": [("Aïcha Benâli", "Aicha BENALI"), ("مُحَمّد", "محمد"), ("فـاطمة", "فاطمة")],
    "edit_distance_auto_3_6": [
        ("Fatima Benali", "Fatma Banali"),
        ("كريم العلوي", "كريمة العلوي"),
        ("Omar", "Oamr"),
    ],
    "trigram_0_3": [("Fatima Zahra Benali", "Fatima Zohra Ben Ali"), ("Karim Alaoui", "Karima Alaoui")],
    "double_metaphone": [("Rachid Tazi", "Rashid Tasi"), ("Fatima", "Fatema"), ("كريم", "كريم")],
}
DIFFER = {
    "exact": [("Aïcha", "Aicha"), ("أحمد", "احمد"), ("Ben Ali", "Benali")],
    "marks_only": [("أحمد", "احمد"), ("فاطمة", "فاطمه"), ("Fatima", "Fatma"), ("فاطمة", "Fatima")],
    "edit_distance_auto_3_6": [("Bo", "Ba"), ("Omar", "Omrane"), ("Ali Tazi", "Ali Rifi"), ("فاطمة", "Fa")],
    "trigram_0_3": [("Fatima", "Amine"), ("فاطمة", "Fatima"), ("...", "!!!")],
    "double_metaphone": [("Fatima", "Zineb"), ("كريم", "كريمة"), ("فاطمة", "Fatima")],
}  # fmt: skip


@pytest.mark.parametrize("name", BASELINES)
def test_what_a_baseline_says(name):
    for one, other in AGREE[name]:
        assert BASELINES[name](one, other) and BASELINES[name](other, one), (one, other)
    for one, other in DIFFER[name]:
        assert not BASELINES[name](one, other) and not BASELINES[name](other, one), (one, other)


def side(ar="", fr="", sexe=None, naissance=None, precision="JOUR"):
    names = {"prenom_ar": ar, "nom_ar": "", "prenom_fr": fr, "nom_fr": ""}
    return names | {"sexe": sexe, "naissance": naissance, "precision": naissance and precision}


def test_the_names_that_a_baseline_compares():
    assert names_to_compare(side("أ", "A"), side("ب", "B")) == [("أ", "ب"), ("A", "B")]
    assert names_to_compare(side("أ", "A"), side("", "B")) == [("A", "B")]
    assert names_to_compare(side("أ"), side("", "B")) == [("أ", "B")]
    assert names_to_compare(side(), side("", "B")) == []


def test_what_contradicts():
    day = date(2009, 5, 14)
    assert contradicts(side(sexe="F"), side(sexe="M"))
    assert not contradicts(side(sexe="F", naissance=day), side(sexe="F"))
    assert contradicts(side(naissance=day), side(naissance=date(2009, 5, 15)))
    assert not contradicts(side(naissance=day), side(naissance=date(2009, 5, 1), precision="MOIS"))
    assert not contradicts(side(naissance=day), side(naissance=date(2009, 1, 1), precision="ANNEE"))
    assert contradicts(side(naissance=day), side(naissance=date(2008, 1, 1), precision="ANNEE"))
