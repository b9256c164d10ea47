"""Disclosure control: what an official reads. No count of 1 to 4 persons, nor the difference that gives it.

The decision is made on whole numbers, before anything is formatted. What is hidden is replaced by `MASQUE`
here, once: page, export and API receive values that no longer hold it. Institutions and groups are no
persons: they are shown.
"""

from collections import defaultdict, deque
from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.translation import gettext as _

SEUIL = 5
# With a known sum under this, two hidden numbers can be told: a number of 1 to 4 hides behind at least 5
# more.
SOMME_SURE = SEUIL + 1


class _Masque:
    """The place of a number that is not said. It is no number: reckoning with it is an error, never a
    leak."""

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
    """`parties` add up, exactly or nearly, to `somme`; all are keys of numbers that are shown or can be
    worked out."""

    parties: tuple
    somme: object = None


def cles_masquees(valeurs, egalites, liens=(), sans_complement=frozenset()):
    """The keys of `valeurs` {key: count} that are hidden.

    First the small counts. Then, until nothing changes: where one hidden number of an equality could be
    worked out from the others, the smallest of these is hidden with it; of two keys linked by `liens`, both
    or none is hidden. A count of `sans_complement` (what was not recorded) is hidden when small, but hides no
    other with it.
    """
    masquees, a_voir = set(), deque()
    lies, leurs_egalites = defaultdict(list), defaultdict(list)
    for a, b in liens:
        lies[a].append(b)
        lies[b].append(a)
    for egalite in egalites:
        for cle in (*egalite.parties, egalite.somme):
            leurs_egalites[cle].append(egalite)

    def cacher(cle):
        if cle not in masquees:
            masquees.add(cle)
            # Seen at once, so that a row is settled before another column looks for its second number.
            a_voir.extendleft(reversed(leurs_egalites[cle]))
            for autre in lies[cle]:
                cacher(autre)

    for cle, nombre in valeurs.items():
        if petit(nombre):
            cacher(cle)
    while a_voir:
        autre = _a_masquer_avec(a_voir.popleft(), valeurs, masquees, sans_complement)
        if autre is not None:
            cacher(autre)
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
    # A row that counts nobody is known to: its zeros hide nothing.
    types = [ligne for ligne in tableau.types if ligne.places]
    centres = [ligne for ligne in tableau.centres if ligne.places]
    provinces = [ligne for ligne in tableau.provinces if ligne.personnes]
    ages = [(rang, ligne) for rang, ligne in enumerate(tableau.ages) if ligne.personnes]

    valeurs, egalites, liens = {}, [], []
    rangees = [("total", "", tableau.total)]
    rangees += [("type", ligne.type, ligne) for ligne in types]
    rangees += [("centre", ligne.pk, ligne) for ligne in centres]
    for genre, rang, ligne in rangees:
        for quoi in (*_SEXES, "places", "personnes"):
            valeurs[quoi, genre, rang] = getattr(ligne, quoi)
        egalites.append(Egalite(tuple((sexe, genre, rang) for sexe in _SEXES), ("personnes", genre, rang)))
        liens.append((("places", genre, rang), ("personnes", genre, rang)))
    for rang, ligne in ages:
        valeurs |= {(sexe, "age", rang): getattr(ligne, sexe) for sexe in _SEXES}
    valeurs |= {("personnes", "province", ligne.code): ligne.personnes for ligne in provinces}
    valeurs |= {
        ("personnel", "centre", ligne.pk): ligne.personnel for ligne in tableau.centres if ligne.personnel
    }
    valeurs["personnel", "total", ""] = tableau.total.personnel
    valeurs["plusieurs_types", "total", ""] = tableau.plusieurs_types
    valeurs["plusieurs_places", "total", ""] = tableau.plusieurs_places

    def somme(quoi, genre, rangs, total=None):
        if rangs:
            egalites.append(Egalite(tuple((quoi, genre, rang) for rang in rangs), total))

    # The narrow classes first: what a filter shows is then already safe.
    for pks in _par(centres, lambda c: (c.type, c.province)).values():
        if len(pks) > 1:
            somme("places", "centre", pks)
    for code, pks in _par(centres, lambda c: c.type).items():
        somme("places", "centre", pks, ("places", "type", code))
        for sexe in _SEXES[:2]:
            somme(sexe, "centre", pks, (sexe, "type", code))
    for code, pks in _par(centres, lambda c: c.province).items():
        somme("places", "centre", pks, ("personnes", "province", code))
    for quoi in ("places", "personnes", *_SEXES[:2]):
        somme(quoi, "type", [ligne.type for ligne in types], (quoi, "total", ""))
    for sexe in _SEXES[:2]:
        somme(sexe, "age", [rang for rang, _ligne in ages], (sexe, "total", ""))
    somme("personnes", "province", [ligne.code for ligne in provinces], ("personnes", "total", ""))
    somme("personnel", "centre", [c.pk for c in tableau.centres if c.personnel], ("personnel", "total", ""))
    # What was not recorded says nothing of anybody: its number is hidden when small, and needs no other
    # hidden.
    non_notes = {cle for cle in valeurs if cle[0] == "inconnus"}
    non_notes |= {(sexe, "age", rang) for sexe in _SEXES for rang, ligne in ages if ligne.bande is None}
    return cles_masquees(valeurs, egalites, liens, frozenset(non_notes))


