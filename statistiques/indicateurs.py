"""What is counted. Every figure of the page, the export and the API comes from here.

Persons are not counted apart: they are the service places, less the places that a person already counted
holds beside the first. One additive pass over the places gives everything that adds up; the few persons with
several places are read one by one. At a million places this is several times faster than a distinct count for
each block.
"""

from collections import Counter, defaultdict

from django.db.models import Exists, OuterRef, Sum

from beneficiaires.models import Inscription, Paire
from centres.models import Affectation, CapaciteAutorisee, Commune, EtatCentre, Groupe, TypeCentre
from entraide.periods import today

from .ages import BANDES, Effectif, RangBande
from .chiffres import LigneAge, LigneCentre, LigneProvince, LigneType, TableauDeBord
from .portee import TOUT, Portee

ORDRE_TYPES = {code: rang for rang, code in enumerate(TypeCentre.values)}


def places(portee, annee_id):
    """PLACE: the enrolments of the year that hold a seat today (active or suspended), within `portee`."""
    return portee.restreindre(Inscription.objects.occupent_une_place().filter(annee_id=annee_id)).order_by()


def tableau_de_bord(compte, annee, filtre=TOUT, le=None):
    """The TableauDeBord of the year `annee` on the day `le` (today by default), of what `compte` may count.

    Eight queries, however many institutions there are.
    """
    le = le or today()
    portee = Portee.de(compte, filtre)
    tableau = TableauDeBord(annee=annee, le=le, region=portee.region)
    lignes = {}
    for row in portee.lire(_centres):
        ligne = lignes[row[0]] = LigneCentre(**dict(zip(_NOMS, row, strict=True)))
        ligne.institutions = int(ligne.etat == EtatCentre.OUVERT)
    ages = {rang: LigneAge(bande=bande) for rang, bande in enumerate(BANDES)} | {None: LigneAge()}
    for centre_id, sexe, rang, nombre in portee.lire(_places_par_cellule, annee.pk, annee.date_reference):
        ligne = lignes[centre_id]
        ligne.places += nombre
        ligne.ajouter(sexe, nombre)
        ages[rang].ajouter(sexe, nombre)
    _compter_reseau(tableau, lignes, portee, annee, le)
    types = {code: LigneType(type=code) for code in TypeCentre.values if filtre.type in ("", code)}
    provinces = {
        row[0]: LigneProvince(*row) for row in portee.lire(_population) if filtre.province in ("", row[0])
    }
    # An institution that is not open is shown for as long as somebody holds a place in it: no place is lost.
    centres = [ligne for ligne in lignes.values() if ligne.ouvert or ligne.places]
    for centre in centres:
        types[centre.type].additionner(centre)
        tableau.total.additionner(centre)
        provinces[centre.province].institutions += centre.institutions
        provinces[centre.province].personnes += centre.places
    doubles = portee.lire(_places_des_doubles, annee.pk, annee.date_reference)
    _retrancher_doubles(tableau, doubles, lignes, types, provinces, ages)
    paires = portee.lire(_paires, annee.pk)
    tableau.fiches_en_trop = fiches_en_trop(paires)
    # The number of pairs is that of a queue: it is told to those who work through it.
    tableau.paires = len(paires) if compte.est_coordination else None
    tableau.centres = sorted(centres, key=lambda ligne: (ORDRE_TYPES[ligne.type], ligne.code))
    tableau.types, tableau.provinces, tableau.ages = (list(d.values()) for d in (types, provinces, ages))
    return tableau


# --- queries: each gives rows of plain values ---------------------------------------------------------------


# The fields of a LigneCentre, in the order of the columns of `_centres`.
_NOMS = ("pk", "code", "type", "etat", "nom_ar", "nom_fr", "commune_ar", "commune_fr", "province")


def _centres(portee):
    return portee.centres().values_list(
        *_NOMS[:6], "commune__nom_ar", "commune__nom_fr", "commune__province__code"
    )


def _places_par_cellule(portee, annee_id, reference):
    """The additive pass: service places by institution, sex and age band."""
    return (
        places(portee, annee_id)
        .values_list("centre_id", "beneficiaire__sexe", RangBande("beneficiaire__naissance", reference))
        .annotate(nombre=Effectif("*"))
    )


