"""The values of two files that survive their merge."""

from beneficiaires.derived import NAME_COLUMNS, name_columns
from beneficiaires.models import Beneficiaire

NOMS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr")
# Chosen as one: a day with the precision of another day, or the degree of another disability, would be a fact
# that nobody ever said.
ENSEMBLE = {
    "naissance": ("naissance", "naissance_precision", "naissance_estimee"),
    "handicap_type": ("handicap_type", "handicap_degre", "handicap_source"),
    "base_legale": ("base_legale", "base_legale_date"),
}
GARDE, ABSORBE = "garde", "absorbe"


def choices():
    """{name of a choice: the fields that it decides}, in the order of the file."""
    held = {name: first for first, names in ENSEMBLE.items() for name in names}
    found = {}
    for field in Beneficiaire._meta.concrete_fields:
        if field.editable and not field.primary_key and field.name not in NAME_COLUMNS:
            first = held.get(field.name, field.name)
            found.setdefault(first, ENSEMBLE.get(first, (field.name,)))
    return found


def default_side(names, garde, absorbe):
    """The kept file's, or the other one's where the kept one says nothing."""
    return ABSORBE if _empty(names, garde) and not _empty(names, absorbe) else GARDE


def _empty(names, personne):
    # `naissance_estimee` says nothing without a date.
    return all(getattr(personne, name) in (None, "", False) for name in names)


def surviving(garde, absorbe, choix):
    """{field: value} of the kept file after the merge: what changes, derived columns included."""
    wanted = {}
    for first, names in choices().items():
        side = choix.get(first) or default_side(names, garde, absorbe)
        if side == ABSORBE:
            wanted.update({name: getattr(absorbe, name) for name in names})
    named = [wanted.get(name, getattr(garde, name)) for name in NOMS]
    wanted.update(zip(NAME_COLUMNS, name_columns(*named), strict=True))
    return {name: value for name, value in wanted.items() if getattr(garde, name) != value}