def _par(centres, cle):
    """{key: [pk]} of the institutions."""
    found = defaultdict(list)
    for centre in centres:
        found[cle(centre)].append(centre.pk)
    return found


def publier(tableau, protege):
    """The rows that may be shown of `tableau`: SimpleNamespace(total, types, centres, provinces, ages, …).

    `protege`: the reader is an official. Every number of a row is an int, a float, None (there is none) or
    MASQUE. Shares and rates that could be worked out backwards are hidden with their counts.
    """
    caches = masques(tableau) if protege else frozenset()

    def dit(quoi, genre, rang, nombre):
        return MASQUE if (quoi, genre, rang) in caches else nombre

    def rangee(genre, rang, ligne, **noms):
        comptes = {
            q: dit(q, genre, rang, getattr(ligne, q)) for q in (*_SEXES, "places", "personnes", "personnel")
        }
        part_cachee = MASQUE in (comptes["femmes"], comptes["hommes"], comptes["personnes"])
        places = comptes["places"]
        return SimpleNamespace(
            **comptes,
            **noms,
            institutions=ligne.institutions,
            groupes=ligne.groupes,
            capacite=ligne.capacite,
            part_femmes=MASQUE if part_cachee else ligne.part_femmes,
            connus=MASQUE if part_cachee or comptes["inconnus"] is MASQUE else ligne.connus,
            usage=MASQUE if places is MASQUE and ligne.capacite else ligne.usage,
            places_autorisees=MASQUE if places is MASQUE else ligne.places_autorisees,
        )

    def province(ligne):
        personnes = dit("personnes", "province", ligne.code, ligne.personnes)
        return SimpleNamespace(
            code=ligne.code,
            nom=ligne.nom,
            population=ligne.population,
            institutions=ligne.institutions,
            personnes=personnes,
            couverture=MASQUE if personnes is MASQUE else ligne.couverture,
        )

    total = rangee("total", "", tableau.total)
    return SimpleNamespace(
        annee=tableau.annee,
        le=tableau.le,
        protege=protege,
        total=total,
        types=[rangee("type", ligne.type, ligne, type=ligne.type) for ligne in tableau.types],
        centres=[
            rangee(
                "centre",
                ligne.pk,
                ligne,
                pk=ligne.pk,
                code=ligne.code,
                type=ligne.type,
                etat=ligne.etat,
                nom=ligne.nom,
                commune=ligne.commune,
                ouvert=ligne.ouvert,
            )
            for ligne in tableau.centres
        ],
        provinces=[province(ligne) for ligne in tableau.provinces],
        ages=[
            SimpleNamespace(
                libelle=ligne.libelle,
                bande=ligne.bande,
                **{sexe: dit(sexe, "age", rang, getattr(ligne, sexe)) for sexe in _SEXES},
            )
            for rang, ligne in enumerate(tableau.ages)
        ],
        population=tableau.population,
        couverture=MASQUE if total.personnes is MASQUE else tableau.couverture,
        plusieurs_types=dit("plusieurs_types", "total", "", tableau.plusieurs_types),
        plusieurs_places=dit("plusieurs_places", "total", "", tableau.plusieurs_places),
        quelque_chose_masque=bool(caches),
        fourchette=_fourchette(tableau, total, protege),
        paires=tableau.paires,
    )


def _fourchette(tableau, total, protege):
    """PERSR as (at least, at most), or None for a reader to whom it is not said.

    An official reads it of the whole region alone, so that no province or type is subtracted from another,
    and only when the distance between both ends is no small count. Nothing says which of these it was.
    """
    if total.personnes is MASQUE:
        return None
    if protege and (not tableau.region or petit(tableau.fiches_en_trop)):
        return None
    return tableau.personnes_min, tableau.personnes
