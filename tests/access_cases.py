"""Beyond the table: addresses with queries, and the rows that two centres share.

A case is one request of all roles, with the status of each. `absent`: what must not be in the answer to a
role beside the canaries; `to`: where its redirect leads. In bodies, @name is the key of an object,
@name.version its attribute.
"""

from dataclasses import dataclass, field

from tests.access_table import DESK, OWN


@dataclass(frozen=True)
class Case:
    route: str
    names: str
    statuses: str
    query: str = ""
    method: str = "GET"
    body: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    absent: dict = field(default_factory=dict)
    to: dict = field(default_factory=dict)


def get(route, names, statuses, *queries, **more):
    return [Case(route, names, statuses, query, **more) for query in queries or [""]]


SHARED = "302 404 200 200 404 200 302"
NOBODY = "302 404 404 404 404 404 302"
NOBODY_ENROLS = "302 403 404 404 404 404 302"
LIST = "302 403 200 200 200 200 302"
DESK_NOBODY = "302 403 403 403 403 404 302"
API_LIST = "401 403 200 200 200 200 401"
OF_BRAHIM = "401 403 400 200 400 200 401"

READ = [
    *get(
        "accueil",
        "",
        "302 302 302 302 302 200 302",
        to={
            "anonyme": "connexion",
            "officiel": "statistiques",
            "aicha": "centre centre1",
            "brahim": "centre centre2",
            "salem": "centres",
            "ferme": "connexion",
        },
    ),
    # One person of both centres, one guardian of children in both.
    *get("beneficiaire", "partage", SHARED),
    *get("beneficiaire-modifier", "partage", SHARED),
    *get("beneficiaire-historique", "partage", SHARED),
    *get("tuteur-ajouter", "partage", SHARED),
    *get("tuteur-modifier", "partage tuteur_commun", SHARED),
    *get("beneficiaire", "enfant1", OWN),
    *get("tuteur-modifier", "enfant1 tuteur_commun", OWN),
    *get("inscription", "partagee1", OWN),
    *get("inscription-statut", "partagee1", OWN),
    *get("inscription", "partagee2", "302 404 404 200 404 200 302"),
    *get("inscription-statut", "partagee2", "302 404 404 200 404 200 302"),
    *get("api-beneficiaire-detail", "partage", "401 403 200 200 404 200 401"),
    *get("api-beneficiaire-tuteurs", "partage", "401 403 200 200 404 200 401"),
    # The right child of the wrong parent, rows that nobody has.
    *get("tuteur-modifier", "personne1 autre_tuteur2", NOBODY),
    *get("tuteur-modifier", "partage autre_tuteur1", NOBODY),
    *get("beneficiaire", "personne_inconnue", NOBODY),
    *get("inscription", "inconnu", NOBODY),
    *get("centre", "inconnu", "302 404 404 404 404 404 302"),
    *get("centre", "classe", "302 200 404 404 404 200 302"),
    # Lists, searched and filtered for what lies elsewhere.
    *get(
        "beneficiaires",
        "",
        LIST,
        "q=Canari",
        "q=Canariqods",
        "q=كناريقدس",
        "q=JF48211",
        "q=0661000041",
        "q={personne1}",
        "q=Canaritiers",
        "centre=CEF-01",
        "groupe={groupe1}",
        "groupe={autre_groupe2}",
        "annee={annee}",
        "sexe=F",
        "fiche=incomplete",
        "page=fin",
        "statut=ACTIF&centre=CEF-01",
        "q=Canari&centre=CEF-02",
    ),
    *get(
        "beneficiaires", "", LIST, "statut=SUSPENDU", "statut=SUSPENDU&sexe=F", absent={"aicha": ("partage",)}
    ),
    *get("beneficiaires", "", LIST, "statut=ACTIF", absent={"brahim": ("partage",)}),
    # Where a stranger stands in the order of names is nobody's business.
    *get("beneficiaires", "", "302 403 200 404 404 200 302", "apres={personne1}", "avant={personne1}"),
    *get(
        "centres",
        "",
        "302 200 200 200 200 200 302",
        "q=Qods",
        "q=Canariclasse",
        "type=ALPHABETISATION",
        "note=oui",
    ),
    *get(
        "inscription-recherche", "", "302 403 200 404 404 200 302", "centre=CEF-01", "centre=CEF-01&q=Canari"
    ),
    *get("inscription-recherche", "", LIST, "q=Canari", "q=Canariqods", "q={partage}", "q=JF48212"),
    *get("inscription-nouvelle", "", "302 403 200 404 404 200 302", "centre=CEF-01", "centre=CEF-01&q=Amina"),
    *get("inscription-nouvelle", "", NOBODY_ENROLS, "centre=CEF-01&verification={demande1}"),
    *get("inscription-nouvelle", "", NOBODY_ENROLS, "centre=CEF-01&verification={confirmee2}"),
    *get("inscription-nouvelle", "", NOBODY_ENROLS, "centre=CEF-02&verification={refusee1}"),
    *get("inscription-nouvelle", "", "302 403 200 404 404 200 302", "centre=CEF-01&verification={refusee1}"),
    *get(
        "doublons", "", DESK, "voir=certains", "voir=reportes", "centre=CEF-01", "page=fin", "apres={paire}"
    ),
    *get("doublons", "", DESK, "avant={paire}", "voir=x", "centre=x", "x=1"),
    *get("doublon", "paire", DESK, "voir=probables&centre=CEF-02", "voir=x"),
    *get("doublon", "inconnu", DESK_NOBODY),
    *get("doublon-fusion", "paire", DESK, "telephone=b&voir=probables", "telephone=x"),
    *get("doublon-fusion", "inconnu", DESK_NOBODY),
    *get("fusion-annuler", "inconnu", DESK_NOBODY),
    # One of two files that look alike; one that unites two: both are told to the coordination.
    *get("beneficiaire", "ancien1", OWN),
    *get("beneficiaire", "ancien2", "302 404 404 200 404 200 302"),
    *get("beneficiaire", "gardee1", OWN),
    *[
        case
        for route in ("beneficiaire", "beneficiaire-modifier", "beneficiaire-historique")
        for case in get(
            route,
            "numero_fondu1",
            "302 404 302 404 404 302 302",
            to=dict.fromkeys(("aicha", "coordination"), f"{route} gardee1"),
        )
    ],
    *get("inscription-existante", "numero_fondu1", "302 404 302 404 404 302 302", "centre=CEF-01"),
    *get("api-beneficiaire-detail", "numero_fondu1", "401 403 200 404 404 200 401"),
    *get("api-beneficiaire-tuteurs", "numero_fondu1", "401 403 200 404 404 200 401"),
    *get("api-beneficiaire-list", "", API_LIST, "q={numero_fondu1}"),
    *get("beneficiaires", "", LIST, "q={numero_fondu1}"),
    *get("inscription-recherche", "", LIST, "q={numero_fondu1}"),
    *get("verifications", "", LIST, "voir=repondues", "page=fin", "voir=x"),
    *get("verifications", "", "302 403 200 404 404 200 302", "apres={demande1}"),
    *get("verification", "demande2", "302 404 404 200 404 200 302"),
    # Her file is not open to the centre yet: it is offered to enrol her, no link leads there.
    *get("verification", "confirmee1", OWN, absent={"aicha": ("reconnue2",)}),
    *get("verification", "refusee1", OWN),
    *get("verification", "demande1", OWN, "avec={personne2}"),
    *get("verification", "inconnu", NOBODY),
    *get("verification-inscrire", "confirmee2", "302 404 404 200 404 200 302"),
    *get("verification-inscrire", "demande1", NOBODY),
    *get("verification-inscrire", "refusee1", NOBODY),
    *get("inscription-existante", "personne1", OWN, "centre=CEF-01"),
    *get(
        "inscription-existante", "personne1", "302 404 404 404 404 200 302", "centre=CEF-02", "centre=ALF-09"
    ),
    *get("inscription-existante", "partage", "302 404 200 404 404 200 302", "centre=CEF-01"),
    *get("statistiques", "", "302 200 200 200 200 200 302", "type=FORMATION", "province=11.321"),
    *get("statistiques-csv", "", "302 200 200 200 200 200 302", "type=ALPHABETISATION"),
    *get("connexion", "", "200 302 302 302 302 302 200", "next=/beneficiaires/{personne1}/"),
    *get(
        "api-beneficiaire-list",
        "",
        API_LIST,
        "q=Canari",
        "q=Canariqods",
        "q={personne1}",
        "q=JF48211",
        "fiche=incomplete",
    ),
    *get("api-beneficiaire-list", "", API_LIST, "statut=SUSPENDU", absent={"aicha": ("partage",)}),
    *get("api-beneficiaire-list", "", OF_BRAHIM, "centre=CEF-02", "groupe={groupe2}"),
    *get("api-inscription-list", "", API_LIST, "statut=SUSPENDU"),
    *get(
        "api-inscription-list",
        "",
        "401 403 200 200 400 200 401",
        "beneficiaire={partage}",
        "beneficiaire={partage}&statut=ANNULE",
    ),
    *get(
        "api-inscription-list", "", OF_BRAHIM, "centre=CEF-02", "groupe={groupe2}", "beneficiaire={personne2}"
    ),
    *get("api-groupe-list", "", "401 200 400 200 400 200 401", "centre=CEF-02"),
    *get("api-groupe-list", "", "401 200 200 200 200 200 401", "type=FORMATION", "page_size=1"),
    *get("api-centre-list", "", "401 200 200 200 200 200 401", "q=Qods", "type=ALPHABETISATION"),
    *get("api-centre-list", "", "401 400 200 200 200 200 401", "places=libres"),
    *get("api-statistiques", "", "401 200 200 200 200 200 401", "type=FORMATION"),
]


