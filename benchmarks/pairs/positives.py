"""Rules that write one person in two files.

Each takes (rng, noms, person) and returns two files, or None when it does not apply to that person. A careful
registrar must be able to say "the same" of the result: one thing differs, or two small ones.
"""

from datetime import date

from . import writing
from .people import COMMUNES, a_file, any_scripts, written_date


def autre_ecriture(rng, noms, person):
    """One file in Arabic, the other in Latin letters, each by one of its ways of writing."""
    return a_file(rng, person, "ar", others=0.3), a_file(rng, person, "fr", others=0.6)


def autre_romanisation(rng, noms, person):
    """Both in Latin letters, at least one of the names romanised otherwise."""
    a, b = a_file(rng, person, "fr"), a_file(rng, person, "fr", others=0.9)
    return (a, b) if a["nom_fr"] != b["nom_fr"] or a["prenom_fr"] != b["prenom_fr"] else None


def _changed(rng, file, fields, change, noms=None):
    """The file with `change` made to one of the fields; None when it can be made to none."""
    for field in rng.sample(fields, len(fields)):
        new = file[field] and change(file[field])
        if new and new != file[field] and not (noms and noms.is_known(new)):
            return file | {field: new}
    return None


def _beside(rng, person, scripts, changed):
    return changed and (a_file(rng, person, scripts, others=0.2), changed)


def romanisation_par_regle(rng, noms, person):
    """Both in Latin letters; one habit of romanisation (ou/u, ch/sh, k/q, silent e) changed in one name."""
    b = a_file(rng, person, "fr")
    return _beside(
        rng, person, "fr", _changed(rng, b, ["nom_fr", "prenom_fr"], lambda t: writing.respelled(rng, t))
    )


def autre_arabe(rng, noms, person):
    """Both in Arabic: hamza, ta marbuta, alef maqsura, marks, tatweel, or another way of writing the name."""
    b = a_file(rng, person, "ar", others=0.5)
    b = _changed(rng, b, ["nom_ar", "prenom_ar"], lambda t: writing.rewritten(rng, t))
    return _beside(rng, person, "ar", b)


def compose(rng, noms, person):
    """A compound or a particle joined to the name, or apart from it: عبدالله, Abd Allah, Ben Ali."""
    if rng.random() < 0.35:
        b = _changed(rng, a_file(rng, person, "ar"), ["prenom_ar", "nom_ar"], writing.joined)
        return _beside(rng, person, rng.choice(("ar", "fr")), b)
    change = rng.choice((writing.joined, writing.hyphenated, writing.apart))
    b = _changed(rng, a_file(rng, person, "fr"), ["prenom_fr", "nom_fr"], change)
    return _beside(rng, person, rng.choice(("ar", "fr", "fr")), b)


def particule(rng, noms, person):
    """The family name without its particle: Idrissi for El Idrissi, سيدي يوسف for ولد سيدي يوسف."""
    script = rng.choice(("ar", "fr"))
    b = _changed(rng, a_file(rng, person, script, others=0.5), [f"nom_{script}"], writing.without_particle)
    return _beside(rng, person, rng.choice(("ar", "fr")), b)


def _turned(file):
    names = {
        "nom_ar": file["prenom_ar"], "prenom_ar": file["nom_ar"],
        "nom_fr": file["prenom_fr"], "prenom_fr": file["nom_fr"],
    }  # fmt: skip
    return file | names


def ordre(rng, noms, person):
    """First and last name stand in each other's field."""
    one, other = any_scripts(rng)
    return a_file(rng, person, one, others=0.2), _turned(a_file(rng, person, other, others=0.2))


def un_seul_champ(rng, noms, person):
    """The whole name in one field, in either order."""
    one, other = any_scripts(rng)
    b = a_file(rng, person, other, others=0.3)
    first_name_first, field = rng.random() < 0.5, rng.choice(("nom", "prenom"))
    empty = "prenom" if field == "nom" else "nom"
    for script in ("ar", "fr"):
        names = [b[f"prenom_{script}"], b[f"nom_{script}"]]
        b |= {
            f"{field}_{script}": " ".join(names if first_name_first else names[::-1]).strip(),
            f"{empty}_{script}": "",
        }
    return a_file(rng, person, one, others=0.2), b


