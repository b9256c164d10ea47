"""The administration, page by page and action by action: for the coordination alone.

A stranger is sent to sign in, any other account gets 403, by every method and without a word of what the
page holds. The table says what the coordination gets for reading, then for a form sent empty: 200 or 422
shown again, 302 on to another page, 403 rows of this kind are not added, changed or deleted, 409 other
rows depend on it, 428 the form names no version.
"""

from tests.access_cases import get, post
from tests.access_table import METHODS, Line


def desk(read, write, names=""):
    """A page of the administration: the coordination's answers to reading and to an empty form."""
    statuses = dict.fromkeys(METHODS, "401 403 403 403 403 405 401")
    # Who is not signed in meets the sign-in page, which has no other method than its own.
    statuses |= dict.fromkeys(("PUT", "PATCH", "DELETE"), "405 403 403 403 403 405 405")
    statuses["OPTIONS"] = "302 403 403 403 403 405 302"
    statuses |= dict.fromkeys(("GET", "HEAD"), f"302 403 403 403 403 {read} 302")
    return Line(names, {**statuses, "POST": f"401 403 403 403 403 {write} 401"})


LIST, ADD, NO_ADD = {"changelist": (200, 200)}, {"add": (200, 200)}, {"add": (403, 403)}
FORM, LOOK = {"change": (200, 200)}, {"change": (200, 403)}
HELD, DELETE, NO_DELETE = {"delete": (200, 409)}, {"delete": (200, 428)}, {"delete": (403, 403)}
HISTORY = {"history": (200, 200)}
FILES = {"import": (200, 422), "process_import": (405, 302), "export": (200, 422)}
EDITED = {**LIST, **ADD, **FORM, **HISTORY}
SHOWN = {**LIST, **NO_ADD, **LOOK, **NO_DELETE, **HISTORY}
# Pages that are about the table, not about a row of it.
OF_TABLE = {"changelist", "add", *FILES}

# model: (an object of it, its pages, its actions)
MODELS = {
    "personnel_agent": ("agent1", {**EDITED, **HELD, **FILES}, ["exporter_la_selection"]),
    "personnel_compte": (
        "compte_aicha",
        {**EDITED, **NO_DELETE, "mot-de-passe": (200, 422), "deverrouiller": (200, 428)},
        [],
    ),
    "personnel_jeton": (
        "jeton_aicha",
        {**LIST, "add": (200, 422), **LOOK, **NO_DELETE, **HISTORY, "revoquer": (200, 428)},
        [],
    ),
    "personnel_journal": ("journal", {**SHOWN, "change": (200, 200)}, []),
    "personnel_consultation": ("consultation", SHOWN, []),
    "centres_centre": ("centre1", {**EDITED, **HELD, **FILES}, ["exporter_la_selection"]),
    "centres_capaciteautorisee": ("capacite", {**EDITED, **DELETE}, []),
    "centres_groupe": (
        "groupe1",
        {**EDITED, **HELD, **FILES, "derogation": (200, 422)},
        ["exporter_la_selection", "fermer"],
    ),
    "centres_filiere": ("filiere", {**EDITED, **HELD, **FILES}, ["exporter_la_selection"]),
    "centres_derogationgroupe": ("derogation", {**SHOWN, "clore": (200, 428)}, []),
    "centres_affectation": ("affectation1", {**EDITED, **NO_DELETE}, ["clore"]),
    "centres_anneescolaire": ("annee_scolaire", {**EDITED, **HELD}, []),
    "centres_joursansclasse": ("conge", {**EDITED, **DELETE}, []),
    "centres_commune": ("commune", SHOWN, []),
    "centres_province": ("province", SHOWN, []),
    "beneficiaires_beneficiaire": ("pk_personne1", {**LIST, **NO_ADD, **FORM, **NO_DELETE, **HISTORY}, []),
    "beneficiaires_inscription": ("inscription1", SHOWN, []),
}

ADMIN = {
    "admin:index": desk(200, 200),
    "admin:jsi18n": desk(200, 405),
    "admin:autocomplete": desk(403, 405),  # without the field that it completes
    "admin:app_list": desk(200, 200, "centres"),
    "administration/(?P<url>.*)$": desk(404, 404, "nulle-part"),
}
for _model, (_row, _pages, _actions) in MODELS.items():
    for _page, (_read, _write) in _pages.items():
        ADMIN[f"admin:{_model}_{_page}"] = desk(_read, _write, "" if _page in OF_TABLE else _row)
    ADMIN[f"administration/{_model.replace('_', '/')}/<path:object_id>/"] = desk(302, 302, _row)

DESK = "302 403 403 403 403 200 302"
# What the desk can be asked beyond its pages: completion, searches, filters, files, actions.
ASKED = [
    *get(
        "admin:autocomplete",
        "",
        DESK,
        "app_label=centres&model_name=groupe&field_name=centre&term=Qods",
        "app_label=centres&model_name=affectation&field_name=agent&term=Canari",
    ),
    *get("admin:beneficiaires_beneficiaire_changelist", "", DESK, "q=Canari", "q=Canariqods"),
    *get("admin:beneficiaires_inscription_changelist", "", DESK, "q=Canari", "annee__id__exact=1"),
    *get("admin:centres_centre_changelist", "", DESK, "q=Qods"),
    *[
        post(
            f"admin:{model}_changelist",
            "",
            "401 403 403 403 403 200 401",
            {
                "action": action,
                "_selected_action": [f"@{row}"],
            },
        )
        for model, (row, _pages, actions) in MODELS.items()
        for action in actions
    ],
]
