"""Invented people, as plain tuples: fast, and the same for the same seed.

`Foule` makes one person at a time. It reads no model: what the register derives from a name and the way it
numbers people are given to it as functions.
"""

import random
from datetime import date

from .names import pools
from .profils import (
    AILLEURS,
    CNIE,
    DEGRES,
    HANDICAPS,
    MASSAR,
    ORPHELINS,
    PROFILS,
    QUARTIER,
    QUARTIERS,
    SITUATIONS,
    SOURCES,
)

PERSON_COLUMNS = (
    "id", "numero", "nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "sexe", "naissance", "naissance_precision",
    "lieu_naissance", "cnie", "massar", "etat_civil", "telephone", "commune_id", "adresse",
    "situation_familiale",
    "orphelin", "niveau_scolaire", "handicap_type", "handicap_degre", "handicap_source", "base_legale",
    "base_legale_date", "cree_le", "cree_par_id", "lot", "cle_tri_ar", "cle_tri_fr", "squelette",
)  # fmt: skip
GUARDIAN_COLUMNS = (
    "nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "cnie", "telephone", "cree_le", "cree_par_id", "lot",
)  # fmt: skip

# A step that shares no factor with the range visits every number of it once: unique without a memory.
_NUMBERS, _NUMBER_STEP = 90_000_000, 48_271_787
_CARDS, _CARD_STEP = len(CNIE) * 900_000, 4_827_187
_PUPILS, _PUPIL_STEP = len(MASSAR) * 900_000_000, 1_482_718_787


class Lieu:
    """Where people of a centre live: the commune, its neighbours, its quarters."""

    def __init__(self, commune, ids, neighbours):
        self.nom_ar = commune["commune_ar"]
        self.commune_id = ids[commune["commune_code"]]
        self.neighbours = tuple(ids[code] for code in neighbours)
        self.quartiers = tuple(
            f"{quartier}، {self.nom_ar}" for quartier in QUARTIERS.get(commune["commune_code"], QUARTIER)
        )


def lieux(territoire, ids):
    """{code of a commune: Lieu}. `ids` gives the key of each commune by its code."""
    found = {}
    for row in territoire:
        neighbours = [r["commune_code"] for r in territoire if r["province_code"] == row["province_code"]]
        found[row["commune_code"]] = Lieu(row, ids, neighbours)
    return found


