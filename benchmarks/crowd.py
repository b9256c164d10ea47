"""A register to compare: invented people with thousands of family names and some thousand first names, in
both scripts, some of whom were entered twice.

The demonstration has few family names, repeated at every scale: there, ever more people would bear one name.
Everything follows from the seed: the same people on both databases.
"""

import random
from datetime import date

from beneficiaires.derived import name_columns
from beneficiaires.doublons import index_register
from beneficiaires.matching import Identite, Parent
from beneficiaires.models import Beneficiaire, LienTuteur, Tuteur
from centres.models import Commune, Province
from entraide.bulk import bulk_insert, reserve_ids
from entraide.demo.names import pools

FAMILIES = 8_000
SEED = 1957
TWICE = 0.02  # how many of the register were entered before
_SOUNDS = (
    ("ب", "b"), ("د", "d"), ("ر", "r"), ("س", "s"), ("ف", "f"), ("ك", "k"), ("ل", "l"), ("م", "m"),
    ("ن", "n"), ("ه", "h"), ("ز", "z"), ("ج", "j"), ("خ", "kh"), ("ش", "ch"), ("غ", "gh"), ("ق", "k"),
    ("ط", "t"), ("ص", "s"), ("ت", "t"), ("ح", "h"),
)  # fmt: skip
_SHAPES = (
    ("{0}ا{1}{2}", "{1}a{2}i{3}"), ("{0}{1}ا{2}", "{1}a{2}{2}a{3}"), ("{0}{1}ي{2}", "{1}{2}i{3}"),
    ("{0}{1}و{2}", "{1}a{2}ou{3}"), ("{0}و{1}{2}", "{1}ou{2}a{3}"), ("م{0}{1}و{2}", "ma{1}{2}ou{3}"),
    ("{0}{1}{2}ان", "{1}a{2}{3}ane"),
)  # fmt: skip
_AROUND = (
    ("{}", "{}"), ("{}ي", "{}i"), ("ال{}", "El {}"), ("ال{}ي", "El {}i"), ("بن{}", "Ben{}"),
    ("بو{}", "Bou{}"), ("آيت {}", "Ait {}"), ("ولد {}", "Ould {}"), ("أهل {}", "Ahl {}"),
)  # fmt: skip
_BEFORE_WOMEN = (("فاطمة", "Fatima"), ("لالة", "Lalla"), ("أم", "Oum"))
_BEFORE_MEN = (("محمد", "Mohamed"), ("سيدي", "Sidi"), ("مولاي", "Moulay"))
_COLUMNS = (
    "id", "numero", "nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "sexe", "naissance", "naissance_precision",
    "lieu_naissance", "commune_id", "cnie", "massar", "telephone", "cle_tri_ar", "cle_tri_fr", "squelette",
)  # fmt: skip
_PLACES = ("العيون", "السمارة", "بوجدور", "طرفاية", "كلميم", "الداخلة", "أكادير", "مراكش", "طانطان")
_TYPING = (("ou", "o"), ("ch", "sh"), ("i", "y"), ("ll", "l"), ("a", "aa"), ("k", "q"), ("El ", "El"))


def _families(random_):
    found = {}
    for ar, fr in pools().familles_hommes:
        found[fr] = ar
    while len(found) < FAMILIES:
        sounds = random_.sample(_SOUNDS, 3)
        (shape_ar, shape_fr), (around_ar, around_fr) = random_.choice(_SHAPES), random_.choice(_AROUND)
        latin = shape_fr.format("", *(sound for _, sound in sounds)).capitalize()
        fr = around_fr.format(latin if around_fr.startswith("{") or " " in around_fr else latin.lower())
        found.setdefault(fr, around_ar.format(shape_ar.format(*(letter for letter, _ in sounds))))
    return [(ar, fr) for fr, ar in found.items()]


def _first(names, before):
    simple = [(ar, fr) for ar, fr in names if " " not in fr]
    return list(names) + [(f"{a} {ar}", f"{f} {fr}") for a, f in before for ar, fr in simple[:120]]


