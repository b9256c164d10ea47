"""Who gets what, address by address: the declared table that `test_access.py` holds the project against.

Statuses stand in the order of `access_world.ROLES`: anonyme, officiel, aicha (manager of the centre that
the objects belong to), brahim (manager of another centre), salem (manager without any assignment),
coordination, ferme (closed account with its session still open). 401: sign in first; 403: the account may
know that the address exists; 404: for this account the row does not exist; 405: no such method. HEAD
answers as GET. The administration is in `access_admin.py`.
"""

from dataclasses import dataclass

from tests.access_world import ROLES

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NONE = "405 405 405 405 405 405 405"


@dataclass(frozen=True)
class Line:
    """An address: the objects in it (`names`), and by method the status of each role."""

    names: str
    statuses: dict
    json: bool = False

    def of(self, method, role):
        return int(self.statuses[method].split()[ROLES.index(role)])


def page(get, names="", **others):
    """A page behind the sign-in: reading sends there, writing is answered by it; no method but those
    named."""
    usual = {"POST": "401 405 405 405 405 405 401", "PUT": NONE, "PATCH": NONE, "DELETE": NONE}
    usual["OPTIONS"] = "302 405 405 405 405 405 302"
    return Line(names, {**usual, "GET": get, "HEAD": get, **others})


def public(get, **others):
    """An address that a stranger may open."""
    return Line("", {**dict.fromkeys(METHODS, NONE), "GET": get, "HEAD": get, **others})


def endpoint(
    get, names="", nobody="401 405 405 405 405 405 401", options="401 200 200 200 200 200 401", **others
):
    """An address of the API; `nobody`: the answer to a method that it does not have."""
    return Line(
        names, {**dict.fromkeys(METHODS, nobody), "OPTIONS": options, "GET": get, "HEAD": get, **others}, True
    )


def people(get, names="", **others):
    """An endpoint about people: an official is refused before anything is looked up."""
    return endpoint(
        get, names, nobody="401 403 405 405 405 405 401", options="401 403 200 200 200 200 401", **others
    )


# A form about a person, sent empty: refused as incomplete where the person is seen, and never a 500.
OWN = "302 404 200 404 404 200 302"
# Pages of the coordination: the others may know that they exist.
DESK = "302 403 403 403 403 200 302"
OWN_EMPTY = "401 404 422 404 404 422 401"
ALL = "302 200 200 200 200 200 302"

PAGES = {
    "accueil": page("302 302 302 302 302 200 302"),
    "sante": public("200 200 200 200 200 200 200"),
    "connexion": public("200 302 302 302 302 302 200", POST="200 200 200 200 200 200 200"),
    "deconnexion": public("302 302 302 302 302 302 302", POST="302 302 302 302 302 302 302"),
    "langue": public(NONE, POST="400 400 400 400 400 400 400"),
    "mot-de-passe": page(ALL, POST="401 200 200 200 200 200 401"),
    "centres": page(ALL),
    "centre": page("302 200 200 404 404 200 302", "centre1"),
    "beneficiaires": page("302 403 200 200 200 200 302"),
    "beneficiaire": page(OWN, "personne1"),
    "beneficiaire-modifier": page(OWN, "personne1", POST=OWN_EMPTY),
    "beneficiaire-historique": page(OWN, "personne1"),
    "beneficiaire-sensible": page("302 405 405 405 405 405 302", "personne1", POST=OWN_EMPTY),
    "tuteur-ajouter": page(OWN, "personne1", POST=OWN_EMPTY),
    "tuteur-modifier": page(OWN, "personne1 tuteur1", POST=OWN_EMPTY),
    "inscription-recherche": page("302 403 200 200 200 200 302"),
    # Without a centre in the address: that of a manager who has one only, else none.
    "inscription-nouvelle": page("302 403 200 200 404 404 302", POST="401 403 422 422 404 404 401"),
    "inscription-existante": page(
        "302 404 200 404 404 404 302", "personne1", POST="401 404 422 404 404 404 401"
    ),
    "doublons": page(DESK),
    "doublon": page(DESK, "paire", POST="401 403 403 403 403 422 401"),
    "doublon-fusion": page(DESK, "paire", POST="401 403 403 403 403 422 401"),
    "fusion-annuler": page(DESK, "fusion", POST="401 403 403 403 403 422 401"),
    "inscription-ressemblances": page("302 405 405 405 405 405 302", POST="401 403 200 200 404 404 401"),
    "inscription": page(OWN, "inscription1"),
    "inscription-statut": page(OWN, "inscription1", POST=OWN_EMPTY),
    "verifications": page("302 403 200 200 200 200 302"),
    "verification": page(OWN, "demande1", POST="401 404 403 404 404 422 401"),
    "verification-inscrire": page(OWN, "confirmee1", POST=OWN_EMPTY),
    "statistiques": page(ALL),
    "statistiques-xlsx": page(ALL),
    "statistiques-csv": page(ALL),
}

API_ALL = "401 200 200 200 200 200 401"
API = {
    "api-schema": endpoint(API_ALL),
    "api-statistiques": endpoint(API_ALL),
    "api-centre-list": endpoint(API_ALL),
    "api-centre-detail": endpoint("401 200 200 404 404 200 401", "centre1"),
    "api-groupe-list": endpoint(API_ALL),
    "api-groupe-detail": endpoint("401 200 200 404 404 200 401", "groupe1"),
    "api-beneficiaire-list": people("401 403 200 200 200 200 401", POST="401 403 400 400 400 400 401"),
    "api-beneficiaire-detail": people(
        "401 403 200 404 404 200 401", "personne1", PATCH="401 403 428 404 404 428 401"
    ),
    "api-beneficiaire-tuteurs": people(
        "401 403 200 404 404 200 401", "personne1", POST="401 403 400 404 404 400 401"
    ),
    "api-beneficiaire-tuteur": people(
        "401 403 405 405 405 405 401", "personne1 tuteur1", PATCH="401 403 428 404 404 428 401"
    ),
    "api-inscription-list": people("401 403 200 200 200 200 401", POST="401 403 400 400 400 400 401"),
    "api-inscription-detail": people("401 403 200 404 404 200 401", "inscription1"),
    "api-inscription-statut": people(
        "401 403 405 405 405 405 401", "inscription1", POST="401 403 428 404 404 428 401"
    ),
}
