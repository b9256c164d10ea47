"""What is counted. Every figure of the page, the export and the API comes from here.

Persons are not counted apart: they are the service places, less the places that a person already counted holds
beside the first. One additive pass over the places gives everything that adds up; the few persons with several places
are read one by one. At a million places this is three times faster than a distinct count for each block.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from beneficiaires.models import Inscription
from centres.models import Affectation, CapaciteAutorisee, Centre, Commune, EtatCentre, Groupe, TypeCentre
from entraide.periods import today

from .ages import BANDES, Effectif, RangBande
from .chiffres import Ligne, LigneAge, LigneCentre, LigneProvince, LigneType, TableauDeBord

ORDRE_TYPES = {code: rang for rang, code in enumerate(TypeCentre.values)}


@dataclass(frozen=True)
class Filtre:
    """What narrows the figures: a type of institution, the code of a province, a setting. Empty: everything."""

    type: str = ""
    province: str = ""
    milieu: str = ""

    def lookups(self):
        """The lookups of a queryset of institutions."""
        found = {"type": self.type, "commune__province__code": self.province, "milieu": self.milieu}
        return {name: value for name, value in found.items() if value}


def centres_a_compter(compte, filtre=Filtre()):
    """The institutions whose figures this account may read, narrowed by `filtre`.

    Coordination and official: the region. Manager: those of open assignments. Anybody else: none.
    """
    return Centre.objects.visible_to(compte).filter(**filtre.lookups())


def inscriptions_a_compter(compte, filtre=Filtre()):
    """The enrolments that enter the figures of this account: a scope for counting, never for showing.

    An official may see no enrolment (`visible_to` gives none), and reads the figures of them all.
    """
    if (compte.est_coordination or compte.est_officiel) and not filtre.lookups():
        return Inscription.objects.all()
    return Inscription.objects.filter(centre__in=centres_a_compter(compte, filtre).order_by().values("pk"))


def places(compte, annee, filtre=Filtre()):
    """PLACE: the enrolments of the year that hold a seat today (active or suspended), in the scope of the account."""
    return inscriptions_a_compter(compte, filtre).occupent_une_place().filter(annee=annee).order_by()


def tableau_de_bord(compte, annee, filtre=Filtre(), le=None):
    """The figures of the year `annee` on the day `le` (today by default) that `compte` may count: a TableauDeBord.

    Eight queries, however many institutions there are.
    """
    le = le or today()
    tableau = TableauDeBord(annee=annee, le=le)
    centres = _centres(compte, filtre)
    reseau = None if _region(compte, filtre) else centres_a_compter(compte, filtre).order_by().values("pk")
    ages = {rang: LigneAge(bande=bande) for rang, bande in enumerate(BANDES)} | {None: LigneAge()}
    occupees = places(compte, annee, filtre)
    _compter_places(occupees, annee, centres, ages)
    _compter_reseau(tableau, centres, reseau, annee, le)
    tableau.centres = sorted(
        (c for c in centres.values() if c.ouvert or c.places), key=lambda c: (ORDRE_TYPES[c.type], c.code)
    )
    types = {code: LigneType(type=code) for code in TypeCentre.values if filtre.type in ("", code)}
    provinces = _provinces(filtre)
    for centre in tableau.centres:
        for ligne in (types[centre.type], tableau.total):
            _additionner(ligne, centre)
        provinces[centre.province].institutions += centre.institutions
        provinces[centre.province].personnes += centre.places
    _retrancher_doubles(tableau, occupees, annee, centres, types, provinces, ages)
    tableau.types = list(types.values())
    tableau.provinces = list(provinces.values())
    tableau.ages = list(ages.values())
    return tableau


def _region(compte, filtre):
    return (compte.est_coordination or compte.est_officiel) and not filtre.lookups()


def _centres(compte, filtre):
    """{pk: LigneCentre} without figures."""
    rows = (
        centres_a_compter(compte, filtre)
        .order_by()
        .values_list(
            "pk", "code", "type", "etat", "nom_ar", "nom_fr", "commune__nom_ar", "commune__nom_fr",
            "commune__province__code",
        )
    )
    return {
        pk: LigneCentre(
            pk=pk, code=code, type=type_, etat=etat, nom_ar=nom_ar, nom_fr=nom_fr, commune_ar=commune_ar,
            commune_fr=commune_fr, province=province, institutions=int(etat == EtatCentre.OUVERT),
        )
        for pk, code, type_, etat, nom_ar, nom_fr, commune_ar, commune_fr, province in rows
    }


def _provinces(filtre):
    """{code: LigneProvince} with the inhabitants of each province, of the one asked for alone."""
    communes = Commune.objects.order_by("province__code")
    if filtre.province:
        communes = communes.filter(province__code=filtre.province)
    rows = communes.values_list("province__code", "province__nom_ar", "province__nom_fr").annotate(
        population=Sum("population_2024")
    )
    return {row[0]: LigneProvince(*row) for row in rows}


def _compter_places(queryset, annee, centres, ages):
    """The additive pass: places by institution, sex and age band; they are persons until doubles are taken away."""
    rows = queryset.values_list(
        "centre_id", "beneficiaire__sexe", RangBande("beneficiaire__naissance", annee.date_reference)
    ).annotate(nombre=Effectif("*"))
    for centre_id, sexe, rang, nombre in rows:
        centres[centre_id].places += nombre
        centres[centre_id].ajouter(sexe, nombre)
        ages[rang].ajouter(sexe, nombre)


def _compter_reseau(tableau, centres, reseau, annee, le):
    """Open groups of the year, agents in post and authorised capacity on the day `le`, by institution."""

    def dans_le_reseau(queryset):
        return (queryset if reseau is None else queryset.filter(centre__in=reseau)).order_by()

    groupes = dans_le_reseau(Groupe.objects.ouverts().filter(annee=annee))
    for centre_id, nombre in groupes.values_list("centre_id").annotate(nombre=Effectif("*")):
        centres[centre_id].groupes = nombre

    # An agent may hold two functions in one institution, and be in post in two: one agent all the same.
    agents = defaultdict(set)
    for centre_id, agent_id in dans_le_reseau(Affectation.objects.ouvertes(le)).values_list("centre_id", "agent_id"):
        agents[centre_id].add(agent_id)
    for centre_id, equipe in agents.items():
        centres[centre_id].personnel = len(equipe)
    tableau.total.personnel = len(set().union(*agents.values()))

    capacites = dans_le_reseau(CapaciteAutorisee.objects.en_vigueur(le)).values_list("centre_id", "places")
    for centre_id, autorisees in capacites:
        centre = centres[centre_id]
        if centre.ouvert:
            centre.capacite = (centre.capacite or 0) + autorisees
            centre.places_autorisees = centre.places


def _additionner(ligne, centre):
    ligne.institutions += centre.institutions
    ligne.places += centre.places
    ligne.femmes += centre.femmes
    ligne.hommes += centre.hommes
    ligne.inconnus += centre.inconnus
    ligne.groupes += centre.groupes
    ligne.places_autorisees += centre.places_autorisees
    if centre.capacite is not None:
        ligne.capacite = (ligne.capacite or 0) + centre.capacite


def _retrancher_doubles(tableau, queryset, annee, centres, types, provinces, ages):
    """Persons who hold several places are counted once in the total and the ages, once in a type, once in a province."""
    plusieurs = queryset.values("beneficiaire").alias(nombre=Effectif("*")).filter(nombre__gt=1)
    rows = queryset.filter(beneficiaire__in=plusieurs).values_list(
        "beneficiaire_id", "centre_id", "beneficiaire__sexe",
        RangBande("beneficiaire__naissance", annee.date_reference),
    )
    leurs_centres = defaultdict(list)
    qui = {}
    for personne, centre_id, sexe, rang in rows:
        leurs_centres[personne].append(centre_id)
        qui[personne] = (sexe, rang)
    # Few combinations of sex, band and institutions recur among many persons.
    combinaisons = Counter((*qui[personne], *sorted(tenus)) for personne, tenus in leurs_centres.items())
    for (sexe, rang, *tenus), personnes in combinaisons.items():
        de_trop = -personnes * (len(tenus) - 1)
        tableau.total.ajouter(sexe, de_trop)
        ages[rang].ajouter(sexe, de_trop)
        leurs_types, leurs_provinces = set(), set()
        for centre in map(centres.__getitem__, tenus):
            if centre.type in leurs_types:
                types[centre.type].ajouter(sexe, -personnes)
            if centre.province in leurs_provinces:
                provinces[centre.province].personnes -= personnes
            leurs_types.add(centre.type)
            leurs_provinces.add(centre.province)
        tableau.plusieurs_places += personnes
        tableau.plusieurs_types += personnes if len(leurs_types) > 1 else 0
