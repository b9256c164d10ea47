from django.contrib import admin
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.desk import NetworkAdmin
from centres.imports import CentreResource
from centres.models import CapaciteAutorisee, Centre
from entraide.admin_columns import chip, code, day, number, text, two_scripts
from entraide.import_admin import TableAdmin


@admin.register(Centre)
class CentreAdmin(TableAdmin, NetworkAdmin):
    """Institutions of the six kinds, and the literacy classes held in a host centre."""

    resource_classes = [CentreResource]
    list_display = ["son_nom", "son_code", "type", "sa_commune", "milieu", "son_etat"]
    list_display_links = ["son_nom"]
    list_filter = ["type", "commune__province", "milieu", "etat", "gestion"]
    list_select_related = ["commune"]
    ordering = ["code", "id"]
    search_column = "cle_recherche"
    search_fields = ["cle_recherche"]
    search_help_text = gettext_lazy("Any part of the code, of a name in either script, or of the quarter.")
    autocomplete_fields = ["accueilli_par"]
    fieldsets = [
        (
            gettext_lazy("Identity"),
            {
                "fields": [
                    "code",
                    "type",
                    ("nom_ar", "nom_fr"),
                    "gestion",
                    ("association_ar", "association_fr"),
                    "accueilli_par",
                ]
            },
        ),
        (
            gettext_lazy("Place"),
            {
                "fields": [
                    "commune",
                    ("quartier_ar", "quartier_fr"),
                    "milieu",
                    ("latitude", "longitude"),
                    "telephone",
                ]
            },
        ),
        (
            gettext_lazy("state"),
            {"fields": ["etat", ("ouvert_le", "ferme_le"), "reouverture_prevue", "motif_fermeture"]},
        ),
        (gettext_lazy("Note"), {"fields": ["note_ar", "note_fr"]}),
    ]
    deletable = True
    instead_of_deleting = gettext_lazy("Close it instead: give its state «Closed» and the closing date.")

    son_nom = two_scripts(gettext_lazy("Institution"), lambda c: c.nom_ar, lambda c: c.nom_fr, order="nom_ar")
    son_code = code(gettext_lazy("code"), "code")
    sa_commune = text(gettext_lazy("Commune"), "commune", order="commune__code")
    son_etat = chip(gettext_lazy("state"), "etat")

    def tools(self, request, obj):
        of_centre = urlencode({"centre__id__exact": obj.pk})
        return [
            (_("Page of the institution"), reverse("centre", args=[obj.pk])),
            (_("Its groups"), f"{reverse('admin:centres_groupe_changelist')}?{of_centre}"),
            (
                _("Its authorised capacity"),
                f"{reverse('admin:centres_capaciteautorisee_changelist')}?{of_centre}",
            ),
            *super().tools(request, obj),
        ]


@admin.register(CapaciteAutorisee)
class CapaciteAdmin(NetworkAdmin):
    """The places that an institution is authorised for, from one day to another."""

    list_display = ["son_centre", "ses_places", "regime", "depuis", "jusque", "son_numero"]
    list_filter = ["centre__type", "regime", ("centre", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["centre"]
    ordering = ["centre__code", "-du", "id"]
    search_column = "centre__cle_recherche"
    search_fields = ["centre__cle_recherche"]
    search_help_text = gettext_lazy("Any part of the code, of a name in either script, or of the quarter.")
    autocomplete_fields = ["centre"]
    fieldsets = [
        (None, {"fields": ["centre", "places", "regime", ("du", "au"), "numero", "date_autorisation"]}),
    ]
    deletable = True

    son_centre = text(gettext_lazy("Institution"), "centre", order="centre__code")
    ses_places = number(gettext_lazy("places"), lambda c: c.places)
    depuis = day(gettext_lazy("from"), "du")
    jusque = day(gettext_lazy("to"), "au")
    son_numero = code(gettext_lazy("number of the authorisation"), "numero")
