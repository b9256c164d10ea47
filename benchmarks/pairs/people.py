"""Persons that the rules speak of, and the files in which two clerks wrote them."""

from dataclasses import dataclass
from datetime import date, timedelta

from .names import Nom
from .writing import in_capitals

LAAYOUNE = "11.321.01.03"
COMMUNES = {
    "L": LAAYOUNE,
    "M": "11.321.01.01",
    "B": "11.121.01.01",
    "T": "11.537.01.05",
    "S": "11.221.01.01",
}
FIELDS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "sexe", "naissance", "commune")
OPPOSITE = {"F": "M", "M": "F"}


@dataclass(frozen=True)
class Personne:
    prenom: Nom
    nom: Nom
    sexe: str
    jour: date
    commune: str


def a_day(rng, first=1950, last=2019):
    """A birth date, any day but 1 January, which registers write for a day that is not known."""
    while True:
        day = date(first, 1, 1) + timedelta(days=rng.randrange((last - first + 1) * 365))
        if (day.month, day.day) != (1, 1):
            return day


def someone(rng, noms, **fixed):
    """A person with names of a part; what is `fixed` is not drawn."""
    sexe = fixed.pop("sexe", None) or rng.choice("FM")
    drawn = {
        "prenom": rng.choice(noms.prenoms[sexe]),
        "nom": rng.choice(noms.familles),
        "jour": a_day(rng),
        "commune": LAAYOUNE if rng.random() < 0.6 else rng.choice(sorted(COMMUNES.values())),
    }
    return Personne(**(drawn | {"sexe": sexe} | fixed))


def written_date(rng, day, precision="JOUR"):
    """A date as a file holds it: 2006-05-14, 14/05/2006, 2006-05, 2006."""
    if precision == "ANNEE":
        return str(day.year)
    if precision == "MOIS":
        return f"{day.year}-{day.month:02}"
    return day.isoformat() if rng.random() < 0.7 else f"{day:%d/%m/%Y}"


def a_file(rng, person, scripts, *, others=0.0):
    """What a clerk writes of a person: {field: text}. `scripts`: "ar", "fr" or "arfr"; `others`: how often a
    name is written in another way than the usual one."""

    def pick(texts):
        return rng.choice(texts[1:]) if len(texts) > 1 and rng.random() < others else texts[0]

    latin = "fr" in scripts
    return {
        "nom_ar": pick(person.nom.ar) if "ar" in scripts else "",
        "prenom_ar": pick(person.prenom.ar) if "ar" in scripts else "",
        "nom_fr": in_capitals(rng, pick(person.nom.fr)) if latin else "",
        "prenom_fr": in_capitals(rng, pick(person.prenom.fr)) if latin else "",
        "sexe": person.sexe,
        "naissance": written_date(rng, person.jour),
        "commune": person.commune,
    }


def any_scripts(rng):
    """Scripts of the two files of a pair: mostly one each, sometimes both in one of them."""
    return rng.choice(
        (("ar", "fr"), ("fr", "ar"), ("ar", "ar"), ("fr", "fr"), ("arfr", "fr"), ("arfr", "ar"))
    )