def post(route, names, statuses, body, method="POST", **more):
    return Case(route, names, statuses, method=method, body=body, **more)


# Two people whom one centre each knows, typed by the other: told that there is one, and nothing else.
def _typed(suffix, **more):
    return {
        "prenom_fr": f"@personne{suffix}.prenom_fr",
        "nom_fr": f"@personne{suffix}.nom_fr",
        "naissance": f"@naissance{suffix}",
        "sexe": "F",
        "date": "@jour",
        **more,
    }


_AT_WAHDA = {"centre": "CEF-01", "groupe": "@groupe1"}
_API_TYPED = {name: value for name, value in _typed("2").items() if name in ("prenom_fr", "nom_fr", "sexe")}
READ += [
    post("inscription-nouvelle", "", "401 403 422 404 404 422 401", _typed("2", **_AT_WAHDA)),
    post("inscription-nouvelle", "", "401 403 422 404 404 422 401", _typed("1", **_AT_WAHDA)),
    post("inscription-ressemblances", "", "401 403 200 404 404 200 401", _typed("2", **_AT_WAHDA)),
    post("inscription-ressemblances", "", "401 403 200 404 404 200 401", _typed("1", **_AT_WAHDA)),
    post(
        "api-beneficiaire-list",
        "",
        "401 403 409 400 400 409 401",
        {**_API_TYPED, "naissance": "@iso2", "inscription": {"groupe": "@groupe1"}},
    ),
]
