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
# Family situation and orphans: words by sex, the last one as the form writes them.
CIVIL = {
    "CELIBATAIRE": [pgettext_lazy("female", "Single"), pgettext_lazy("male", "Single"), _("Single")],
    "MARIE": [pgettext_lazy("female", "Married"), pgettext_lazy("male", "Married"), _("Married")],
    "DIVORCE": [pgettext_lazy("female", "Divorced"), pgettext_lazy("male", "Divorced"), _("Divorced")],
    "VEUF": [pgettext_lazy("female", "Widowed"), pgettext_lazy("male", "Widowed"), _("Widowed")],
    "NON": [
        pgettext_lazy("female", "Not an orphan"),
        pgettext_lazy("male", "Not an orphan"),
        _("Not an orphan"),
    ],
    "PERE": [
        pgettext_lazy("female", "Orphan of father"),
        pgettext_lazy("male", "Orphan of father"),
        _("Orphan of father"),
    ],
    "MERE": [
        pgettext_lazy("female", "Orphan of mother"),
        pgettext_lazy("male", "Orphan of mother"),
        _("Orphan of mother"),
    ],
    "DEUX": [
        pgettext_lazy("female", "Orphan of both"),
        pgettext_lazy("male", "Orphan of both"),
        _("Orphan of both"),
    ],
}
SEXES = {"F": 0, "M": 1}


def status(code, sexe=None, type=None):
    """(tone, icon, words) of a status code; an unknown code shows itself."""
    code = str(code)
    tone, icon, words = STATUSES.get(code, ("", "circle-dashed", [code] * 3))
    if code == "ACTIF" and str(type) == "DAR_MOUATINE":
        words = REGISTERED
    return tone, icon, words[SEXES.get(str(sexe), 2)]


def civil(code, sexe=None):
    """A family situation or the state of an orphan, in the gender of the person; an unknown code shows
    itself."""
    code = str(code)
    return CIVIL[code][SEXES.get(str(sexe), 2)] if code in CIVIL else code
