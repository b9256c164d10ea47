"""Moroccan and Hassani names in both scripts, from the lists of `names/`, common ones first.

A name is a pair (Arabic, Latin). Family names come in two parallel lists, for women and for men: the same
place in both is the same family (`بنت الناجم` and `ولد الناجم`), so that brothers and sisters share a place.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "names"
_HASSANI_FIRST = 120  # the Hassani families that are mixed among the most common Moroccan ones


@dataclass(frozen=True)
class Pools:
    """First names of women and of men; the family names of each; and for a Hassani family the place in
    `hommes` of the ancestor that it names (None for a Moroccan family)."""

    femmes: tuple
    hommes: tuple
    familles_femmes: tuple
    familles_hommes: tuple
    ancetres: tuple


def _read(name):
    """The rows of a list: [(Arabic, Latin, other Latin spelling or '')]."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [(row["ar"], row["fr"], row["fr_variante"]) for row in csv.DictReader(file)]


def _pairs(rows):
    """The pairs of a list; other Latin spellings come after, as they are rarer."""
    return [(ar, fr) for ar, fr, _ in rows] + [(ar, other) for ar, _, other in rows if other]


def _compounds(men):
    """`محمد` before another name makes a name of its own, as the civil registry has many."""
    simple = [
        (ar, fr) for ar, fr in men if " " not in ar and not ar.startswith(("محمد", "ال", "سيدي", "مولاي"))
    ]
    return [(f"محمد {ar}", f"Mohamed {fr}") for ar, fr in simple[:70]]


def _joined(men, known):
    """Families named after an ancestor in one word: `بنخالد` Benkhalid."""
    for ar, fr in men:
        family = f"بن{ar}"
        if " " not in ar and ar[0] not in "اأإآل" and family not in known:
            yield family, f"Ben{fr.lower()}"


def _interleave(first, second):
    """One of each in turn, then what is left of the longer."""
    for pair in zip(first, second, strict=False):
        yield from pair
    shorter = min(len(first), len(second))
    yield from first[shorter:]
    yield from second[shorter:]


@lru_cache(maxsize=1)
def pools():
    """All names, read once."""
    men = [(ar, fr) for ar, fr, _ in _read("prenoms-masculins.csv")]
    rows = _read("familles.csv")
    moroccan = _pairs(rows)
    moroccan += _joined(men, {ar for ar, _ in moroccan})
    # (name of a woman, name of a man, ancestor)
    moroccan = [(pair, pair, None) for pair in moroccan]
    hassani = [
        ((f"بنت {ar}", f"Bent {fr}"), (f"ولد {ar}", f"Ould {fr}"), place)
        for place, (ar, fr) in enumerate(men)
    ]
    clans = [((f"أهل {ar}", f"Ahl {fr}"),) * 2 + (None,) for ar, fr in men[:60] if " " not in ar]
    common = list(_interleave(moroccan[:_HASSANI_FIRST], hassani[:_HASSANI_FIRST]))
    families = common + list(_interleave(moroccan[_HASSANI_FIRST:], hassani[_HASSANI_FIRST:] + clans))
    return Pools(
        femmes=tuple(_pairs(_read("prenoms-feminins.csv"))),
        hommes=tuple(_pairs(_read("prenoms-masculins.csv")) + _compounds(men)),
        familles_femmes=tuple(woman for woman, _, _ in families),
        familles_hommes=tuple(man for _, man, _ in families),
        ancetres=tuple(place for _, _, place in families),
    )
