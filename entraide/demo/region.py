"""The plan of the demonstration: who holds which seat, before anybody has a name. A pure function of today's
date.

Every figure of the dashboard comes out of the seats of this plan; `reseau` holds its tables.
"""

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from . import reseau
from .annees import school_years

DATA = Path(__file__).parent.parent / "data" / "region-11.csv"
_GROUP = re.compile(r"([A-Z]+)(\d) (\d+)/(\d+)")
_REGIME = {"DAR_TALIB": "TOTAL", "HANDICAP": "TOTAL"}
_HORAIRES = [
    ("من الاثنين إلى الجمعة، من 08:30 إلى 12:00", "Du lundi au vendredi, de 08:30 à 12:00"),
    ("من الاثنين إلى الجمعة، من 14:30 إلى 18:00", "Du lundi au vendredi, de 14:30 à 18:00"),
    ("الاثنين والأربعاء والجمعة، من 09:00 إلى 12:00", "Lundi, mercredi et vendredi, de 09:00 à 12:00"),
    ("الثلاثاء والخميس، من 15:00 إلى 18:00", "Mardi et jeudi, de 15:00 à 18:00"),
    ("الأربعاء والسبت، من 10:00 إلى 12:00", "Mercredi et samedi, de 10:00 à 12:00"),
]


@dataclass
class GroupePlan:
    """A group and its seats. `nouveaux` people are new here; the others of `places` come from `secondes`, a
    list of (key of the group they come from, place of the first one in it, how many)."""

    cle: str
    filiere: str
    niveau: int
    nom_ar: str
    nom_fr: str
    capacite: int
    places: int = 0
    secondes: list = field(default_factory=list)
    supplement: int = 0  # seats over the capacity, by decision of the coordination
    attente: int = 0
    abandons: int = 0
    annules: int = 0
    suspendus: int = 0
    non_lettres: int = 0  # the first so many never went to school: they are in a literacy class too
    passe: bool = False  # of the year before
    issus_de: str = ""  # the key of last year's group that its people completed
    horaire_ar: str = ""
    horaire_fr: str = ""

    @property
    def nouveaux(self):
        return self.places - sum(n for _, _, n in self.secondes)

    @property
    def personnes(self):
        """People whose file is created with this group."""
        return self.nouveaux + self.attente + self.abandons + self.annules


@dataclass
class CentrePlan:
    code: str
    type: str
    nom_ar: str
    nom_fr: str
    commune: str
    quartier_ar: str
    quartier_fr: str
    milieu: str
    groupes: list
    hote: str = ""
    note_ar: str = ""
    note_fr: str = ""

    @property
    def association(self):
        """The names of the association that manages it, or two empty strings."""
        return reseau.ASSOCIATIONS.get(self.code, ("", ""))

    @property
    def places(self):
        return sum(groupe.places for groupe in self.groupes)

    @property
    def autorisee(self):
        """The authorised capacity: that of this year's groups."""
        return sum(groupe.capacite for groupe in self.groupes if not groupe.passe)

    @property
    def regime(self):
        return _REGIME.get(self.type, "PARTIEL")


@dataclass
class RegionPlan:
    today: date
    precedente: object
    courante: object
    territoire: list
    centres: list

    @property
    def groupes(self):
        return [groupe for centre in self.centres for groupe in centre.groupes]

    def figures(self):
        """{kind: (institutions, places)} of the plan."""
        found = {}
        for centre in self.centres:
            institutions, places = found.get(centre.type, (0, 0))
            found[centre.type] = (institutions + 1, places + centre.places)
        return found

    @property
    def personnes(self):
        return sum(groupe.personnes for groupe in self.groupes)