# Words that are half a name: nobody is called by them alone.
_NOT_ALONE = ("عبد", "أم", "نور", "صلاح", "عز", "علاء", "جمال", "ماء", "بابا")


def second_prenom(rng, noms, person):
    """Only the first of two given names (Mohamed for Mohamed Lamine); the birth date is the same."""
    first = person.prenom.ar[0].split()[0]
    if person.prenom.words < 2 or first in _NOT_ALONE:
        return None
    titled = first in ("سيدي", "مولاي", "لالة")
    one, other = any_scripts(rng)
    b = a_file(rng, person, other)
    for field in ("prenom_ar", "prenom_fr"):
        words = b[field].replace("-", " ").split()
        # A title is what falls away, not the name that follows it.
        b |= {field: " ".join(words[1:] if titled else words[:1])}
    return a_file(rng, person, one), b


_FATHER = {"M": (("بن", "Ben"), ("ولد", "Ould"), ("", "")), "F": (("بنت", "Bent"), ("منت", "Mint"), ("", ""))}


def nom_du_pere(rng, noms, person):
    """The father's name stands between given name and family name in one file: محمد بن عمر بنعلي."""
    if person.nom.words > 1:
        return None
    father = rng.choice([nom for nom in noms.prenoms["M"] if nom.words == 1 and nom is not person.prenom])
    one, other = any_scripts(rng)
    b = a_file(rng, person, other)
    particle = rng.choice(_FATHER[person.sexe])
    for script, word, name in (("ar", particle[0], father.ar[0]), ("fr", particle[1], father.fr[0])):
        if b[f"prenom_{script}"]:
            b |= {f"prenom_{script}": " ".join(f"{b[f'prenom_{script}']} {word} {name}".split())}
    return a_file(rng, person, one), b


_TITLES = {
    "F": (("السيدة", "Mme"), ("الآنسة", "Mlle"), ("الحاجة", "Hajja")),
    "M": (("السيد", "Mr"), ("الحاج", "El Haj"), ("الحاج", "Haj")),
}


def titre(rng, noms, person):
    """One file writes a title before the given name: Mme, السيد, الحاج."""
    one, other = any_scripts(rng)
    b, title = a_file(rng, person, other, others=0.2), rng.choice(_TITLES[person.sexe])
    for field, word in (("prenom_ar", title[0]), ("prenom_fr", title[1])):
        b |= {field: b[field] and f"{word} {b[field]}"}
    return a_file(rng, person, one, others=0.2), b


def autre_champ(rng, noms, person):
    """One file has its Arabic text in the fields of French, or the other way round."""
    one, other = rng.choice((("ar", "ar"), ("fr", "fr"), ("fr", "ar"), ("ar", "fr"), ("arfr", "fr")))
    b = a_file(rng, person, other, others=0.2)
    moved = {
        "nom_ar": b["nom_fr"],
        "prenom_ar": b["prenom_fr"],
        "nom_fr": b["nom_ar"],
        "prenom_fr": b["prenom_ar"],
    }
    return a_file(rng, person, one, others=0.2), b | moved


def initiale(rng, noms, person):
    """The given name as an initial; birth date, sex and commune are the same."""
    if person.prenom.words > 1:
        return None
    b = a_file(rng, person, "fr")
    initial = writing.initial(b["prenom_fr"]).upper()
    return a_file(rng, person, rng.choice(("fr", "fr", "arfr"))), b | {"prenom_fr": initial}


