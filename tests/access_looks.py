"""What a form, a desk or an import offers to an account, whatever was checked before it was opened.

The values are written out. Where only the coordination comes, this shows that the second guard holds by
itself.
"""

from types import SimpleNamespace

from django.contrib import admin
from django.http import Http404, QueryDict

from beneficiaires.forms.inscription import CentreForm, PlaceForm
from beneficiaires.models import Inscription
from beneficiaires.views.doublon import une_paire
from beneficiaires.views.file import File
from beneficiaires.views.fusion import une_fusion
from centres.imports import CentreResource
from personnel.models import Compte, Consultation, Jeton, Journal
from personnel.templatetags.journal import latest_operations
from statistiques.views.accueil import _desk


def _groups(world, account):
    objects = world.objects
    form = PlaceForm(compte=account, centre=objects["centre1"], annee=world.region.annee)
    return sorted(group.nom_fr for group in form.fields["groupe"].queryset)


def _centres(world, account):
    return [centre.code for centre in CentreForm(compte=account).fields["centre"].queryset]


def _desk_of(world, account):
    desk = _desk(account)
    counts = [desk[name] for name in ("depassement", "complets", "notes", "incompletes", "verifications")]
    return [*counts, desk["paires"] > 0, *sorted({row.centre.code for row in desk["dernieres"]})]


def _registered(world, account):
    """What the lists of the administration would hold for this account, if it came there: the canaries in
    them."""
    role = next(name for name, found in world.accounts.items() if found == account)
    request = SimpleNamespace(user=account, GET={})
    found = []
    for model, desk in admin.site._registry.items():
        if hasattr(model._default_manager, "visible_to"):
            rows = " ".join(f"{value}" for row in desk.get_queryset(request).values_list() for value in row)
            found += [f"{model.__name__} {text}" for text in sorted(world.forbidden(role)) if text in rows]
    return found


def _accounts_of(world, account):
    """How many accounts, tokens, entries of the journal and readings of sensitive data."""
    request = SimpleNamespace(user=account, GET={})
    return [
        admin.site._registry[m].get_queryset(request).count() for m in (Compte, Jeton, Journal, Consultation)
    ]


def _searched(world, account):
    """Whose enrolments the search of the administration would find."""
    request = SimpleNamespace(user=account, GET={})
    desk, everything = admin.site._registry[Inscription], Inscription.objects.all()
    found, _double = desk.get_search_results(request, everything, "Canari")
    return sorted({row.beneficiaire.prenom_fr for row in found})


def _imported(world, account):
    """The institutions that an import would find in the register."""
    found = [CentreResource(par=account).find({"code": code}) for code in ("CEF-01", "CEF-02", "ALF-09")]
    return [row.code for row in found if row]


def _duplicates(world, account):
    """Whether this account has a queue of pairs, may open a pair, finds where a merge is undone."""
    request = SimpleNamespace(user=account, GET=QueryDict())
    found = [File(request).paires.exists(), une_paire(request, world.objects["paire"].pk) is not None]
    try:
        return [*found, bool(une_fusion(request, world.objects["fusion"].pk))]
    except Http404:
        return [*found, False]


def _latest(world, account):
    """Whether the first page of the administration would tell the latest changes."""
    return bool(latest_operations({"request": SimpleNamespace(user=account)}))


OF_WAHDA = ["Canariancienwahda", "Canarienfantwahda", "Canaripartage", "Canariwahda"]
OF_QODS = ["Canariancienqods", "Canarienfantqods", "Canaripartage", "Canariqods"]
OWN_GROUPS = ["Canarigroupewahda", "Couture 1"]
LOOKS = {
    _groups: {
        "officiel": OWN_GROUPS,
        "aicha": OWN_GROUPS,
        "brahim": [],
        "salem": [],
        "coordination": OWN_GROUPS,
    },
    _centres: {
        "officiel": ["ALF-09", "CEF-01", "CEF-02"],
        "aicha": ["CEF-01"],
        "brahim": ["CEF-02"],
        "salem": [],
        "coordination": ["ALF-09", "CEF-01", "CEF-02"],
    },
    _desk_of: {
        "aicha": [0, 0, 0, 0, 1, False, "CEF-01"],
        "brahim": [0, 0, 0, 0, 1, False, "CEF-02"],
        "salem": [0, 0, 0, 0, 0, False],
        "officiel": [1, 1, 1, 0, 0, False],
        "coordination": [1, 1, 1, 2, 2, True, "ALF-09", "CEF-01", "CEF-02"],
    },
    _registered: dict.fromkeys(("aicha", "brahim", "salem", "coordination"), []),
    _searched: {"aicha": OF_WAHDA, "brahim": OF_QODS, "salem": [], "officiel": []},
    _imported: {
        "aicha": ["CEF-01"],
        "brahim": ["CEF-02"],
        "salem": [],
        "coordination": ["CEF-01", "CEF-02", "ALF-09"],
    },
    # A merge is told to whoever sees the person; undoing it is another question.
    _duplicates: {
        **dict.fromkeys(("officiel", "brahim", "salem"), [False, False, False]),
        "aicha": [False, False, True],
        "coordination": [True, True, True],
    },
    _latest: {**dict.fromkeys(("officiel", "aicha", "brahim", "salem"), False), "coordination": True},
    _accounts_of: dict.fromkeys(("officiel", "aicha", "brahim", "salem"), [1, 1, 0, 0]),
}