class Crowd:
    """Makes people one by one; common names come first in the lists and are drawn more often."""

    def __init__(self, seed=SEED):
        self.random = random.Random(seed)
        self.families = _families(random.Random(SEED))
        self.women = _first(pools().femmes, _BEFORE_WOMEN)
        self.men = _first(pools().hommes, _BEFORE_MEN)

    def _of(self, names):
        return names[int(len(names) * self.random.random() ** 2)]

    def person(self):
        """A person as {field: value}, with `parents` [(names, lien, cnie)]: known in both scripts, or one."""
        r = self.random
        woman = r.random() < 0.6
        nom, prenom = self._of(self.families), self._of(self.women if woman else self.men)
        age = r.randint(3, 70)
        birth = date(2026 - age, r.randint(1, 12), r.randint(1, 28))
        year_only = age > 25 and r.random() < 0.12
        known = {
            "nom_ar": nom[0], "prenom_ar": prenom[0], "nom_fr": nom[1], "prenom_fr": prenom[1],
            "sexe": "F" if woman else "M", "naissance": date(birth.year, 1, 1) if year_only else birth,
            "precision": "ANNEE" if year_only else "JOUR", "lieu_naissance": r.choice(_PLACES),
            "cnie": f"JB{r.randrange(10**6):06d}" if age > 17 and r.random() < 0.7 else None,
            "massar": f"J{r.randrange(10**9):09d}" if age < 20 and r.random() < 0.5 else None,
            "telephone": f"+2126{r.randrange(10**8):08d}" if r.random() < 0.8 else None,
            "parents": [],
        }  # fmt: skip
        if age < 18:
            father, mother = self._of(self.men), self._of(self.women)
            known["parents"].append(
                ((nom[0], father[0], nom[1], father[1]), "PERE", f"JC{r.randrange(10**6):06d}")
            )
            if r.random() < 0.5:
                other = self._of(self.families)
                known["parents"].append(((other[0], mother[0], other[1], mother[1]), "MERE", None))
        self._in_scripts(known, r.random())
        return known

    @staticmethod
    def _in_scripts(known, share):
        if share < 0.3:
            known["nom_fr"] = known["prenom_fr"] = ""
        elif share < 0.5:
            known["nom_ar"] = known["prenom_ar"] = ""

    def again(self, known):
        """The same person as another register has her: the other script or another spelling, fewer
        identifiers, perhaps the day or the month lost."""
        r = self.random
        other = dict(known)
        if known["nom_fr"] and known["nom_ar"]:
            self._in_scripts(other, r.choice((0.1, 0.4)))
        if other["nom_fr"]:
            for name in ("nom_fr", "prenom_fr"):
                old, new = r.choice(_TYPING)
                other[name] = other[name].replace(old, new, 1)
        for name, kept in (("cnie", 0.5), ("massar", 0.5), ("telephone", 0.3), ("lieu_naissance", 0.6)):
            if r.random() > kept:
                other[name] = "" if name == "lieu_naissance" else None
        birth, share = known["naissance"], r.random()
        if known["precision"] == "JOUR" and share < 0.08:
            other["naissance"], other["precision"] = birth.replace(month=1, day=1), "ANNEE"
        elif known["precision"] == "JOUR" and share < 0.13 and birth.day <= 12:
            other["naissance"] = birth.replace(month=birth.day, day=birth.month)
        if r.random() < 0.5:
            other["parents"] = []
        return other


def identity(known):
    """The Identite of a person of `Crowd` who is in no register."""
    parents = tuple(Parent(*names, cnie=cnie, lien=lien) for names, lien, cnie in known["parents"])
    return Identite(**{name: value for name, value in known.items() if name != "parents"}, parents=parents)


def fill(people):
    """Write `people` people with their guardians and keys into a migrated, empty database; nothing when it
    is filled already. Return [(first key, second key)] of those who were entered twice and the people."""
    crowd = Crowd()
    known, twice = [], []
    for rank in range(people):
        if rank > 100 and crowd.random.random() < TWICE:
            before = crowd.random.randrange(rank)
            twice.append((before, rank))
            known.append(crowd.again(known[before]))
        else:
            known.append(crowd.person())
    if not Beneficiaire.objects.exists():
        _write(known)
    first = Beneficiaire.objects.order_by("pk").values_list("pk", flat=True)[0]
    return [(first + one, first + other) for one, other in twice], known


def _communes():
    """The keys of twelve communes in four provinces."""
    for number in range(12):
        province, _ = Province.objects.get_or_create(
            code=f"11.{number % 4:03d}", nom_ar="إقليم", nom_fr="Province"
        )
        Commune.objects.create(
            code=f"{province.code}.{number:02d}", province=province, nom_ar="جماعة", nom_fr="Commune",
            milieu="URBAIN", population_2024=1000, population_2014=1000,
        )  # fmt: skip
    return list(Commune.objects.order_by("code").values_list("pk", flat=True))


def _write(known):
    communes = _communes()
    keys = reserve_ids(Beneficiaire, len(known))
    links = [(key, *parent) for key, person in zip(keys, known, strict=True) for parent in person["parents"]]
    guardians = reserve_ids(Tuteur, len(links))
    ranked = enumerate(zip(keys, known, strict=True))
    bulk_insert(Beneficiaire, _COLUMNS, (_row(key, rank, person, communes) for rank, (key, person) in ranked))
    bulk_insert(
        Tuteur, ("id", "nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "cnie"),
        ((key, *names, cnie) for key, (_, names, _, cnie) in zip(guardians, links, strict=True)),
    )  # fmt: skip
    bulk_insert(
        LienTuteur, ("beneficiaire_id", "tuteur_id", "lien", "principal"),
        (
            (person, key, lien, lien == "PERE")
            for key, (person, _, lien, _) in zip(guardians, links, strict=True)
        ),
    )  # fmt: skip
    index_register()


def _row(key, rank, person, communes):
    names = tuple(person[name] for name in ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr"))
    return (
        key, f"{100_000_000 + rank}", *names, person["sexe"], person["naissance"], person["precision"],
        person["lieu_naissance"], communes[rank * 7 % len(communes)], person["cnie"], person["massar"],
        person["telephone"], *name_columns(*names),
    )  # fmt: skip
