"""A whole part: the pairs of the rules and those written by hand, in one order, as CSV."""

import csv
import io
import random
from pathlib import Path

from . import negatives, positives
from .hard import hard_pairs
from .names import EPREUVE, REGLAGE, noms
from .people import FIELDS, someone

DATA = Path(__file__).parent.parent / "data"
COLUMNS = (*(f"{field}_a" for field in FIELDS), *(f"{field}_b" for field in FIELDS), "same", "origine")
# part -> file, seed, hand-written pairs, how many the rules make of the same person and of two.
PARTS = {
    REGLAGE: ("paires-reglage.csv", 2011, "difficiles-reglage.txt", 600, 730),
    EPREUVE: ("paires-epreuve.csv", 7919, "difficiles-epreuve.txt", 700, 850),
}


def _made(rng, names, rules, same, wanted, seen):
    """`wanted` pairs, the rules taking turns."""
    made, turn = [], 0
    while len(made) < wanted:
        rule = rules[turn % len(rules)]
        pair = rule(rng, names, someone(rng, names))
        if not pair:
            continue
        turn += 1
        key = tuple(file[field] for file in pair for field in FIELDS)
        if key in seen or key[: len(FIELDS)] == key[len(FIELDS) :]:
            continue
        seen.add(key)
        if rng.random() < 0.5:
            pair = pair[::-1]
        made.append((rule.__name__, same, *pair))
    return made


def pairs(part):
    """[(origine, same, file, file)] of a part, in the order of its CSV file."""
    _, seed, hand, positive, negative = PARTS[part]
    rng, names, seen = random.Random(seed), noms(part), set()
    made = _made(rng, names, positives.RULES, 1, positive, seen)
    made += _made(rng, names, negatives.RULES, 0, negative, seen)
    rng.shuffle(made)
    return hard_pairs(hand) + made


def as_csv(part):
    """The text of the CSV file of a part."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for origine, same, one, other in pairs(part):
        writer.writerow([*one.values(), *other.values(), same, origine])
    return text.getvalue()
