"""The labelled pairs: how they are made, and what the matcher and its keys do on them."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from benchmarks import blocking
from benchmarks.pairs import making
from benchmarks.pairs.hard import hard_pairs
from benchmarks.pairs.names import EPREUVE, REGLAGE
from beneficiaires.matching.evaluation.pairs import COLUMNS, FIELDS, PairsError, read_pairs

ROOT = Path(__file__).parents[2]

# --- the labelled sets --------------------------------------------------------------------------------------
PARTS = {part: making.DATA / spec[0] for part, spec in making.PARTS.items()}


@pytest.mark.parametrize("part", PARTS)
def test_the_sets_are_made_again_to_the_byte(part):
    assert making.as_csv(part).encode() == PARTS[part].read_bytes(), "run python -m benchmarks.pairs"


def test_the_sets_are_as_large_and_as_hard_as_told():
    pairs = {part: list(read_pairs(path)) for part, path in PARTS.items()}
    assert sum(map(len, pairs.values())) >= 2_400
    assert sum(len(hard_pairs(spec[2])) for spec in making.PARTS.values()) >= 250
    for part in pairs.values():
        negatives = sum(not pair.same for pair in part)
        assert 0.5 <= negatives / len(part) <= 0.6
        both = {json.dumps([pair.a, pair.b], default=str, sort_keys=True) for pair in part}
        assert len(both) == len(part)


def test_the_two_parts_share_no_name_of_the_rules():
    texts = {}
    for part in (REGLAGE, EPREUVE):
        names = making.noms(part)
        everyone = [*names.prenoms["F"], *names.prenoms["M"], *names.familles]
        texts[part] = {text.casefold() for nom in everyone for text in (*nom.ar, *nom.fr)}
    assert not texts[REGLAGE] & texts[EPREUVE]


def test_a_file_of_pairs_holds_what_the_command_reads():
    for path in PARTS.values():
        with open(path, encoding="utf-8", newline="") as file:
            assert csv.DictReader(file).fieldnames == [*COLUMNS, "origine"]
    assert FIELDS == making.FIELDS
    with pytest.raises(PairsError):
        list(read_pairs(ROOT / "README.md"))


# --- the matcher --------------------------------------------------------------------------------------------
def test_the_matcher_on_the_held_out_pairs(capsys):
    call_command("evaluate_matching", str(PARTS[EPREUVE]), langue="ar")
    found = json.loads(capsys.readouterr().out)
    assert found["certain"]["precision"] == 1.0
    assert found["a_voir"]["precision"] >= 0.99
    assert found["a_voir"]["recall"] >= 0.95
    best = max(baseline["f1"] for baseline in found["baselines"].values())
    assert found["a_voir"]["f1"] > best
    assert all(error["explanation"] for error in found["errors"])


def test_the_keys_lose_hardly_anybody():
    report = blocking.measure(2_000, seed=11)
    assert report["planted"] > 40
    assert report["planted_called_without_key"]["percent"] < 1
    assert report["reference_called_without_key"]["percent"] < 1
    assert report["reference_missed"] == 0
