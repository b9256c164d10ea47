"""Institutions: the list and the page of one of them. Figures about people are shown to those who handle
people."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from centres.filters import CentreFilter
from centres.models import Affectation, AnneeScolaire, Centre, Groupe
from centres.permissions import peut_gerer_personnes, peut_gerer_reseau, voit_des_personnes
from entraide.fetch import fetch_or_404


@require_safe
def centres(request):
    """The institutions that the account may see, filtered. There are some fifty in a region: one page holds
    them."""
    annee = AnneeScolaire.objects.courante()
    visibles = Centre.objects.visible_to(request.user)
    queryset = (
        visibles.avec_places(annee)
        .select_related("commune__province", "accueilli_par")
        .order_by("code", "id")
    )
    filtre = CentreFilter(request.GET, queryset=queryset)
    with_people = voit_des_personnes(request.user)
    if not with_people:
        # Seats taken are counts of persons: an official reads them on the dashboard, where small ones are
        # masked.
        del filtre.filters["places"]
    context = {
        "annee": annee,
        "filtre": filtre,
        "centres": list(filtre.qs),
        "total": visibles.count(),
        "avec_personnes": with_people,
        "peut_gerer": peut_gerer_reseau(request.user),
    }
    return render(request, "centres/centres.html", context)


@require_safe
def centre(request, pk):
    """One institution: groups with their places left, staff in post, authorised capacity; people where
    allowed."""
    centre = fetch_or_404(
        Centre.objects.visible_to(request.user).select_related("commune__province", "accueilli_par"), pk=pk
    )
    annee = AnneeScolaire.objects.courante()
    groupes = list(
        Groupe.objects.visible_to(request.user)
        .filter(centre=centre, annee=annee)
        .select_related("filiere", "enseignant")
        .order_by("ferme_le", "nom_ar", "id")
    )
    ouverts = [g for g in groupes if not g.ferme_le]
    context = {
        "centre": centre,
        "annee": annee,
        "groupes": groupes,
        "occupees": sum(g.occupees for g in ouverts),
        "plafond": sum(g.plafond_du_jour for g in ouverts),
        "libres": sum(g.places_libres for g in ouverts),
        "capacites": list(centre.capacites.all()),
        "autorisee": centre.capacite_autorisee(),
        "equipe": list(
            Affectation.objects.visible_to(request.user)
            .ouvertes()
            .filter(centre=centre)
            .select_related("agent")
            .order_by("fonction", "agent__nom_ar", "id")
        ),
        "accueille": list(Centre.objects.visible_to(request.user).filter(accueilli_par=centre)),
        "avec_personnes": peut_gerer_personnes(request.user, centre),
        "peut_gerer": peut_gerer_reseau(request.user),
    }
    return render(request, "centres/centre.html", context)
