"""Disclosure control: what an official reads. No count of 1 to 4 persons, nor the difference that gives it.

The decision is made on whole numbers, before anything is formatted. What is hidden is replaced by `MASQUE` here, once:
page, export and API receive values that no longer hold it. Institutions and groups are no persons: they are shown.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.translation import gettext as _

SEUIL = 5
# With a known sum under this, two hidden numbers can be told: a number of 1 to 4 hides behind at least 5 more.
SOMME_SURE = SEUIL + 1


class _Masque:
    """The place of a number that is not said. It is no number: reckoning with it is an error, never a leak."""

    def __str__(self):
        return _("Masked")

    def __repr__(self):
        return "MASQUE"

    def __bool__(self):
        return False


MASQUE = _Masque()


def petit(nombre):
    """True for a count that an official may not read."""
    return 1 <= nombre < SEUIL


@dataclass(frozen=True)
class Egalite:
    """`parties` add up, exactly or nearly, to `somme`; all are keys of numbers that are shown or can be worked out."""

    parties: tuple
    somme: object = None


def cles_masquees(valeurs, egalites, liens=(), sans_complement=frozenset()):
    """The keys of `valeurs` {key: count} that are hidden.

    First the small counts. Then, until nothing changes: where one hidden number of an equality could be worked out
    from the others, the smallest of these is hidden with it; of two keys linked by `liens`, both or none is hidden.
    A count of `sans_complement` (what was not recorded) is hidden when small, but hides no other with it.
    """
    masquees = {cle for cle, nombre in valeurs.items() if petit(nombre)}
    stable = False
    while not stable:
        ajoutees = {b for paire in liens for a, b in (paire, paire[::-1]) if a in masquees and b not in masquees}
        for egalite in egalites:
            if autre := _a_masquer_avec(egalite, valeurs, masquees | ajoutees, sans_complement):
                ajoutees.add(autre)
        stable = not ajoutees
        masquees |= ajoutees
    return masquees


def _a_masquer_avec(egalite, valeurs, masquees, sans_complement):
    """The key to hide so that no hidden part of this equality can be worked out, or None."""
    cachees = [cle for cle in egalite.parties if cle in masquees]
    if egalite.somme in masquees:
        # The sum is hidden and nothing else: the parts would give it.
        sures = bool(cachees) or egalite.somme in sans_complement
    else:
        sures = sum(valeurs[cle] for cle in cachees) >= SOMME_SURE and len(cachees) > 1
        sures = sures or all(cle in sans_complement for cle in cachees)
    if sures:
        return None
    visibles = [cle for cle in egalite.parties if cle not in masquees and cle not in sans_complement]
    # Zeros come last: hiding them protects little.
    visibles.sort(key=lambda cle: (valeurs[cle] == 0, valeurs[cle], str(cle)))
    return visibles[0] if visibles else egalite.somme if egalite.somme not in masquees else None


_SEXES = ("femmes", "hommes", "inconnus")


def masques(tableau):
    """The keys (what, kind of row, row) of a `TableauDeBord` that an official may not read."""
    valeurs, egalites, liens = {}, [], []
    rangees = [("total", "", tableau.total)]
    rangees += [("type", ligne.type, ligne) for ligne in tableau.types]
    rangees += [("centre", ligne.pk, ligne) for ligne in tableau.centres]
    for genre, rang, ligne in rangees:
        for quoi in (*_SEXES, "places", "personnes", "personnel"):
            valeurs[quoi, genre, rang] = getattr(ligne, quoi)
        egalites.append(Egalite(tuple((sexe, genre, rang) for sexe in _SEXES), ("personnes", genre, rang)))
        liens.append((("places", genre, rang), ("personnes", genre, rang)))
    for rang, ligne in enumerate(tableau.ages):
        valeurs |= {(sexe, "age", rang): getattr(ligne, sexe) for sexe in _SEXES}
    for ligne in tableau.provinces:
        valeurs["personnes", "province", ligne.code] = ligne.personnes
    valeurs["plusieurs", "total", ""] = tableau.plusieurs_types
    valeurs["plusieurs_places", "total", ""] = tableau.plusieurs_places

    classes = {}
    for centre in tableau.centres:
        # The narrow classes first: what a filter shows is then already safe.
        classes.setdefault(("", (centre.type, centre.province)), []).append(centre.pk)
    for centre in tableau.centres:
        classes.setdefault(("type", centre.type), []).append(centre.pk)
        classes.setdefault(("province", centre.province), []).append(centre.pk)
    for (genre, rang), pks in classes.items():
        quoi = "personnes" if genre == "province" else "places"
        somme = (quoi, genre, rang) if genre else None
        if somme or len(pks) > 1:
            egalites.append(Egalite(tuple(("places", "centre", pk) for pk in pks), somme))
        if genre == "type":
            egalites += [Egalite(tuple((s, "centre", pk) for pk in pks), (s, "type", rang)) for s in _SEXES[:2]]
    types = [ligne.type for ligne in tableau.types]
    for quoi in ("places", "personnes", "femmes", "hommes"):
        egalites.append(Egalite(tuple((quoi, "type", code) for code in types), (quoi, "total", "")))
    for sexe in _SEXES[:2]:
        egalites.append(Egalite(tuple((sexe, "age", r) for r in range(len(tableau.ages))), (sexe, "total", "")))
    egalites.append(
        Egalite(tuple(("personnes", "province", p.code) for p in tableau.provinces), ("personnes", "total", ""))
    )
    egalites.append(
        Egalite(tuple(("personnel", "centre", c.pk) for c in tableau.centres), ("personnel", "total", ""))
    )
    # What was not recorded says nothing of anybody: its number is hidden when small, and needs no other hidden.
    non_notes = {cle for cle in valeurs if cle[0] == "inconnus"}
    non_notes |= {(sexe, "age", len(tableau.ages) - 1) for sexe in _SEXES}
    return cles_masquees(valeurs, egalites, liens, frozenset(non_notes))


def publier(tableau, protege):
    """The rows that may be shown of `tableau`: SimpleNamespace(total, types, centres, provinces, ages, …).

    `protege`: the reader is an official. Every number of a row is an int, a float, None (there is none) or MASQUE. Shares
    and rates that could be worked out backwards are hidden with their counts.
    """
    caches = masques(tableau) if protege else frozenset()

    def dit(quoi, genre, rang, nombre):
        return MASQUE if (quoi, genre, rang) in caches else nombre

    def rangee(genre, rang, ligne, **noms):
        comptes = {q: dit(q, genre, rang, getattr(ligne, q)) for q in (*_SEXES, "places", "personnes", "personnel")}
        part_cachee = MASQUE in (comptes["femmes"], comptes["hommes"], comptes["personnes"])
        places = comptes["places"]
        return SimpleNamespace(
            **comptes, **noms,
            institutions=ligne.institutions, groupes=ligne.groupes, capacite=ligne.capacite,
            part_femmes=MASQUE if part_cachee else ligne.part_femmes,
            connus=MASQUE if part_cachee or comptes["inconnus"] is MASQUE else ligne.connus,
            usage=MASQUE if places is MASQUE and ligne.capacite else ligne.usage,
            places_autorisees=MASQUE if places is MASQUE else ligne.places_autorisees,
        )

    def province(ligne):
        personnes = dit("personnes", "province", ligne.code, ligne.personnes)
        return SimpleNamespace(
            code=ligne.code, nom=ligne.nom, population=ligne.population, institutions=ligne.institutions,
            personnes=personnes, couverture=MASQUE if personnes is MASQUE else ligne.couverture,
        )

    total = rangee("total", "", tableau.total)
    return SimpleNamespace(
        annee=tableau.annee, le=tableau.le, protege=protege, total=total,
        types=[rangee("type", ligne.type, ligne, type=ligne.type) for ligne in tableau.types],
        centres=[
            rangee(
                "centre", ligne.pk, ligne, pk=ligne.pk, code=ligne.code, type=ligne.type, etat=ligne.etat,
                nom=ligne.nom, commune=ligne.commune, ouvert=ligne.ouvert,
            )
            for ligne in tableau.centres
        ],
        provinces=[province(ligne) for ligne in tableau.provinces],
        ages=[
            SimpleNamespace(
                libelle=ligne.libelle, bande=ligne.bande,
                **{sexe: dit(sexe, "age", rang, getattr(ligne, sexe)) for sexe in _SEXES},
            )
            for rang, ligne in enumerate(tableau.ages)
        ],
        population=tableau.population,
        couverture=MASQUE if total.personnes is MASQUE else tableau.couverture,
        plusieurs_types=dit("plusieurs", "total", "", tableau.plusieurs_types),
        plusieurs_places=dit("plusieurs_places", "total", "", tableau.plusieurs_places),
        quelque_chose_masque=bool(caches),
    )