def faute(rng, noms, person):
    """One typing error in one name, in either script, against a file in the same or the other script."""
    script = rng.choice(("ar", "fr"))
    fields = [f"nom_{script}", f"prenom_{script}"]
    b = _changed(rng, a_file(rng, person, script), fields, lambda t: writing.mistyped(rng, t), noms)
    return _beside(rng, person, rng.choice((script, script, script, "arfr", "ar", "fr")), b)


def _other_birth(rng, person, naissance):
    one, other = any_scripts(rng)
    b = a_file(rng, person, other, others=0.25)
    return a_file(rng, person, one, others=0.25), b | {"naissance": naissance}


def annee_seule(rng, noms, person):
    """One file knows the year alone, or the month."""
    return _other_birth(rng, person, written_date(rng, person.jour, rng.choice(("ANNEE", "ANNEE", "MOIS"))))


def premier_janvier(rng, noms, person):
    """One file has 1 January for a day that nobody knew."""
    return _other_birth(rng, person, written_date(rng, date(person.jour.year, 1, 1)))


def jour_mois(rng, noms, person):
    """Day and month in each other's place."""
    day = person.jour
    if day.day > 12 or day.day == day.month:
        return None
    return _other_birth(rng, person, written_date(rng, date(day.year, day.day, day.month)))


def un_chiffre(rng, noms, person):
    """One digit of the birth date is wrong."""
    text = person.jour.isoformat()
    at = rng.choice([3, 3, 6, 8, 9, 9])
    wrong = text[:at] + rng.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]
    try:
        date.fromisoformat(wrong)
    except ValueError:
        return None
    return None if wrong.endswith("01-01") else _other_birth(rng, person, wrong)


_NOT_A_NAME = ("عبد", "أم", "نور", "صلاح", "عز", "علاء", "جمال", "الدين", "ولد", "بنت", "منت", "آيت", "أهل")


def sans_naissance(rng, noms, person):
    """One file has no birth date; three names at least, the same sex and commune."""
    words = [
        word for nom in (person.prenom, person.nom) for word in nom.ar[0].split() if word not in _NOT_A_NAME
    ]
    if len(words) < 3:
        return None
    one, other = any_scripts(rng)
    return a_file(rng, person, one), a_file(rng, person, other) | {"naissance": ""}


def sans_sexe(rng, noms, person):
    """One file, or both, without the sex."""
    a, b = _other_birth(rng, person, written_date(rng, person.jour))
    return (a | {"sexe": ""} if rng.random() < 0.3 else a), b | {"sexe": ""}


def autre_commune(rng, noms, person):
    """The person has moved, or the commune is not known."""
    a, b = _other_birth(rng, person, written_date(rng, person.jour))
    return a, b | {
        "commune": rng.choice([code for code in ("", *sorted(COMMUNES.values())) if code != person.commune])
    }


def deux_ecarts(rng, noms, person):
    """Another script or spelling, and a second difference: year alone, no sex, other commune, order."""
    rule = rng.choice((autre_ecriture, autre_romanisation, autre_arabe, romanisation_par_regle, compose))
    pair = rule(rng, noms, person)
    if not pair:
        return None
    a, b = pair
    second = rng.choice(("annee", "sexe", "commune", "ordre", "janvier"))
    if second == "annee":
        return a, b | {"naissance": str(person.jour.year)}
    if second == "sexe":
        return a, b | {"sexe": "", "commune": ""}
    if second == "commune":
        return a, b | {
            "commune": rng.choice([code for code in sorted(COMMUNES.values()) if code != person.commune])
        }
    if second == "janvier":
        return a, b | {"naissance": f"{person.jour.year}-01-01"}
    return a, _turned(b)


RULES = (
    autre_ecriture, autre_ecriture, autre_romanisation, romanisation_par_regle, autre_arabe, compose,
    particule, ordre, un_seul_champ, second_prenom, initiale, faute, faute, annee_seule, premier_janvier,
    jour_mois, un_chiffre, sans_naissance, sans_sexe, autre_commune, deux_ecarts, deux_ecarts, nom_du_pere,
    titre, autre_champ,
)  # fmt: skip