def _places_des_doubles(portee, annee_id, reference):
    """Each service place of the persons who hold several."""
    toutes = places(portee, annee_id)
    plusieurs = toutes.values("beneficiaire").alias(nombre=Effectif("*")).filter(nombre__gt=1)
    return toutes.filter(beneficiaire__in=plusieurs).values_list(
        "beneficiaire_id", "centre_id", "beneficiaire__sexe", RangBande("beneficiaire__naissance", reference)
    )


def _paires(portee, annee_id):
    """DUP: the undecided pairs of which both persons are counted here. A pair with somebody who is not
    changes no figure of this scope, and says nothing to its reader."""
    comptee = {cote: places(portee, annee_id).filter(beneficiaire=OuterRef(cote)) for cote in "ab"}
    # One look at an index for each pair: the pairs are few, the places many.
    return (
        Paire.objects.a_decider()
        .filter(Exists(comptee["a"]), Exists(comptee["b"]))
        .order_by()
        .values_list("a_id", "b_id")
    )


def _groupes(portee, annee_id):
    groupes = portee.restreindre(Groupe.objects.ouverts().filter(annee_id=annee_id)).order_by()
    return groupes.values_list("centre_id").annotate(nombre=Effectif("*"))


def _agents(portee, le):
    return (
        portee.restreindre(Affectation.objects.ouvertes(le)).order_by().values_list("centre_id", "agent_id")
    )


def _capacites(portee, le):
    return (
        portee.restreindre(CapaciteAutorisee.objects.en_vigueur(le))
        .order_by()
        .values_list("centre_id", "places")
    )


def _population(portee):
    """The inhabitants of each province (HCP, 2024)."""
    noms = ("province__code", "province__nom_ar", "province__nom_fr")
    return (
        Commune.objects.order_by("province__code")
        .values_list(*noms)
        .annotate(population=Sum("population_2024"))
    )


# --- what the rows come to ----------------------------------------------------------------------------------


def _compter_reseau(tableau, lignes, portee, annee, le):
    """Open groups of the year, agents in post and authorised capacity on the day `le`, by institution."""
    for centre_id, nombre in portee.lire(_groupes, annee.pk):
        lignes[centre_id].groupes = nombre
    # An agent may hold two functions in one institution, and be in post in two: one agent all the same.
    agents = defaultdict(set)
    for centre_id, agent_id in portee.lire(_agents, le):
        agents[centre_id].add(agent_id)
    for centre_id, equipe in agents.items():
        lignes[centre_id].personnel = len(equipe)
    tableau.total.personnel = len(set().union(*agents.values()))
    for centre_id, autorisees in portee.lire(_capacites, le):
        ligne = lignes[centre_id]
        if ligne.ouvert:
            ligne.capacite = (ligne.capacite or 0) + autorisees
            ligne.places_autorisees = ligne.places


def _retrancher_doubles(tableau, doubles, lignes, types, provinces, ages):
    """Those who hold several places count once in the total and the ages, in a type, in a province."""
    tenues, qui = defaultdict(list), {}
    for personne, centre_id, sexe, rang in doubles:
        tenues[personne].append(centre_id)
        qui[personne] = (sexe, rang)
    # Few combinations of sex, band and institutions recur among many persons.
    combinaisons = Counter((*qui[personne], *sorted(centres)) for personne, centres in tenues.items())
    for (sexe, rang, *centres), personnes in combinaisons.items():
        de_trop = -personnes * (len(centres) - 1)
        tableau.total.ajouter(sexe, de_trop)
        ages[rang].ajouter(sexe, de_trop)
        leurs_types, leurs_provinces = set(), set()
        for ligne in map(lignes.__getitem__, centres):
            if ligne.type in leurs_types:
                types[ligne.type].ajouter(sexe, -personnes)
            if ligne.province in leurs_provinces:
                provinces[ligne.province].personnes -= personnes
            leurs_types.add(ligne.type)
            leurs_provinces.add(ligne.province)
        tableau.plusieurs_places += personnes
        tableau.plusieurs_types += personnes if len(leurs_types) > 1 else 0


def fiches_en_trop(paires):
    """How many files would go if each of `paires` (two keys) were one person.

    Pairs that share a file are one chain: three files of one person leave one, however many of its three
    pairs were seen.
    """
    chef = {}

    def remonter(fiche):
        while (suivant := chef.get(fiche, fiche)) != fiche:
            chef[fiche] = chef.get(suivant, suivant)
            fiche = suivant
        return fiche

    en_trop = 0
    for a, b in paires:
        a, b = remonter(a), remonter(b)
        if a != b:
            chef[a] = b
            en_trop += 1
    return en_trop
