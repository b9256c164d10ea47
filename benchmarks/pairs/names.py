"""The names written by hand beside this file, and what a name is to the rules that make pairs."""

import csv
from dataclasses import dataclass
from pathlib import Path

from entraide.text import search_key

FOLDER = Path(__file__).parent
REGLAGE, EPREUVE = "R", "E"


@dataclass(frozen=True)
class Nom:
    """A name and the ways it is really written: the first of each script is the usual one."""

    ar: tuple
    fr: tuple
    sexe: str = ""

    @property
    def words(self):
        return len(self.ar[0].split())


@dataclass(frozen=True)
class Noms:
    """The names of one part: given names by sex, family names, and pairs of names near each other."""

    prenoms: dict
    familles: tuple
    sexes: tuple
    proches: tuple
    familles_proches: tuple
    known: frozenset

    def is_known(self, text):
        """True when a text is some name of the part: a typing error must not make another name."""
        return _plain(text) in self.known


def _plain(text):
    return search_key(text).replace(" ", "").removeprefix("ال")


def _rows(name, part):
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["partie"] == part]


def _nom(row, suffix=""):
    texts = (tuple(row[f"{script}{suffix}"].split("/")) for script in ("ar", "fr"))
    return Nom(*texts, sexe=row.get(f"sexe{suffix}", ""))


def noms(part):
    """The Noms of a part: REGLAGE or EPREUVE."""
    prenoms = [_nom(row) for row in _rows("prenoms.csv", part)]
    familles = tuple(_nom(row) for row in _rows("noms.csv", part))
    near = {"sexes": [], "proches": [], "familles": []}
    for row in _rows("proches.csv", part):
        near[row["genre"]].append((_nom(row, "_a"), _nom(row, "_b")))
    everyone = [*prenoms, *familles, *(nom for pairs in near.values() for pair in pairs for nom in pair)]
    return Noms(
        prenoms={sexe: tuple(nom for nom in prenoms if nom.sexe == sexe) for sexe in "FM"},
        familles=familles,
        sexes=tuple(near["sexes"]),
        proches=tuple(near["proches"]),
        familles_proches=tuple(near["familles"]),
        known=frozenset(_plain(text) for nom in everyone for text in (*nom.ar, *nom.fr)),
    )
