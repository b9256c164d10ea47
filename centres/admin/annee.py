from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.desk import NetworkAdmin
from centres.models import AnneeScolaire, JourSansClasse
from entraide.admin_columns import code, column, day, text
from entraide.templatetags.entraide import badge


@admin.register(AnneeScolaire)
class AnneeAdmin(NetworkAdmin):
    """School years. One is current; choosing another makes the former one step back."""

    list_display = ["son_code", "premier", "dernier", "reference", "limite", "etat"]
    ordering = ["-debut"]
    search_fields = ["code"]
    search_help_text = gettext_lazy("For example 2025/2026")
    fieldsets = [
        (None, {"fields": ["code", ("debut", "fin"), "date_reference", "fin_inscriptions", "courante"]}),
    ]
    deletable = True

    son_code = code(gettext_lazy("School year"), "code")
    premier = day(gettext_lazy("first day"), "debut")
    dernier = day(gettext_lazy("last day"), "fin")
    reference = day(gettext_lazy("reference date of ages"), "date_reference")
    limite = day(gettext_lazy("end of ordinary enrolment"), "fin_inscriptions")
    etat = column(
        gettext_lazy("state"),
        lambda a: badge(_("Current year"), "good", "disc") if a.courante else "",
        order="courante",
    )


@admin.register(JourSansClasse)
class JourSansClasseAdmin(NetworkAdmin):
    """Holidays. A religious feast is provisional until the day is announced."""

    list_display = ["son_nom", "nature", "annee", "depuis", "jusque", "etat"]
    list_filter = ["annee", "nature", "provisoire"]
    list_select_related = ["annee"]
    ordering = ["-du", "id"]
    fieldsets = [
        (None, {"fields": ["annee", "nature", ("nom_ar", "nom_fr"), ("du", "au"), "provisoire"]}),
    ]
    deletable = True

    son_nom = text(gettext_lazy("Name"), "__str__", order="nom_ar")
    depuis = day(gettext_lazy("from"), "du")
    jusque = day(gettext_lazy("to"), "au")
    etat = column(
        gettext_lazy("state"),
        lambda j: badge(_("Provisional"), "draft", "circle-dashed") if j.provisoire else "",
        order="provisoire",
    )