def territory():
    """The rows of the HCP file, as dictionaries."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _groups(code, text):
    """The groups of an institution from their notation, e.g. `COUTURE1 25/25, COUTURE2 23/25`."""
    parsed = [
        (track, int(level), int(seats), int(room)) for track, level, seats, room in _GROUP.findall(text)
    ]
    tracks = [track for track, *_ in parsed]
    groups = []
    for rank, (track, level, seats, room) in enumerate(parsed):
        ar, fr = reseau.FILIERES[track][3:5]
        suffix = f" {level}" if tracks.count(track) > 1 else ""
        horaire_ar, horaire_fr = _HORAIRES[rank % len(_HORAIRES)]
        groups.append(
            GroupePlan(
                f"{code}/{track}{level}", track, level, ar + suffix, fr + suffix, room, seats,
                supplement=max(seats - room, 0), horaire_ar=horaire_ar, horaire_fr=horaire_fr,
            )
        )  # fmt: skip
    return groups


def _setting(commune, quarter):
    if commune in ("LAA", "MRS", "BOJ", "SMR", "TAR"):
        return "PERIURBAIN" if quarter in ("خط الرملة", "التنمية", "25 مارس") else "URBAIN"
    return "RURAL"


def _centre(code, kind, names, quarter, groups, **more):
    commune = code[:3]
    named = code in reseau.NOTES
    note = reseau.NOTES[code] if named else more.pop("note", ("", ""))
    return CentrePlan(
        code, kind, *names, reseau.COMMUNES[commune], *quarter, _setting(commune, quarter[0]),
        _groups(code, groups), note_ar=note[0], note_fr=note[1], **more,
    )  # fmt: skip


def _centres():
    for code, ar, fr, groups in reseau.FORMATION:
        names = (f"مركز التربية والتكوين {ar}", f"Centre d'éducation et de formation {fr}")
        yield _centre(code, "FORMATION", names, (ar, fr), groups)
    for code, ar, fr, host, first, second in reseau.ALPHABETISATION:
        names = (f"قسم محو الأمية {ar}", f"Classe d'alphabétisation {fr}")
        groups = f"ALPHA1 {first}/25, POSTALPHA2 {second}/20"
        quarter = (ar.rstrip(" 12"), fr.rstrip(" 12")) if host[4:6] == "CF" else ("", "")
        yield _centre(
            code, "ALPHABETISATION", names, quarter, groups, hote=host, note=reseau.NOTE_ALPHABETISATION
        )
    for code, ar, fr, groups in reseau.JARDIN:
        yield _centre(code, "JARDIN", (f"روض الأطفال {ar}", f"Jardin d'enfants {fr}"), (ar, fr), groups)
    yield _centre(
        "LAA-DT-01", "DAR_TALIB", ("دار الطالب", "Dar Talib"), ("القدس", "Al Qods"), reseau.DAR_TALIB
    )
    lalla_hasna = (
        "مؤسسة صاحبة السمو الملكي الأميرة للا حسناء",
        "Institution Son Altesse Royale la Princesse Lalla Hasna",
    )
    yield _centre("LAA-SH-01", "HANDICAP", lalla_hasna, ("المسيرة", "Al Massira"), reseau.HANDICAP)
    for code, ar, fr, groups in reseau.DAR_MOUATINE:
        yield _centre(code, "DAR_MOUATINE", (ar, fr), ("", ""), groups)


def _give_second_places(groups):
    """Each source gives its people in turn, so that nobody holds three places."""
    given = {}
    for target, source, number in reseau.SECONDES_PLACES:
        first = given.get(source, 0)
        given[source] = first + number
        if given[source] > groups[source].nouveaux - groups[source].suspendus:
            raise ValueError(f"{source} has not so many people to give")
        groups[target].secondes.append((source, first, number))
        if groups[target].filiere == "ALPHA":
            groups[source].non_lettres = given[source]


def _add_what_is_no_place(groups):
    """People who wait, dropped out or were cancelled: they hold no place."""
    for rank, groupe in enumerate(groups):
        kind = reseau.FILIERES[groupe.filiere][0]
        if kind in ("FORMATION", "ALPHABETISATION", "DAR_MOUATINE"):
            groupe.abandons = groupe.places // 18
            groupe.annules = 1 if rank % 3 == 0 else 0
        if kind == "FORMATION" and groupe.places >= 22:
            groupe.suspendus = 1
        if groupe.places >= groupe.capacite + groupe.supplement:
            groupe.attente = 4 if groupe.cle == "LAA-CF-01/COUTURE1" else 1 + rank % 2


def _add_last_year(centre):
    """Second-level groups hold people who completed a group of the first level a year before."""
    for groupe in [g for g in centre.groupes if g.niveau == 2 and g.filiere in ("COUTURE", "POSTALPHA")]:
        first = "ALPHA" if groupe.filiere == "POSTALPHA" else groupe.filiere
        ar, fr = reseau.FILIERES[first][3:5]
        groupe.issus_de = f"{centre.code}/{first}1@"
        centre.groupes.append(
            GroupePlan(
                groupe.issus_de, first, 1, ar, fr, max(groupe.capacite, 25), passe=True,
                horaire_ar=groupe.horaire_ar, horaire_fr=groupe.horaire_fr,
            )
        )  # fmt: skip


def build(today):
    """The whole plan for the school year that holds `today`."""
    precedente, courante = school_years(today)
    centres = list(_centres())
    groups = {groupe.cle: groupe for centre in centres for groupe in centre.groupes}
    _add_what_is_no_place(groups.values())
    _give_second_places(groups)
    for centre in centres:
        _add_last_year(centre)
    return RegionPlan(today, precedente, courante, territory(), centres)
