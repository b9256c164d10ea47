"""What the charts draw: lengths as attributes (a dot, in every language) beside numbers as values.

They read published rows alone (`confidentialite.publier`): a hidden number has no length either.
"""

from types import SimpleNamespace

from .confidentialite import MASQUE
from .vocabulaire import TYPES_COURTS

# Where the four provinces stand in the drawing; another province takes the next free place.
PLACES_DES_TUILES = {"11.537": "tarf", "11.321": "laay", "11.221": "sem", "11.121": "bouj"}
# The longest bar of the pyramid leaves room for nothing: it stops before the number of the other side.
PLEINE_PYRAMIDE = 92


def longueur(nombre, plus_grand, pleine=100):
    """The attribute of a bar, or None for a number that is hidden."""
    if nombre is MASQUE:
        return None
    return f"{pleine * nombre / plus_grand:.1f}%" if plus_grand else "0%"


def _plus_grand(nombres):
    return max((n for n in nombres if n is not MASQUE), default=0)


def barres_par_type(publication):
    """[bar] of the service places by type: type, nom, nombre, part (of all places, in percent), longueur."""
    total = publication.total.places
    plus_grand = _plus_grand(ligne.places for ligne in publication.types)

    def part(nombre):
        if MASQUE in (nombre, total):
            return MASQUE
        return 100 * nombre / total if total else None

    return [
        SimpleNamespace(
            type=ligne.type,
            nom=TYPES_COURTS[ligne.type],
            nombre=ligne.places,
            part=part(ligne.places),
            longueur=longueur(ligne.places, plus_grand),
        )
        for ligne in publication.types
    ]


def pyramide(publication):
    """The lines of the age pyramid, from the youngest; those that count nobody at either end are left out."""
    plus_grand = _plus_grand(n for ligne in publication.ages for n in (ligne.femmes, ligne.hommes))
    lignes = []
    for ligne in publication.ages:
        vide = (ligne.femmes, ligne.hommes, ligne.inconnus) == (0, 0, 0)
        if vide and (ligne.bande is None or ligne.bande.du == 0):
            continue
        lignes.append(
            SimpleNamespace(
                libelle=ligne.libelle,
                femmes=ligne.femmes,
                hommes=ligne.hommes,
                inconnus=ligne.inconnus,
                longueur_femmes=longueur(ligne.femmes, plus_grand, PLEINE_PYRAMIDE),
                longueur_hommes=longueur(ligne.hommes, plus_grand, PLEINE_PYRAMIDE),
            )
        )
    return lignes


def tuiles(publication):
    """The tiles of the provinces and the scale of their four shades: SimpleNamespace(tuiles, echelle).

    The shades cut the distance between the lowest and the highest rate in four. The scale goes from the
    darkest down; its lines are (shade, from or None, to or None). Without two different rates there is none.
    """
    taux = [round(p.couverture, 1) for p in publication.provinces if p.couverture not in (MASQUE, None)]
    bas, haut = min(taux, default=0), max(taux, default=0)
    seuils = sorted({round(bas + (haut - bas) * part / 4, 1) for part in (1, 2, 3)}) if haut > bas else []

    def teinte(couverture):
        if couverture in (MASQUE, None):
            return ""
        return f"q{1 + sum(round(couverture, 1) >= seuil for seuil in seuils)}"

    bornes = [None, *seuils, None]
    echelle = [(f"q{rang + 1}", bornes[rang], bornes[rang + 1]) for rang in range(len(seuils) + 1)][::-1]
    return SimpleNamespace(
        tuiles=[
            SimpleNamespace(province=p, teinte=teinte(p.couverture), place=PLACES_DES_TUILES.get(p.code, ""))
            for p in publication.provinces
        ],
        echelle=echelle if seuils else [],
    )
