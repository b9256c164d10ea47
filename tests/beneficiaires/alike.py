"""One woman in two scripts: known to one centre in Arabic, typed in another in Latin letters."""

import re
from datetime import date

from beneficiaires.models import Beneficiaire
from entraide.periods import today
from tests.people import make_person

# As the register has her. Nothing of it is typed below but the birth date: all of it is a canary.
STORED = {
    "prenom_ar": "فاطمة الزهراء",
    "nom_ar": "بنعلي",
    "prenom_fr": "",
    "nom_fr": "",
    "sexe": "F",
    "naissance": date(2001, 5, 14),
    "naissance_precision": "JOUR",
    "lieu_naissance": "Canarilieu",
    "adresse": "Canariadresse",
    "telephone": "+212661777001",
    "etat_civil": "777/2001",
}
TYPED = {"prenom_fr": "Fatima Zahra", "nom_fr": "Benali", "naissance": "14/05/2001", "sexe": "F"}
TOKENS = re.compile(r'(?:name="(?:jeton|csrfmiddlewaretoken|_compte)" value="[^"]*"|X-CSRFToken": "[^"]*")')


def known(par, groupe, **fields):
    """The woman of STORED in the register, enrolled in `groupe`."""
    return make_person(par, groupe, **{**STORED, **fields})


def canaries(person, centre):
    """All that says who she is or where."""
    return {
        person.prenom_ar,
        person.nom_ar,
        person.numero,
        person.numero_affiche,
        "Canarilieu",
        "Canariadresse",
        "661777001",
        "06 61 77 70 01",
        centre.code,
        centre.nom_fr,
        centre.nom_ar,
    }


def sent(groupe, /, **fields):
    """What a browser sends of the page of a new person."""
    return {
        **TYPED,
        "centre": groupe.centre.code,
        "groupe": str(groupe.pk),
        "date": today().strftime("%d/%m/%Y"),
        **fields,
    }


def without_tokens(response):
    """The bytes of an answer, but for what is new in each: the tokens of the form."""
    return TOKENS.sub("", response.content.decode())


def people():
    return Beneficiaire.objects.count()
