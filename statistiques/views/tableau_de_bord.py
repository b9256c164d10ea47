"""The dashboard of the current school year, and its tables as files."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centres.models import AnneeScolaire
from entraide.views import error_page
from statistiques import exports, graphiques
from statistiques.confidentialite import publier
from statistiques.filters import StatistiquesFilter
from statistiques.indicateurs import tableau_de_bord as compter
from statistiques.permissions import voit_les_petits_nombres
from statistiques.portee import compte_toute_la_region
from statistiques.vocabulaire import NOTE_MASQUE, SOURCE_POPULATION


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
            "note_masque": NOTE_MASQUE,
            "source_population": SOURCE_POPULATION,
            "barres": graphiques.barres_par_type(publication),
            "pyramide": graphiques.pyramide(publication),
            # A column of its own for those whose sex was not recorded, when there are any.
            "sexe_inconnu": publication.total.inconnus != 0,
            "carte": graphiques.tuiles(publication) if context["region"] else None,
        }
    return render(request, "statistiques/tableau_de_bord.html", context)


@require_safe
def exporter(request, sorte):
    """The tables of the page as an XLSX or CSV file, with the same numbers hidden.

    400 for a filter that was not understood, 404 without a current year."""
    annee = AnneeScolaire.objects.courante()
    filtre = StatistiquesFilter(request.GET)
    if not filtre.understood:
        return error_page(request, 400, _("The filter was not understood"), " ".join(filtre.problems()))
    if annee is None:
        return error_page(
            request,
            404,
            _("There is nothing to export"),
            _("No school year is current: there is nothing to count yet."),
        )
    publication = _publication(request.user, annee, filtre)
    return exports.fichier(sorte, publication, region=compte_toute_la_region(request.user))
