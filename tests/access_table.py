"""Who gets what, address by address: the declared table that `test_access.py` holds the project against.

Roles: `anonyme`; `officiel`; `aicha`, manager of the centre that the objects belong to; `brahim`, manager of another
centre; `salem`, manager without any assignment; `coordination`. A line gives the status of each for GET and for POST.
403: the account may know that the address exists; 404: for this account the row does not exist; 405: no such method.
"""

from dataclasses import dataclass

ROLES = ("anonyme", "officiel", "aicha", "brahim", "salem", "coordination")


@dataclass(frozen=True)
class Line:
    """`get` and `post`: status by role, in the order of ROLES. `args`: what the address needs, from the region."""

    get: tuple
    post: tuple = (302, 405, 405, 405, 405, 405)
    args: str = ""


# Objects are those of Aicha's centre.
OPEN = Line((200,) * 6, (405,) * 6)
PERSON = Line((302, 404, 200, 404, 404, 200), args="personne")
# Without a version and a form: refused as incomplete, or shown again; never a 500.
PERSON_FORM = Line((302, 404, 200, 404, 404, 200), (401, 404, 422, 404, 404, 422), args="personne")

PAGES = {
    "accueil": Line((302, 302, 302, 302, 302, 200)),
    "sante": OPEN,
    "connexion": Line((200, 302, 302, 302, 302, 302), (200, 302, 302, 302, 302, 302)),
    "deconnexion": Line((405, 405, 405, 405, 405, 405), (302,) * 6),
    "langue": Line((405,) * 6, (302,) * 6),
    "mot-de-passe": Line((302, 200, 200, 200, 200, 200), (401, 422, 422, 422, 422, 422)),
    "centres": Line((302, 200, 200, 200, 200, 200)),
    "centre": Line((302, 200, 200, 404, 404, 200), args="centre"),
    "beneficiaires": Line((302, 403, 200, 200, 200, 200)),
    "beneficiaire": PERSON,
    "beneficiaire-modifier": PERSON_FORM,
    "beneficiaire-historique": PERSON,
    "beneficiaire-sensible": Line((302, 405, 405, 405, 405, 405), (401, 404, 422, 404, 404, 422), args="personne"),
    "tuteur-ajouter": PERSON_FORM,
    "tuteur-modifier": Line((302, 404, 200, 404, 404, 200), (401, 404, 422, 404, 404, 422), args="personne tuteur"),
    "inscription-recherche": Line((302, 403, 200, 200, 200, 200)),
    "inscription-nouvelle": Line((302, 403, 200, 200, 404, 404), (401, 403, 422, 422, 404, 404)),
    "inscription-existante": PERSON_FORM,
    "inscription": Line((302, 404, 200, 404, 404, 200), args="inscription"),
    "inscription-statut": Line((302, 404, 200, 404, 404, 200), (401, 404, 422, 404, 404, 422), args="inscription"),
    "statistiques": Line((302, 200, 200, 200, 200, 200)),
}
