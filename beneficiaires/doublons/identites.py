"""What the matcher is told of a person: the values of the file and of its guardians, nothing else."""

from datetime import date

from django.db import connection

from beneficiaires.matching import Identite, Parent, Profil, prepare
from beneficiaires.matching.identite import PRECISIONS
from beneficiaires.matching.noms import noms
from beneficiaires.models import LienTuteur
from entraide.records import settle

_FIELDS = (
    "nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "sexe", "naissance", "naissance_precision",
    "naissance_estimee", "lieu_naissance", "cnie", "massar", "etat_civil", "telephone",
)  # fmt: skip
_PARENT = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "cnie", "telephone")
# One query for people and guardians: a person comes once for each guardian. A simple one: for a few people a
# database spends most of the time on the plan.
_ROWS = (
    "SELECT p.id, p.squelette, (SELECT m.code FROM centres_commune m WHERE m.id = p.commune_id),"
    f" {', '.join(f'p.{name}' for name in _FIELDS)},"
    f" l.id, l.lien, {', '.join(f't.{name}' for name in _PARENT)}"
    " FROM beneficiaires_beneficiaire p"
    " LEFT JOIN beneficiaires_lientuteur l ON l.beneficiaire_id = p.id"
    " LEFT JOIN beneficiaires_tuteur t ON t.id = l.tuteur_id"
    " WHERE {where}"
)
_FIRST_PARENT = 3 + len(_FIELDS)
_SEXE = 3 + _FIELDS.index("sexe")
_BIRTH = 3 + _FIELDS.index("naissance")  # then its precision, then whether it is estimated
_CNIE = 3 + _FIELDS.index("cnie")  # then massar, etat_civil, telephone


def identite(personne, liens=None):
    """The Identite of a person, saved or not.

    `liens`: the LienTuteur rows with their `tuteur` (saved or not), when they are known already; otherwise
    they are read (one query for a saved person, none for another).
    """
    if personne._state.adding:
        settle(personne)
    if liens is None:
        liens = ()
        if personne.pk is not None:
            liens = (
                LienTuteur.objects.filter(beneficiaire=personne.pk).select_related("tuteur").order_by("id")
            )
    parents = []
    for lien in liens:
        tuteur = settle(lien.tuteur) if lien.tuteur._state.adding else lien.tuteur
        parents.append(_parent(lien.lien, *(getattr(tuteur, name) for name in _PARENT)))
    commune = personne.commune.code if personne.commune_id else None
    return _identite(commune, *(getattr(personne, name) for name in _FIELDS), parents=tuple(parents))


def _parent(lien, nom_ar, prenom_ar, nom_fr, prenom_fr, cnie, telephone):
    return Parent(nom_ar, prenom_ar, nom_fr, prenom_fr, cnie or None, telephone or None, lien)


def _identite(
    commune, nom_ar, prenom_ar, nom_fr, prenom_fr, sexe, naissance, precision, estimee, lieu_naissance, cnie,
    massar, etat_civil, telephone, *, parents
):  # fmt: skip
    if naissance is not None and estimee:
        precision = "ANNEE"  # the day and the month of an estimated date were never said by anybody
    return Identite(
        nom_ar, prenom_ar, nom_fr, prenom_fr, sexe or None, naissance, precision, lieu_naissance, commune,
        cnie or None, massar or None, etat_civil or None, telephone or None, parents,
    )  # fmt: skip


def among(column):
    """SQL: `column` is one of the integers of one parameter, however many. See `as_parameter`."""
    if connection.vendor == "sqlite":
        return f"{column} IN (SELECT value FROM json_each(%s))"
    return f"{column} = ANY(%s)"


def as_parameter(integers):
    """A list of integers as the one parameter of a statement."""
    if connection.vendor == "sqlite":
        return f"[{','.join(map(str, integers))}]"
    return list(integers)


def lire(personne_ids):
    """[(key, Identite, squelette)] of the people with these keys, in the order of the keys: one query."""
    return _read(among("p.id"), [as_parameter(personne_ids)])


def lire_plage(first, last):
    """The same for the people whose keys are from `first` to `last`, both included."""
    return _read("p.id BETWEEN %s AND %s", [first, last])


def profils(personne_ids):
    """{key: Profil} of the people with these keys: one query."""
    return _prepared(_rows(among("p.id"), [as_parameter(personne_ids)]))


def profils_plage(first, last):
    """The same for the people whose keys are from `first` to `last`, both included."""
    return _prepared(_rows("p.id BETWEEN %s AND %s", [first, last]))


def _read(where, parameters):
    return [(row[0], _stored(row, parents), row[1]) for row, parents in _rows(where, parameters)]


def _rows(where, parameters):
    """[(row of the person, rows of the guardians)] in the order of their keys."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(where=where), parameters)
        rows = cursor.fetchall()
    found = {}
    for row in rows:
        if row[_FIRST_PARENT] is None:
            found[row[0]] = row, ()
        elif row[0] not in found:
            found[row[0]] = row, [row[_FIRST_PARENT:]]
        else:
            found[row[0]][1].append(row[_FIRST_PARENT:])
    return [found[key] for key in sorted(found)]


def _stored(row, parents):
    values = list(row[2:_FIRST_PARENT])
    values[_BIRTH - 2] = _date(row[_BIRTH])
    return _identite(*values, parents=tuple(_parent(*parent) for _, *parent in sorted(parents)))


def _date(value):
    """SQLite gives a date as it stores it."""
    return date.fromisoformat(value) if type(value) is str else value


class StoredProfil(Profil):
    """The Profil of a person of the register, prepared when it is asked for more than the birth and the
    numbers: of the people who share a key with somebody, most are ruled out by these."""

    __slots__ = ("row", "guardians")

    def __init__(self, row, guardians):
        self.row, self.guardians = row, guardians
        birth = _date(row[_BIRTH])
        if birth is None:
            self.precision = self.annee = self.mois = self.jour = 0
        else:
            self.precision = 1 if row[_BIRTH + 2] else PRECISIONS.get(row[_BIRTH + 1], 3)
            self.annee, self.mois, self.jour = birth.year, birth.month, birth.day
        self.sexe = row[_SEXE]
        self.cnie, self.massar, self.etat_civil, self.telephone = row[_CNIE : _CNIE + 4]
        self.parente = bool(guardians)
        self.lie = bool(self.cnie or self.massar or self.etat_civil or self.telephone or guardians)

    def __getattr__(self, name):
        # Python asks here for an attribute that is not set.
        if name not in Profil.__slots__:
            raise AttributeError(name)
        if name == "noms" and self.row[1].count("|") == 3:
            # Most of the others are ruled out by their names.
            self.noms = noms(self.row[1])
            return self.noms
        whole = prepare(_stored(self.row, self.guardians), self.row[1])
        for slot in Profil.__slots__:
            setattr(self, slot, getattr(whole, slot))
        self.row = self.guardians = None
        return object.__getattribute__(self, name)


def _prepared(rows):
    return {row[0]: StoredProfil(row, guardians) for row, guardians in rows}
