from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres.actions.groupe import accorder_derogation, clore_derogation
from centres.actions.reference import modifier
from centres.desk import NetworkAdmin
from centres.imports import FiliereResource, GroupeResource
from centres.models import AnneeScolaire, DerogationGroupe, Filiere, Groupe
from entraide.admin_columns import code, column, day, number, text, two_scripts
from entraide.admin_fields import DayField, WholeField
from entraide.admin_pages import ConfirmForm, bulk_page, form_page
from entraide.forms import TextField
from entraide.import_admin import TableAdmin
from entraide.periods import today
from entraide.presentation import isolated_html, nombre
from entraide.templatetags.entraide import badge
from personnel.desk import ShownAdmin


class ExceptionForm(forms.Form):
    places = WholeField(label=gettext_lazy("additional places"), min_value=1, max_value=1000)
    motif = TextField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))
    du = DayField(label=gettext_lazy("from"))
    au = DayField(label=gettext_lazy("to"), help_text=gettext_lazy("Last day of the exception, included."))


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [("ouvert", _("Open")), ("ferme", _("Closed"))]

    def queryset(self, request, queryset):
        if self.value() not in ("ouvert", "ferme"):
            return queryset
        return queryset.filter(ferme_le__isnull=self.value() == "ouvert")


def _seats(groupe):
    """«18 / 25», and how it stands."""
    figures = isolated_html(f"{nombre(groupe.occupees)} / {nombre(groupe.plafond_du_jour)}")
    if groupe.en_depassement:
        return format_html("{} {}", figures, badge(_("Over capacity"), "bad", "alert-circle"))
    return format_html("{} {}", figures, badge(_("Full"), "warn", "ban")) if groupe.complet else figures


