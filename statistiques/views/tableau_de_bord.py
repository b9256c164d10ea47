"""The dashboard of the current school year, and its tables as files."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from centres.models import AnneeScolaire
from statistiques import exports, graphiques
from statistiques.confidentialite import publier
from statistiques.filters import StatistiquesFilter
from statistiques.indicateurs import tableau_de_bord as compter
from statistiques.permissions import voit_les_petits_nombres
from statistiques.portee import compte_toute_la_region
from statistiques.vocabulaire import TYPES


def _publication(compte, annee, filtre):
    return publier(compter(compte, annee, filtre.filtre()), protege=not voit_les_petits_nombres(compte))


@require_safe
def tableau_de_bord(request):
    """The figures that the account may read: the region, or a manager's own institutions."""
    annee = AnneeScolaire.objects.courante()
    filtre = StatistiquesFilter(request.GET)
    context = {"annee": annee, "filtre": filtre, "region": compte_toute_la_region(request.user)}
    if annee and filtre.understood:
        publication = _publication(request.user, annee, filtre)
        if not context["region"]:
            # The kinds of institution that a manager has nothing to do with are no news.
            publication.types = [t for t in publication.types if t.institutions or t.places]
        context |= {
            "chiffres": publication,
            "types": TYPES,
            "barres": graphiques.barres_par_type(publication),
            "pyramide": graphiques.pyramide(publication),
            "carte": graphiques.tuiles(publication) if context["region"] else None,
        }
    return render(request, "statistiques/tableau_de_bord.html", context)


@require_safe
def exporter(request, sorte):
    """The tables of the page as an XLSX or CSV file, with the same numbers hidden. 404 without figures to export."""
    annee = AnneeScolaire.objects.courante()
    filtre = StatistiquesFilter(request.GET)
    if annee is None or not filtre.understood:
        # A file cannot say that a filter was not understood: the page can.
        raise Http404
    return exports.fichier(sorte, _publication(request.user, annee, filtre), avec_provinces=compte_toute_la_region(request.user))