class Foule:
    """People of one copy of the region. `tuteurs` and `liens` (person, place in `tuteurs`, kind, principal,
    when) fill as minors are made."""

    def __init__(self, graine, copie, reference, *, numero, name_columns, auteur, lot):
        self.r = random.Random(f"{graine}/{copie}").random
        self.reference = reference
        self.offset = random.Random(f"{graine}").randrange(_NUMBERS)
        self.numero = numero
        self.name_columns = name_columns
        self.auteur, self.lot = auteur, lot
        self.noms = pools()
        self.tuteurs, self.liens = [], []
        self._fratrie = None

    def separe(self):
        """The next person is no brother or sister of the last one: another group begins."""
        self._fratrie = None

    def _naissance(self, profil):
        """(age at the reference date, birth, precision)."""
        r = self.r
        u = r()
        span = profil.age_max - profil.age_min + 1
        age = profil.age_min + int(span * (u**profil.pente if profil.pente else (u + r()) / 2))
        precision = "JOUR"
        u = r()
        if u < profil.annee_seule:
            return age, date(self.reference.year - age, 1, 1), "ANNEE"
        month = 1 + int(12 * r())
        if profil.naissance_connue and age in (3, 6):
            # A child of the kindergarten is from 3 to 6 years old on every day of the year, not only at the
            # reference.
            month = 1 + month * 7 // 12 if age == 3 else 9 + month * 4 // 13
        if u < profil.annee_seule + 0.02:
            return age, date(self.reference.year - age, month, 1), "MOIS"
        birth = date(self.reference.year - age, month, 1 + int(28 * r()))
        if (birth.month, birth.day) > (self.reference.month, self.reference.day):
            birth = birth.replace(year=birth.year - 1)
        return age, birth, precision

    def _noms(self, femme, place):
        """(last, first) in Arabic and in Latin letters; some are known in one script, or by one name."""
        r, noms = self.r, self.noms
        firsts = noms.femmes if femme else noms.hommes
        u = r()
        prenom_ar, prenom_fr = firsts[int(len(firsts) * u * u)]
        nom_ar, nom_fr = (noms.familles_femmes if femme else noms.familles_hommes)[place]
        u = r()
        if u < 0.07:
            if u < 0.04:
                nom_fr = prenom_fr = ""
            elif u < 0.055:
                nom_ar = prenom_ar = ""
            elif u < 0.065:
                nom_ar = nom_fr = ""
        return nom_ar, prenom_ar, nom_fr, prenom_fr

    def _tuteur(self, carte, place, lien, telephone, cree_le):
        """Append a guardian; return its place in `tuteurs`. `carte` is the rank of the identity card."""
        r, noms = self.r, self.noms
        if lien == "PERE":
            ancestor = noms.ancetres[place]
            nom_ar, nom_fr = noms.familles_hommes[place]
            prenom_ar, prenom_fr = noms.hommes[int(200 * r())]
            if ancestor is not None:
                # The child bears the father's first name; the father bears that of the grandfather.
                prenom_ar, prenom_fr = noms.hommes[ancestor]
                nom_ar, nom_fr = noms.familles_hommes[int(200 * r())]
        else:
            prenom_ar, prenom_fr = noms.femmes[int(200 * r())]
            nom_ar, nom_fr = noms.familles_femmes[int(600 * r())]
        card = self._card(carte) if r() < 0.9 else None
        self.tuteurs.append(
            (nom_ar, prenom_ar, nom_fr, prenom_fr, card, telephone, cree_le, self.auteur, self.lot)
        )
        return len(self.tuteurs) - 1

    def _card(self, rank):
        value = (rank * _CARD_STEP + self.offset) % _CARDS
        return f"{CNIE[value // 900_000]}{100_000 + value % 900_000}"

    def _famille(self, key, rang, place, orphelin, telephone, cree_le):
        """Link a minor to a guardian, and one in three to the other parent."""
        r = self.r
        if orphelin == "PERE":
            lien, other = "MERE", None
        elif orphelin == "MERE":
            lien, other = "PERE", None
        elif orphelin == "DEUX":
            lien, other = "AUTRE", None
        else:
            lien, other = ("PERE", "MERE") if r() < 0.55 else ("MERE", "PERE")
        first = self._tuteur(4 * rang + 1, place, lien, telephone, cree_le)
        links = [(first, lien, True)]
        if other and r() < 0.33:
            links.append((self._tuteur(4 * rang + 2, place, other, None, cree_le), other, False))
        for guardian, kind, principal in links:
            self.liens.append((key, guardian, kind, principal, cree_le))
        self._fratrie = (place, links, telephone, orphelin)

    def personne(self, key, rang, filiere, lieu, jour, cree_le, *, connue=None, non_lettree=False):
        """One person as a tuple of PERSON_COLUMNS; a minor also gets guardians.

        `key` is the database key, `rang` a number that no other person of the whole load has, `jour` the day
        of the first enrolment and `cree_le` its instant.
        """
        r, profil = self.r, PROFILS[filiere]
        femme = True if connue else r() < profil.femmes
        age, naissance, precision = self._naissance(profil)
        minor = age < 18
        siblings = self._fratrie if minor and not profil.orphelin and r() < 0.08 else None
        place = siblings[0] if siblings else int(len(self.noms.ancetres) * r() ** 1.4)
        nom_ar, prenom_ar, nom_fr, prenom_fr = self._noms(femme, place)
        if connue:
            prenom_ar, nom_ar, prenom_fr, nom_fr = connue
        telephone = f"+212600{int(1_000_000 * r()):06d}" if r() < 0.88 else None

        orphelin = cnie = massar = situation = handicap = degre = source = None
        if profil.orphelin:
            orphelin = ORPHELINS[int(len(ORPHELINS) * r())]
        elif siblings:
            orphelin = siblings[3]
        elif minor:
            orphelin = "NON" if r() < 0.95 else ORPHELINS[int(len(ORPHELINS) * r())]
        if profil.handicap or r() < 0.02:
            handicap = HANDICAPS[int(len(HANDICAPS) * r())]
            degre = DEGRES[int(len(DEGRES) * r())]
            source = SOURCES[int(len(SOURCES) * r())]

        if minor:
            situation = "CELIBATAIRE"
            if age >= 16 and r() < 0.2:
                cnie = self._card(4 * rang)
            if siblings:
                telephone = siblings[2]
                for guardian, kind, principal in siblings[1]:
                    self.liens.append((key, guardian, kind, principal, cree_le))
            else:
                self._famille(key, rang, place, orphelin, telephone, cree_le)
        else:
            u = r() * 40
            situation = "CELIBATAIRE" if u > age - 12 else SITUATIONS[int(len(SITUATIONS) * r())]
            if r() < 0.92:
                cnie = self._card(4 * rang)
        if profil.massar and age < 26 and r() < profil.massar:
            value = (rang * _PUPIL_STEP + self.offset) % _PUPILS
            massar = f"{MASSAR[value // 900_000_000]}{100_000_000 + value % 900_000_000}"

        u = r()
        etat_civil = f"{1 + int(900 * r())}/{naissance.year}" if u < 0.3 else None
        birthplace = lieu.nom_ar if u < 0.7 else AILLEURS[int(len(AILLEURS) * r())]
        if u > 0.988 and not profil.naissance_connue and not minor:
            naissance = precision = None
        commune = lieu.commune_id if r() < 0.96 else lieu.neighbours[int(len(lieu.neighbours) * r())]
        adresse = f"{lieu.quartiers[int(len(lieu.quartiers) * r())]}، رقم {1 + int(480 * r())}"
        niveau = "JAMAIS" if non_lettree else profil.niveaux[int(len(profil.niveaux) * r())]
        return (
            key, self.numero(lambda _: (rang * _NUMBER_STEP + self.offset) % _NUMBERS),
            nom_ar, prenom_ar, nom_fr, prenom_fr, "F" if femme else "M", naissance, precision, birthplace,
            cnie, massar, etat_civil, telephone, commune, adresse, situation, orphelin, niveau, handicap,
            degre, source, "TUTEUR" if minor else "CONSENTEMENT", jour, cree_le, self.auteur, self.lot,
            *self.name_columns(nom_ar, prenom_ar, nom_fr, prenom_fr),
        )  # fmt: skip
