"""The pairs written by hand, one by one: difficiles-reglage.txt and difficiles-epreuve.txt."""

from .names import FOLDER
from .people import COMMUNES, FIELDS


def _names(text):
    """(given name, family name) of "given + family"; without a "+" all of it is the family name."""
    if "+" not in text:
        return "", text.strip()
    given, family = text.split("+")
    return given.strip(), family.strip()


def _file(arabic, french, facts):
    prenom_ar, nom_ar = _names(arabic)
    prenom_fr, nom_fr = _names(french)
    sexe, naissance, commune = ("" if fact == "-" else fact for fact in facts.split())
    values = (nom_ar, prenom_ar, nom_fr, prenom_fr, sexe, naissance, COMMUNES[commune] if commune else "")
    return dict(zip(FIELDS, values, strict=True))


def hard_pairs(name):
    """[(origine, same, file, file)] of one of the two text files."""
    pairs = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        same, rest = line.split("|", 1)
        one, other = rest.split("||")
        pairs.append(("main", int(same), *(_file(*side.split("|")) for side in (one, other))))
    return pairs