@admin.register(Groupe)
class GroupeAdmin(TableAdmin, NetworkAdmin):
    """Classes, sections and activities. A group that has served is closed, never deleted."""

    resource_classes = [GroupeResource]
    list_display = ["son_nom", "son_centre", "son_annee", "places", "etat"]
    list_filter = ["annee", "centre__type", OpenFilter, ("centre", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["centre", "annee"]
    ordering = ["-annee__debut", "centre__code", "nom_ar", "id"]
    search_fields = ["nom_ar", "nom_fr", "centre__cle_recherche"]
    search_help_text = gettext_lazy("Any part of the name of the group, or of the institution.")
    autocomplete_fields = ["centre", "enseignant", "filiere"]
    fieldsets = [
        (None, {"fields": ["centre", "annee", "filiere", ("nom_ar", "nom_fr"), "niveau"]}),
        (gettext_lazy("Places"), {"fields": ["capacite"]}),
        (gettext_lazy("Running"), {"fields": ["enseignant", ("horaire_ar", "horaire_fr"), "ferme_le"]}),
    ]
    actions = ["exporter_la_selection", "fermer"]
    pages = {"derogation": "accorder"}
    deletable = True
    instead_of_deleting = gettext_lazy("Close it instead: give its closing date in its form.")

    son_nom = two_scripts(gettext_lazy("Group"), lambda g: g.nom_ar, lambda g: g.nom_fr, order="nom_ar")
    son_centre = text(gettext_lazy("Institution"), "centre", order="centre__code")
    son_annee = code(gettext_lazy("School year"), "annee.code", order="annee__debut")
    places = column(gettext_lazy("Places"), _seats)
    etat = column(
        gettext_lazy("state"),
        lambda g: badge(_("Closed"), "", "ban") if g.ferme_le else badge(_("Open"), "good", "disc"),
        order="ferme_le",
    )

    def get_readonly_fields(self, request, obj=None):
        # The database refuses to move a group that has enrolments: it keeps its institution and its year.
        return ["centre", "annee"] if obj is not None else []

    def get_changeform_initial_data(self, request):
        annee = AnneeScolaire.objects.courante()
        return {**super().get_changeform_initial_data(request), **({"annee": annee.pk} if annee else {})}

    def tools(self, request, obj):
        of_group = urlencode({"groupe__id__exact": obj.pk})
        return [
            (_("Grant an exception"), self.address(obj, "derogation")),
            (_("Its exceptions"), f"{reverse('admin:centres_derogationgroupe_changelist')}?{of_group}"),
            *super().tools(request, obj),
        ]

    def accorder(self, request, groupe):
        """Let a group go over its capacity, with a reason and an end."""

        def act(values, version):
            accorder_derogation(groupe=groupe, version=version, par=request.user, **values)
            return _("The exception is granted. It is shown with the group, with its reason and its end.")

        seats = {"occupees": nombre(groupe.occupees), "plafond": nombre(groupe.plafond_du_jour)}
        return form_page(
            self, request, groupe, ExceptionForm, act,
            title=_("Grant an exception"),
            submit=_("Grant the exception"),
            explanation=_(
                "Places taken today: %(occupees)s of %(plafond)s. The exception adds places until its last "
                "day."
            ) % seats,
            initial={"du": today()},
        )  # fmt: skip

    @admin.action(description=gettext_lazy("Close the selected groups today"))
    def fermer(self, request, queryset):
        def close(groupe, version):
            modifier(
                instance=groupe,
                champs={"ferme_le": groupe.ferme_le or today()},
                version=version,
                par=request.user,
            )

        return bulk_page(
            self, request, queryset.select_related("centre", "annee"), close,
            name="fermer",
            title=_("Close groups"),
            submit=_("Close these groups"),
            told=lambda groupe: f"{groupe} – {groupe.centre} ({groupe.annee})",
            explanation=_(
                "Nobody can be enrolled in a closed group any more. Those enrolled stay until their own "
                "exit."
            ),
            done=lambda n: ngettext("%(n)s group is closed.", "%(n)s groups are closed.", n) % {"n": n},
        )  # fmt: skip


@admin.register(Filiere)
class FiliereAdmin(TableAdmin, NetworkAdmin):
    """What a kind of institution teaches."""

    resource_classes = [FiliereResource]
    list_display = ["son_nom", "son_code", "type", "duree"]
    list_filter = ["type"]
    ordering = ["type", "code", "id"]
    search_fields = ["code", "nom_ar", "nom_fr"]
    search_help_text = gettext_lazy("Any part of the code or of the name.")
    fieldsets = [(None, {"fields": ["code", "type", ("nom_ar", "nom_fr"), "duree_mois"]})]
    deletable = True

    son_nom = two_scripts(gettext_lazy("Track"), lambda f: f.nom_ar, lambda f: f.nom_fr, order="nom_ar")
    son_code = code(gettext_lazy("code"), "code")
    duree = number(gettext_lazy("duration in months"), lambda f: f.duree_mois)


@admin.register(DerogationGroupe)
class DerogationAdmin(ShownAdmin):
    """Decisions that let a group go over its capacity. They are granted from the page of the group."""

    list_display = ["son_groupe", "son_centre", "ajout", "motif", "depuis", "jusque"]
    list_filter = ["groupe__annee", ("groupe", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["groupe__centre"]
    ordering = ["-du", "-id"]
    fieldsets = [(None, {"fields": ["groupe", "places", "motif", "du", "au", "cree_par", "cree_le"]})]
    pages = {"clore": "clore"}

    son_groupe = text(gettext_lazy("Group"), "groupe", order="groupe__nom_ar")
    son_centre = text(gettext_lazy("Institution"), "groupe.centre", order="groupe__centre__code")
    ajout = number(gettext_lazy("additional places"), lambda d: d.places)
    depuis = day(gettext_lazy("from"), "du")
    jusque = day(gettext_lazy("to"), "au")

    def tools(self, request, obj):
        end = [(_("End it now"), self.address(obj, "clore"))] if obj.au >= today() else []
        return [*end, *super().tools(request, obj)]

    def clore(self, request, derogation):
        """End an exception; the places already taken stay."""

        def act(values, version):
            clore_derogation(derogation=derogation, version=version, par=request.user)
            return _("The exception has ended. Those who have a place keep it.")

        return form_page(
            self, request, derogation, ConfirmForm, act,
            title=_("End the exception"),
            submit=_("End the exception"),
            explanation=_("The places already taken stay; no further place is given above the capacity."),
        )  # fmt: skip
