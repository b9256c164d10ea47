"""Rules that write two persons who are easily taken for one.

Each takes (rng, noms, person) and returns two files, or None when it does not apply. A careful registrar must
be able to say "not the same" of the result.
"""

from dataclasses import replace
from datetime import date, timedelta

from rapidfuzz.distance import Levenshtein

from entraide.text import search_key

from . import writing
from .people import a_day, a_file, any_scripts, someone


def _far(one, other):
    """True when two names are unlike in Arabic and share no word: nobody would read one as the other."""
    a, b = search_key(one.ar[0]), search_key(other.ar[0])
    plain = [text.replace("ال", "").replace(" ", "") for text in (a, b)]
    return not set(a.split()) & set(b.split()) and Levenshtein.normalized_similarity(*plain) < 0.5


def _another(rng, names, name):
    """A name of the list that is unlike the given one."""
    while True:
        found = rng.choice(names)
        if _far(found, name):
            return found


def _both(rng, one, other, scripts=None):
    a, b = scripts or any_scripts(rng)
    return a_file(rng, one, a, others=0.25), a_file(rng, other, b, others=0.25)


# Nobody in a register is born later.
_TODAY = 2023


def _younger(rng, person, least=1, most=9):
    """A birth date `least` to `most` years away, with another day and another month."""
    years = rng.randint(least, most)
    year = person.jour.year + (years if person.jour.year + years < _TODAY else -years)
    while True:
        day = a_day(rng, year, year)
        if day.month != person.jour.month and day.day != person.jour.day:
            return day


def _other_day(rng, person):
    """Another day of the same year, months away, that no swap and no digit explains."""
    while True:
        day = a_day(rng, person.jour.year, person.jour.year)
        if not {day.day, day.month} & {person.jour.day, person.jour.month}:
            return day


def fratrie(rng, noms, person):
    """Brothers and sisters: the same family name and commune, another given name, years apart."""
    sexe = rng.choice("FM")
    prenom = _another(rng, noms.prenoms[sexe], person.prenom)
    return _both(rng, person, replace(person, prenom=prenom, sexe=sexe, jour=_younger(rng, person)))


def jumeaux(rng, noms, person):
    """Twins: everything is the same but the given name (and perhaps the sex)."""
    sexe = rng.choice("FM")
    return _both(
        rng, person, replace(person, prenom=_another(rng, noms.prenoms[sexe], person.prenom), sexe=sexe)
    )


def _near(rng, person, pairs):
    one, other = rng.choice(pairs)
    if rng.random() < 0.5:
        one, other = other, one
    return replace(person, prenom=one, sexe=one.sexe), replace(person, prenom=other, sexe=other.sexe)


def deux_sexes(rng, noms, person):
    """Karim and Karima: one family name, the same birth date, or the same year."""
    one, other = _near(rng, person, noms.sexes)
    if rng.random() < 0.5:
        other = replace(other, jour=_other_day(rng, person))
    a, b = _both(rng, one, other)
    if rng.random() < 0.25:
        b |= {"naissance": str(other.jour.year)}
    if rng.random() < 0.1:
        b |= {"sexe": ""}
    return a, b


def prenoms_proches(rng, noms, person):
    """Hassan and Hussein, Mohamed and Mahmoud: one family name; twins, or the same year, or years apart."""
    one, other = _near(rng, person, noms.proches)
    chance = rng.random()
    if chance < 0.35:
        other = replace(other, jour=_other_day(rng, person))
    elif chance < 0.6:
        other = replace(other, jour=_younger(rng, person))
    return _both(rng, one, other)


def familles_proches(rng, noms, person):
    """Alaoui and Alami: the same given name, the same year, another day."""
    one, other = rng.choice(noms.familles_proches)
    jour = _other_day(rng, person) if rng.random() < 0.7 else _younger(rng, person)
    return _both(rng, replace(person, nom=one), replace(person, nom=other, jour=jour))


def parent_enfant(rng, noms, person):
    """Father or mother and child: the same family name and commune, a generation apart."""
    sexe = rng.choice("FM")
    child = replace(person, sexe=sexe, prenom=_another(rng, noms.prenoms[sexe], person.prenom))
    return _both(rng, replace(person, jour=_a_generation_before(rng, person)), child)


def _a_generation_before(rng, person):
    return person.jour - timedelta(days=rng.randint(20 * 365, 45 * 365))


def grand_parent(rng, noms, person):
    """The child who was given the name of the grandfather: the same names, two generations apart."""
    elder = replace(person, jour=_a_generation_before(rng, person) - timedelta(days=20 * 365))
    a, b = _both(rng, elder, person)
    return (a | {"naissance": str(elder.jour.year)} if rng.random() < 0.4 else a), b


