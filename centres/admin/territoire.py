from django.contrib import admin
from django.utils.translation import gettext_lazy

from centres.models import Commune, Province
from entraide.admin_columns import code, number, text, two_scripts
from personnel.desk import ShownAdmin


@admin.register(Commune)
class CommuneAdmin(ShownAdmin):
    """The communes of the region and their inhabitants, as the census gives them: shown, not changed."""

    list_display = ["son_nom", "son_code", "sa_province", "milieu", "en_2024", "en_2014"]
    list_filter = ["province", "milieu"]
    list_select_related = ["province"]
    ordering = ["code"]
    search_fields = ["code", "nom_ar", "nom_fr"]
    search_help_text = gettext_lazy("Any part of the code or of the name.")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "code",
                    "province",
                    "nom_ar",
                    "nom_fr",
                    "milieu",
                    "population_2024",
                    "population_2014",
                ]
            },
        ),
    ]

    son_nom = two_scripts(gettext_lazy("Commune"), lambda c: c.nom_ar, lambda c: c.nom_fr, order="nom_ar")
    son_code = code(gettext_lazy("code"), "code")
    sa_province = text(gettext_lazy("Province"), "province", order="province__code")
    en_2024 = number(gettext_lazy("population 2024"), lambda c: c.population_2024)
    en_2014 = number(gettext_lazy("population 2014"), lambda c: c.population_2014)


@admin.register(Province)
class ProvinceAdmin(ShownAdmin):
    """The provinces of the region."""

    list_display = ["son_nom", "son_code"]
    ordering = ["code"]
    fieldsets = [(None, {"fields": ["code", "nom_ar", "nom_fr"]})]

    son_nom = two_scripts(gettext_lazy("Province"), lambda p: p.nom_ar, lambda p: p.nom_fr, order="nom_ar")
    son_code = code(gettext_lazy("code"), "code")
