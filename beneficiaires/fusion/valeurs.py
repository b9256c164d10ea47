"""The values of two files side by side, and those that survive."""

from dataclasses import dataclass

from beneficiaires.derived import NAME_COLUMNS, name_columns
from beneficiaires.models import Beneficiaire
from entraide.conflicts import display
from entraide.presentation import NONE, date_connue
from personnel.journal import SECRET

NOMS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr")
# Chosen as one: a day with the precision of another day, or the degree of another disability, would be a fact
# that nobody ever said.
ENSEMBLE = {
    "naissance": ("naissance", "naissance_precision", "naissance_estimee"),
    "handicap_type": ("handicap_type", "handicap_degre", "handicap_source"),
    "base_legale": ("base_legale", "base_legale_date"),
}
GARDE, ABSORBE = "garde", "absorbe"


@dataclass
class Champ:
    """One choice: its name (the key of `choix`), its label, both values in words, the side that is kept when
    nobody chooses. `sensible`: the values are not shown, nor whether they differ."""

    nom: str
    libelle: str
    garde: object
    absorbe: object
    differe: bool
    defaut: str
    sensible: bool = False


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


def side_by_side(garde, absorbe):
    """[Champ] of all that one may choose, in the order of the file."""
    rows = []
    for first, names in choices().items():
        secret = bool(set(names) & set(Beneficiaire.JOURNAL_SENSITIVE))
        rows.append(
            Champ(
                nom=first,
                libelle=Beneficiaire._meta.get_field(first).verbose_name,
                garde=SECRET if secret else _shown(garde, first),
                absorbe=SECRET if secret else _shown(absorbe, first),
                differe=not secret and any(getattr(garde, name) != getattr(absorbe, name) for name in names),
                defaut=GARDE if secret else default_side(names, garde, absorbe),
                sensible=secret,
            )
        )
    return rows


def _shown(personne, name):
    value = getattr(personne, name)
    if name == "naissance":
        return date_connue(value, personne.naissance_precision) if value else NONE
    return display(Beneficiaire._meta.get_field(name), value)