def homonymes(rng, noms, person):
    """The same names and sex, birth dates that no slip explains."""
    far = _younger(rng, person, 3, 30) if rng.random() < 0.75 else _other_day(rng, person)
    a, b = _both(rng, person, replace(person, jour=far))
    digits = sorted(str(far.year)) == sorted(str(person.jour.year))
    if abs(far.year - person.jour.year) > 5 and not digits and rng.random() < 0.3:
        b |= {"naissance": str(far.year)}
    return a, b


def autre_famille(rng, noms, person):
    """The same given name, birth date, sex and commune, another family name."""
    return _both(rng, person, replace(person, nom=_another(rng, noms.familles, person.nom)))


def cousins(rng, noms, person):
    """Cousins: the family name of one grandfather, given names that are near, births a few years apart."""
    one, other = _near(rng, person, noms.proches)
    return _both(rng, one, replace(other, jour=_younger(rng, person, 1, 6)))


def autre_second_prenom(rng, noms, person):
    """Mohamed Yassine and Mohamed Reda: brothers who share the first of two given names, twins or not."""
    if person.prenom.words > 1:
        return None
    first = rng.choice(_FIRST[person.sexe])
    second = _another(rng, [nom for nom in noms.prenoms[person.sexe] if nom.words == 1], person.prenom)

    def compound(nom):
        return replace(
            nom,
            ar=tuple(f"{first[0]} {text}" for text in nom.ar),
            fr=tuple(f"{first[1]} {text}" for text in nom.fr),
        )

    jour = person.jour if rng.random() < 0.6 else _younger(rng, person)
    other = replace(person, prenom=compound(second), jour=jour)
    return _both(rng, replace(person, prenom=compound(person.prenom)), other)


_FIRST = {
    "F": (("فاطمة", "Fatima"), ("لالة", "Lalla"), ("أم", "Oum")),
    "M": (("محمد", "Mohamed"), ("سيدي", "Sidi"), ("مولاي", "Moulay"), ("أحمد", "Ahmed")),
}


def _sound(text):
    """The first letter, those that clerks write one for the other made one."""
    return text[0].upper().translate(str.maketrans("YQCJDEAO", "IKKGGAAU"))


def autre_initiale(rng, noms, person):
    """The initial of another given name, family name and birth date the same."""
    other = replace(person, prenom=_another(rng, noms.prenoms[person.sexe], person.prenom))
    first = writing.initial(other.prenom.fr[0])
    if _sound(first) in {_sound(text) for text in person.prenom.fr} or "El" in person.prenom.fr[0]:
        return None
    a, b = a_file(rng, person, "fr", others=0.2), a_file(rng, other, "fr", others=0.2)
    return a, b | {"prenom_fr": first}


def cle_prenom_annee(rng, noms, person):
    """Two persons drawn at random who share the given name and the birth year."""
    other = someone(rng, noms, sexe=person.sexe, prenom=person.prenom, jour=_other_day(rng, person))
    return _both(rng, person, other) if _far(person.nom, other.nom) else None


def cle_famille_annee(rng, noms, person):
    """Two persons drawn at random who share the family name and the birth year."""
    other = someone(rng, noms, nom=person.nom, jour=_other_day(rng, person))
    return _both(rng, person, other) if _far(person.prenom, other.prenom) else None


def cle_naissance(rng, noms, person):
    """Two persons drawn at random who share the birth date, perhaps 1 January, and the commune."""
    jour = date(person.jour.year, 1, 1) if rng.random() < 0.5 else person.jour
    other = someone(rng, noms, jour=jour, commune=person.commune)
    if not (_far(person.nom, other.nom) and _far(person.prenom, other.prenom)):
        return None
    return _both(rng, replace(person, jour=jour), other)


def ordre_croise(rng, noms, person):
    """The family name of one is the given name of the other; nothing else but the year is shared."""
    other = someone(rng, noms, sexe=person.sexe, nom=person.prenom, jour=_other_day(rng, person))
    return (
        _both(rng, person, other)
        if _far(person.nom, other.prenom) and _far(person.prenom, other.prenom)
        else None
    )


RULES = (
    fratrie, fratrie, jumeaux, jumeaux, deux_sexes, deux_sexes, deux_sexes, prenoms_proches, prenoms_proches,
    prenoms_proches, familles_proches, parent_enfant, grand_parent, homonymes, homonymes, autre_famille,
    autre_famille, cousins, autre_second_prenom, autre_initiale, cle_prenom_annee, cle_famille_annee,
    cle_naissance, ordre_croise,
)  # fmt: skip
