"""Words that go with a shape: statuses in the gender of the person, kinds of institution with their patterns.

Codes are written out here, because this package knows no app; a test holds them against the models.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PATTERNS = {
    "FORMATION": "p-cef",
    "ALPHABETISATION": "p-lit",
    "JARDIN": "p-kid",
    "DAR_TALIB": "p-dt",
    "HANDICAP": "p-han",
    "DAR_MOUATINE": "p-dm",
}

# code -> (tone, icon, words); words by sex: female, male, not known.
STATUSES = {
    "ATTENTE": ("warn", "half", [_("Waiting")] * 3),
    "ACTIF": (
        "good",
        "disc",
        [
            pgettext_lazy("female", "Current beneficiary"),
            pgettext_lazy("male", "Current beneficiary"),
            pgettext_lazy("sex not known", "Current beneficiary"),
        ],
    ),
    "SUSPENDU": (
        "",
        "player-pause",
        [
            pgettext_lazy("female", "Suspended"),
            pgettext_lazy("male", "Suspended"),
            pgettext_lazy("sex not known", "Suspended"),
        ],
    ),
    "ACHEVE": (
        "ocean",
        "check",
        [
            pgettext_lazy("female", "Completed"),
            pgettext_lazy("male", "Completed"),
            pgettext_lazy("sex not known", "Completed"),
        ],
    ),
    "ABANDON": (
        "bad",
        "x",
        [
            pgettext_lazy("female", "Dropped out"),
            pgettext_lazy("male", "Dropped out"),
            pgettext_lazy("sex not known", "Dropped out"),
        ],
    ),
    "TRANSFERE": (
        "ocean",
        "arrows-exchange",
        [
            pgettext_lazy("female", "Transferred"),
            pgettext_lazy("male", "Transferred"),
            pgettext_lazy("sex not known", "Transferred"),
        ],
    ),
    "ANNULE": ("", "ban", [_("Cancelled")] * 3),
    # institutions and groups
    "PREVU": ("draft", "circle-dashed", [_("Planned")] * 3),
    "OUVERT": ("good", "disc", [_("Open")] * 3),
    "FERME_TEMPORAIREMENT": ("warn", "player-pause", [_("Temporarily closed")] * 3),
    "FERME": ("", "ban", [_("Closed")] * 3),
    "COMPLET": ("warn", "ban", [_("Full")] * 3),
    # figures
    "VALIDE": ("good", "circle-check", [_("Validated")] * 3),
    "PROVISOIRE": ("draft", "circle-dashed", [_("Provisional")] * 3),
    "EN_RETARD": ("warn", "clock", [_("Overdue")] * 3),
}
REGISTERED = [
    pgettext_lazy("female", "Registered in an activity"),
    pgettext_lazy("male", "Registered in an activity"),
    pgettext_lazy("sex not known", "Registered in an activity"),
]
SEXES = {"F": 0, "M": 1}


def status(code, sexe=None, type=None):
    """(tone, icon, words) of a status code; an unknown code shows itself."""
    code = str(code)
    tone, icon, words = STATUSES.get(code, ("", "circle-dashed", [code] * 3))
    if code == "ACTIF" and str(type) == "DAR_MOUATINE":
        words = REGISTERED
    return tone, icon, words[SEXES.get(str(sexe), 2)]
