"""The figures of the dashboard as plain values: what `indicateurs` returns, and page, export and API read.

A *service place* is an enrolment that holds a seat today. A *person* holds one or several: persons are
distinct.
"""

import datetime
from dataclasses import dataclass, field

from entraide.records import deux_langues


@dataclass(slots=True)
class Sexes:
    """Persons by sex. `inconnus`: the sex is not recorded; the three add up to the persons."""

    femmes: int = 0
    hommes: int = 0
    inconnus: int = 0

    @property
    def personnes(self):
        return self.femmes + self.hommes + self.inconnus

    @property
    def connus(self):
        return self.femmes + self.hommes

    @property
    def part_femmes(self):
        """Women out of a hundred persons whose sex is known; None when it is known of nobody."""
        return 100 * self.femmes / self.connus if self.connus else None

    def ajouter(self, sexe, nombre):
        """Count `nombre` (negative: take away) persons of the sex 'F', 'M' or None."""
        if sexe == "F":
            self.femmes += nombre
        elif sexe == "M":
            self.hommes += nombre
        else:
            self.inconnus += nombre


@dataclass(slots=True)
class Ligne(Sexes):
    """Figures of one row of a table: a type, an institution, or the total.

    `capacite`: places authorised today in the open institutions that have an authorisation, None without any;
    `places_autorisees`: the service places of those same institutions, so that the rate compares like with
    like.
    """

    institutions: int = 0
    places: int = 0
    capacite: int | None = None
    places_autorisees: int = 0
    groupes: int = 0
    personnel: int = 0

    @property
    def usage(self):
        """Service places out of a hundred authorised places, or None."""
        return 100 * self.places_autorisees / self.capacite if self.capacite else None

    def additionner(self, centre):
        """Add what adds up of an institution; its agents do not: one may be in post in two."""
        self.institutions += centre.institutions
        self.places += centre.places
        self.femmes += centre.femmes
        self.hommes += centre.hommes
        self.inconnus += centre.inconnus
        self.groupes += centre.groupes
        self.places_autorisees += centre.places_autorisees
        if centre.capacite is not None:
            self.capacite = (self.capacite or 0) + centre.capacite


@dataclass(slots=True)
class LigneType(Ligne):
    type: str = ""


@dataclass(slots=True)
class LigneCentre(Ligne):
    """An institution. Nobody holds two places in one institution in a year, so that its persons are its
    places."""

    pk: int = 0
    code: str = ""
    type: str = ""
    etat: str = ""
    nom_ar: str = ""
    nom_fr: str = ""
    commune_ar: str = ""
    commune_fr: str = ""
    province: str = ""

    @property
    def nom(self):
        return deux_langues(self)

    @property
    def commune(self):
        return deux_langues(self, "commune")

    @property
    def ouvert(self):
        return self.etat == "OUVERT"


@dataclass(slots=True)
class LigneProvince:
    """A province: persons served in the institutions that lie there, and its inhabitants (HCP, 2024)."""

    code: str
    nom_ar: str
    nom_fr: str
    population: int
    institutions: int = 0
    personnes: int = 0

    @property
    def nom(self):
        return deux_langues(self)

    @property
    def couverture(self):
        """Persons per 1,000 inhabitants, or None."""
        return 1000 * self.personnes / self.population if self.population else None


@dataclass(slots=True)
class LigneAge(Sexes):
    """Persons of one age band; `bande` None: the birth date is not known."""

    bande: object = None

    @property
    def libelle(self):
        return self.bande.libelle if self.bande else ""


@dataclass(slots=True)
class TableauDeBord:
    """All the figures of the dashboard, on one day, within one scope and filter.

    `plusieurs_types`: persons who hold places in institutions of several types; `plusieurs_places`: persons
    who hold several places, of whatever type. `region`: all of it, narrowed by nothing.

    `fiches_en_trop`: how many of the files counted would go if every undecided pair among them were one
    person; `paires`: the number of these pairs, None for an account that does not review them.
    """

    annee: object
    le: datetime.date
    total: Ligne = field(default_factory=Ligne)
    types: list[LigneType] = field(default_factory=list)
    centres: list[LigneCentre] = field(default_factory=list)
    provinces: list[LigneProvince] = field(default_factory=list)
    ages: list[LigneAge] = field(default_factory=list)
    plusieurs_types: int = 0
    plusieurs_places: int = 0
    region: bool = False
    fiches_en_trop: int = 0
    paires: int | None = None

    @property
    def personnes(self):
        return self.total.personnes

    @property
    def personnes_min(self):
        """PERSR: the distinct persons if every undecided pair were one person. The upper end is
        `personnes`."""
        return self.personnes - self.fiches_en_trop

    @property
    def population(self):
        return sum(ligne.population for ligne in self.provinces)

    @property
    def couverture(self):
        """Persons of all the provinces shown per 1,000 inhabitants, or None."""
        return 1000 * self.personnes / self.population if self.population else None
