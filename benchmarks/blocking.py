"""What the blocking keys of the matcher lose, against every pair: `python -m benchmarks.blocking --people N`.

A register of N files is made from the names of `benchmarks/pairs` and of the demonstration, with sisters,
brothers and twins, and with doubles planted by the rules that make the labelled pairs. The reference is every
pair: one pass of rapidfuzz over all of them keeps what could be one person by the loosest look (consonants
alone, in any order), and the matcher scores what is kept. `--exact` scores every pair, without that first
look (slow: to hold the first look to account). Seconds are for information.
"""

import argparse
import csv
import json
import random
import re
import time
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz, process

from beneficiaires.matching import Identite, Verdict, keys, prepare, score
from entraide.text import parse_birth, search_key

from .pairs import positives
from .pairs.names import EPREUVE, REGLAGE, Nom, Noms, noms
from .pairs.people import a_day, a_file, someone

DEMO = Path(__file__).parent.parent / "entraide/demo/names"
DOUBLES = 0.04
# How alike two names must be, in consonants, to be scored at all (0-100): hardly alike.
LOOSE = 60


# --- the register -------------------------------------------------------------------------------------------
def all_names():
    """The names of the demonstration region (the common ones first) and of both parts, as one Noms."""

    def demo(name, sexe=""):
        with open(DEMO / f"{name}.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                written = tuple(text for text in (row["fr"], row["fr_variante"]) if text)
                yield Nom((row["ar"],), written, sexe)

    parts = [noms(part) for part in (REGLAGE, EPREUVE)]
    women, men, families = (
        list(demo(*spec)) for spec in (("prenoms-feminins", "F"), ("prenoms-masculins", "M"), ("familles",))
    )
    return Noms(
        prenoms={
            "F": tuple(women) + tuple(nom for part in parts for nom in part.prenoms["F"]),
            "M": tuple(men) + tuple(nom for part in parts for nom in part.prenoms["M"]),
        },
        familles=tuple(families) + tuple(nom for part in parts for nom in part.familles),
        sexes=(), proches=(), familles_proches=(),
        known=frozenset().union(*(part.known for part in parts)),
    )  # fmt: skip


def _scripts(rng):
    return rng.choice(("arfr", "arfr", "arfr", "ar", "ar", "fr"))


def _drawn(rng, texts):
    """One of the names: a tenth of them go to a third of the people, as in life."""
    return texts[int(len(texts) * rng.random() ** 2)]


def register(people, seed):
    """([file, …], [(place, place), …]): the files of a register and the pairs of it that are one person."""
    rng, names = random.Random(seed), all_names()
    files, doubles = [], []
    while len(files) < people:
        sexe = rng.choice("FM")
        given, family = _drawn(rng, names.prenoms[sexe]), _drawn(rng, names.familles)
        person = someone(rng, names, sexe=sexe, prenom=given, nom=family)
        if rng.random() < DOUBLES and len(files) + 1 < people:
            pair = None
            while not pair:
                pair = rng.choice(positives.RULES)(rng, names, person)
            doubles.append((len(files), len(files) + 1))
            files += pair
            continue
        files.append(a_file(rng, person, _scripts(rng), others=0.1))
        # A third of the people have a brother or sister in the register; one of fifty of these is a twin.
        if rng.random() < 0.33 and len(files) < people:
            sexe = rng.choice("FM")
            jour = person.jour if rng.random() < 0.02 else a_day(rng, person.jour.year, person.jour.year + 8)
            sibling = replace(person, prenom=_drawn(rng, names.prenoms[sexe]), sexe=sexe, jour=jour)
            files.append(a_file(rng, sibling, _scripts(rng), others=0.1))
    # Doubles stand apart, as they do in life.
    places = list(range(len(files)))
    rng.shuffle(places)
    shuffled = [None] * len(files)
    for old, new in enumerate(places):
        shuffled[new] = files[old]
    return shuffled, [tuple(sorted((places[a], places[b]))) for a, b in doubles]


def profiles(files):
    """The prepared profiles of a register."""
    prepared = []
    for file in files:
        naissance, precision = parse_birth(file["naissance"])
        given = {"naissance": naissance, "precision": precision, "sexe": file["sexe"] or None}
        prepared.append(prepare(Identite(**file | given)))
    return prepared


# --- every pair ---------------------------------------------------------------------------------------------
_ARABIC = str.maketrans("بتثجحخدذرزسشصضطظعغفقكلمنه", "bttkhkddrzsssdtd-kfkklmnh", "اويء")
_LATIN = str.maketrans({"q": "k", "c": "k", "g": "k", "j": "k", "v": "f", "p": "b"})


def consonants(file):
    """The consonants of a name, roughly as both scripts write them, its words in order of the alphabet.

    Of a file with both scripts the Arabic is read, in whichever field it stands.
    """
    words = search_key(
        " ".join(file[field] for field in ("prenom_ar", "nom_ar", "prenom_fr", "nom_fr"))
    ).split()
    arabic = [re.sub("^ال", "", word).translate(_ARABIC) for word in words if not word.isascii()]
    for word in () if arabic else words:
        text = re.sub("[kgr]h", "k", re.sub("[sc]h", "s", re.sub("^(el|al)$", "", word)))
        arabic.append(re.sub("[aeiouyw]", "", text.translate(_LATIN)))
    return "".join(
        sorted(re.sub(r"(.)\1+", r"\1", word.replace("h", "").replace("-", "")) for word in arabic)
    )


def _loose_pairs(files, loose):
    """Pairs of places whose names could be one by the loosest look, or that share a birth date."""
    texts = [consonants(file) for file in files]
    born = defaultdict(list)
    for place, file in enumerate(files):
        day, precision = parse_birth(file["naissance"])
        if precision == "JOUR" and (day.month, day.day) != (1, 1):
            born[day].append(place)
    for places in born.values():
        yield from combinations(places, 2)
    for place, text in enumerate(texts):
        rest = texts[place + 1 :]
        for _, _, at in process.extract(text, rest, scorer=fuzz.ratio, score_cutoff=loose, limit=None):
            yield place, place + 1 + at


def brute_force(files, prepared, *, loose=LOOSE, exact=False):
    """({pairs called "to review" or better}, how many were scored) over every pair of the register."""
    pairs = combinations(range(len(files)), 2) if exact else _loose_pairs(files, loose)
    found, scored = set(), 0
    for a, b in pairs:
        scored += 1
        if score(prepared[a], prepared[b])[1] != Verdict.DIFFERENT:
            found.add((a, b))
    return found, scored


# --- keys ---------------------------------------------------------------------------------------------------
def by_keys(prepared, held):
    """({pairs called "to review" or better}, [candidates of each file]) among files that share a key."""
    places = defaultdict(list)
    for place, mine in enumerate(held):
        for key in mine:
            places[key].append(place)
    found, candidates = set(), []
    for place, mine in enumerate(held):
        others = {other for key in mine for other in places[key]}
        candidates.append(len(others) - 1 if mine else 0)
        for other in others:
            if other > place and score(prepared[place], prepared[other])[1] != Verdict.DIFFERENT:
                found.add((place, other))
    return found, candidates


def _spread(numbers):
    ordered = sorted(numbers)
    return {
        "mean": round(sum(ordered) / len(ordered), 1),
        "p95": ordered[int(0.95 * (len(ordered) - 1))],
        "max": ordered[-1],
    }


def _lost(pairs, held):
    """How many pairs share no key, of how many, and the share in per cent."""
    lost = sum(held[a].isdisjoint(held[b]) for a, b in pairs)
    return {"lost": lost, "of": len(pairs), "percent": round(100 * lost / len(pairs), 3) if pairs else 0.0}


def measure(people, seed, *, loose=LOOSE, exact=False, brute=True):
    """A dict of all figures of one register; `brute=False` leaves the reference out."""
    seconds = {}

    def timed(name, function, *args, **options):
        begin = time.perf_counter()
        answer = function(*args, **options)
        seconds[name] = round(time.perf_counter() - begin, 2)
        return answer

    files, doubles = timed("register", register, people, seed)
    prepared = timed("prepare", profiles, files)
    held = timed("keys", lambda: [keys(profile) for profile in prepared])
    found, candidates = timed("by_keys", by_keys, prepared, held)
    called = [pair for pair in doubles if score(*(prepared[place] for place in pair))[1] != Verdict.DIFFERENT]
    report = {
        "people": len(files),
        "seed": seed,
        "planted": len(doubles),
        "planted_called": len(called),
        "planted_without_key": _lost(doubles, held),
        "planted_called_without_key": _lost(called, held),
        "keys_per_person": _spread([len(mine) for mine in held]),
        "candidates_per_person": _spread(candidates),
        "called_by_keys": len(found),
    }
    if brute:
        reference, scored = timed("brute_force", brute_force, files, prepared, loose=loose, exact=exact)
        report |= {
            "reference": "every pair scored" if exact else f"every pair looked at (consonants >= {loose})",
            "reference_scored": scored,
            "reference_called": len(reference),
            "reference_called_without_key": _lost(reference, held),
            # What the keys found and the first look did not: the reference's own loss.
            "reference_missed": len(found - reference),
        }
    return report | {"seconds": seconds}


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.blocking", description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1957)
    parser.add_argument(
        "--loose", type=int, default=LOOSE, help="how alike names must be to be scored, 0-100"
    )
    parser.add_argument("--exact", action="store_true", help="score every pair, without a first look")
    parser.add_argument("--no-reference", action="store_true", help="keys only")
    options = parser.parse_args()
    if options.people < 100:
        parser.error("--people must be 100 or more")
    report = measure(
        options.people, options.seed, loose=options.loose, exact=options.exact, brute=not options.no_reference
    )
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
