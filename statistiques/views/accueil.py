"""Where the day begins: the desk of the coordination, the centre of a manager, the dashboard of an
official."""

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beneficiaires.filters import BeneficiaireFilter
from beneficiaires.models import Beneficiaire, Inscription, Paire, Verification
from centres.models import AnneeScolaire, Centre
from entraide.periods import today
from statistiques.confidentialite import publier
from statistiques.indicateurs import tableau_de_bord as compter


@require_safe
def accueil(request):
    """Home by role."""
    compte = request.user
    if compte.est_officiel:
        return redirect("statistiques")
    if compte.est_responsable:
        miens = list(Centre.objects.visible_to(compte).values_list("pk", flat=True)[:2])
        return redirect("centre", pk=miens[0]) if len(miens) == 1 else redirect("centres")
    if not compte.est_coordination:
        raise PermissionDenied(_("Your account has no role. Ask the coordination to give it one."))
    return render(request, "statistiques/accueil.html", _desk(compte))


def _desk(compte):
    """What the coordination has to look at; each number is that of the list behind its link."""
    annee = AnneeScolaire.objects.courante()
    centres = Centre.objects.visible_to(compte).avec_places(annee)
    incompletes = BeneficiaireFilter(
        {"fiche": "incomplete"}, queryset=Beneficiaire.objects.visible_to(compte)
    ).qs
    return {
        "annee": annee,
        "aujourdhui": today(),
        "chiffres": publier(compter(compte, annee), protege=False) if annee else None,
        "depassement": centres.filter(places_occupees__gt=F("places_autorisees")).count(),
        "complets": centres.filter(places_gardees__lte=F("places_occupees"), nombre_groupes__gt=0).count(),
        "notes": Centre.objects.visible_to(compte).exclude(note_ar="", note_fr="").count(),
        "incompletes": incompletes.count(),
        "paires": Paire.objects.visible_to(compte).a_decider().count(),
        "verifications": Verification.objects.visible_to(compte).filter(etat="OUVERTE").count(),
        "dernieres": list(
            Inscription.objects.visible_to(compte)
            .select_related("beneficiaire", "centre", "groupe")
            .order_by("-date_inscription", "-id")[:8]
        ),
    }
