"""Requests that really write, and what each role gets for them.

Each must have written for those who may, and must leave the database as it was for the others.
"""

from tests.access_cases import post
from tests.access_table import OWN_EMPTY

ENROL = {"centre": "CEF-01", "groupe": "@groupe1", "date": "@jour"}
CONFIRMED = {"version": "@confirmee1.version"}
DESK_WRITES = "401 403 403 403 403 302 401"
PAIR = {
    "version": "@paire.version",
    "version_a": "@ancien1.version",
    "version_b": "@ancien2.version",
}
NEW = {"prenom_fr": "Nouvelle", "sexe": "F", "naissance": "2005"}
KNOWN = {"prenom_fr": "@personne2.prenom_fr", "nom_fr": "@personne2.nom_fr", "naissance": "@naissance2"}
ANSWER = {
    "etat": "MEME",
    "reponse": "vu",
    "version": "1",
    "candidat": "@ancien2.pk",
    "version_fiche": "@ancien2.version",
}
EDIT = {"prenom_fr": "Autrement", "nom_fr": "Nommee"}
GUARDIAN = {"prenom_fr": "Autrement", "lien": "MERE"}

# Requests that succeed for those who may: each of them must have written, and a refused one must not.
WRITE = [
    post("doublon", "paire", DESK_WRITES, {**PAIR, "decision": "DIFFERENTS"}),
    post("doublon", "paire", DESK_WRITES, {**PAIR, "decision": "PLUS_TARD"}),
    post("doublon-fusion", "paire", DESK_WRITES, {**PAIR, "garde": "a"}),
    post("fusion-annuler", "fusion", DESK_WRITES, {"version": "@fusion.version"}),
    post(
        "beneficiaire-modifier",
        "personne1",
        "401 404 302 404 404 302 401",
        {**EDIT, "version": "@personne1.version"},
    ),
    post(
        "beneficiaire-modifier",
        "partage",
        "401 404 302 302 404 302 401",
        {**EDIT, "version": "@partage.version"},
    ),
    post("tuteur-ajouter", "personne1", "401 404 302 404 404 302 401", GUARDIAN),
    post(
        "tuteur-modifier",
        "enfant1 autre_tuteur1",
        "401 404 302 404 404 302 401",
        {**GUARDIAN, "version": "1"},
    ),
    post(
        "tuteur-modifier",
        "personne1 autre_tuteur2",
        "401 404 404 404 404 404 401",
        {**GUARDIAN, "version": "1"},
    ),
    post("inscription-existante", "ancien1", "401 404 302 404 404 302 401", ENROL),
    post("inscription-existante", "ancien1", "401 404 422 404 404 422 401", {**ENROL, "groupe": "@groupe2"}),
    post(
        "inscription-existante",
        "ancien1",
        "401 404 404 404 404 302 401",
        {
            **ENROL,
            "centre": "CEF-02",
            "groupe": "@groupe2",
        },
    ),
    post("inscription-existante", "personne2", "401 404 404 404 404 302 401", ENROL),
    post("inscription-nouvelle", "", "401 403 302 404 404 302 401", {**NEW, **ENROL}),
    post("inscription-nouvelle", "", "401 403 422 404 404 422 401", {**NEW, **ENROL, "groupe": "@groupe2"}),
    post(
        "inscription-statut",
        "inscription1",
        "401 404 302 404 404 302 401",
        {
            "vers": "SUSPENDU",
            "effectif_le": "@jour",
            "version": "@inscription1.version",
        },
    ),
    post(
        "inscription-statut",
        "partagee2",
        "401 404 404 302 404 302 401",
        {
            "vers": "ACTIF",
            "effectif_le": "@jour",
            "version": "@partagee2.version",
        },
    ),
    # Asked about a person of another centre: her own manager and the coordination see her, and ask nothing.
    post("inscription-nouvelle", "", "401 403 302 404 404 422 401", {**KNOWN, **ENROL, "verifier": "1"}),
    post("inscription-nouvelle", "", "401 403 302 404 404 302 401", {**KNOWN, **ENROL, "malgre": "autre"}),
    post("verification", "demande1", "401 404 403 404 404 302 401", ANSWER),
    post("verification-inscrire", "confirmee1", "401 404 302 404 404 302 401", {**ENROL, **CONFIRMED}),
    post(
        "verification-inscrire",
        "confirmee1",
        "401 404 422 404 404 422 401",
        {**ENROL, **CONFIRMED, "groupe": "@groupe2"},
    ),
    post("beneficiaire-sensible", "personne1", "401 404 200 404 404 200 401", {"motif": "SUIVI"}),
    post("beneficiaire-sensible", "partage", "401 404 200 200 404 200 401", {"motif": "SUIVI"}),
    post("beneficiaire-sensible", "personne1", OWN_EMPTY, {"motif": "CURIOSITE"}),
    post(
        "api-beneficiaire-list",
        "",
        "401 403 201 400 400 201 401",
        {**NEW, "inscription": {"groupe": "@groupe1"}},
    ),
    post(
        "api-beneficiaire-list",
        "",
        "401 403 403 400 400 201 401",
        {
            **NEW,
            "inscription": {"groupe": "@groupe1", "derogation_age": "décision"},
        },
    ),
    post(
        "api-beneficiaire-detail",
        "personne1",
        "401 403 200 404 404 200 401",
        EDIT,
        "PATCH",
        headers={
            "If-Match": "@personne1.version",
        },
    ),
    post("api-beneficiaire-tuteurs", "personne1", "401 403 201 404 404 201 401", GUARDIAN),
    post(
        "api-beneficiaire-tuteur",
        "enfant1 autre_tuteur1",
        "401 403 200 404 404 200 401",
        GUARDIAN,
        "PATCH",
        headers={
            "If-Match": "1",
        },
    ),
    post(
        "api-beneficiaire-tuteur",
        "personne1 autre_tuteur2",
        "401 403 404 404 404 404 401",
        GUARDIAN,
        "PATCH",
        headers={
            "If-Match": "1",
        },
    ),
    post(
        "api-inscription-list",
        "",
        "401 403 201 400 400 201 401",
        {"beneficiaire": "@ancien1", "groupe": "@groupe1"},
    ),
    post(
        "api-inscription-list",
        "",
        "401 403 400 400 400 201 401",
        {"beneficiaire": "@ancien1", "groupe": "@groupe2"},
    ),
    post(
        "api-inscription-list",
        "",
        "401 403 400 400 400 201 401",
        {"beneficiaire": "@personne2", "groupe": "@groupe1"},
    ),
    post(
        "api-inscription-statut",
        "inscription1",
        "401 403 200 404 404 200 401",
        {"vers": "SUSPENDU"},
        headers={
            "If-Match": "@inscription1.version",
        },
    ),
    post(
        "api-inscription-statut",
        "partagee2",
        "401 403 404 200 404 200 401",
        {"vers": "ACTIF"},
        headers={
            "If-Match": "@partagee2.version",
        },
    ),
]
