"""The coordination's desk: people served and their enrolments.

A person's file is opened by an enrolment, after a search: here it is only found and corrected. Data on
disability are not shown: they are read on the page of the person, after a reason. An enrolment changes
status on its own page.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaires.actions.beneficiaire import modifier_beneficiaire
from beneficiaires.forms.personne import PersonneForm, written_birth
from beneficiaires.fusion import fusion_of, histoire
from beneficiaires.models import Beneficiaire, Fusion, Inscription
from beneficiaires.search import search_filter
from entraide.admin_columns import chip, code, column, day, text, two_scripts
from entraide.forms import BirthField
from entraide.presentation import NONE, date_connue
from personnel.desk import MOST_OPERATIONS, EditedAdmin, ShownAdmin


class BeneficiaireForm(forms.ModelForm):
    """The birth date is one box, as far as it is known: its precision is how it was typed."""

    naissance = BirthField(
        label=PersonneForm.base_fields["naissance"].label,
        help_text=PersonneForm.base_fields["naissance"].help_text,
        required=False,
        widget=forms.TextInput({"class": "vDateField"}),
    )

    class Meta:
        model = Beneficiaire
        exclude = ["naissance", "naissance_precision"]  # noqa: DJ006 (the page lists its fields)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["naissance"] = written_birth(self.instance)


def _merge_of(key):
    """The merge in force that took the row `key` away; None when there is none. Its record is the only place
    that still knows the key. Only the coordination comes to the administration."""
    if not key.isdecimal() or len(key) > 18:
        return None
    removed = f"image__lignes__{Beneficiaire._meta.label_lower}__removed__0__id"
    rows = Fusion.objects.en_vigueur().filter(**{removed: int(key)})
    return rows.select_related("garde").defer("image").first()


@admin.register(Beneficiaire)
class BeneficiaireAdmin(EditedAdmin):
    form = BeneficiaireForm
    list_display = ["nom", "son_numero", "sexe", "ne", "commune"]
    list_filter = ["sexe", "commune__province", "niveau_scolaire"]
    list_select_related = ["commune"]
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["numero"]
    search_help_text = gettext_lazy(
        "Any part of a name in either script, or a number, card, Massar code or phone."
    )
    fieldsets = [
        (
            gettext_lazy("Identity"),
            {
                "fields": [
                    ("prenom_ar", "nom_ar"),
                    ("prenom_fr", "nom_fr"),
                    "sexe",
                    "naissance",
                    "naissance_estimee",
                    "lieu_naissance",
                ]
            },
        ),
        (gettext_lazy("Documents"), {"fields": ["cnie", "massar", "etat_civil"]}),
        (gettext_lazy("Place"), {"fields": ["telephone", "commune", "adresse"]}),
        (gettext_lazy("Situation"), {"fields": ["situation_familiale", "orphelin", "niveau_scolaire"]}),
        (gettext_lazy("Personal data"), {"fields": [("base_legale", "base_legale_date")]}),
    ]

    nom = two_scripts(
        gettext_lazy("Full name"), lambda p: p.nom_complet_ar, lambda p: p.nom_complet_fr, order="cle_tri_ar"
    )
    son_numero = code(gettext_lazy("Registration number"), "numero_affiche", order="numero")
    ne = column(
        gettext_lazy("Birth date"),
        lambda p: date_connue(p.naissance, p.naissance_precision) if p.naissance else NONE,
        order="naissance",
    )

    def has_add_permission(self, request):
        return False

    def get_ordering(self, request):
        from entraide.presentation import langue

        return ["cle_tri_fr" if langue() == "fr" else "cle_tri_ar", "id"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        if self.shows_list(request) and (fusion := fusion_of(request.user, search_term.strip())):
            self.message_user(
                request,
                _("The file %(ancien)s was merged into %(garde)s.")
                % {"ancien": fusion.numero_affiche, "garde": fusion.garde.numero_affiche},
            )
        return search_filter(queryset, search_term), False

    def shows_list(self, request):
        return request.resolver_match.url_name == "beneficiaires_beneficiaire_changelist"

    def tools(self, request, obj):
        return [
            (_("Page of the person"), reverse("beneficiaire", args=[obj.numero])),
            *super().tools(request, obj),
        ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The page of a file that was merged, also while this one was being written, leads to the kept
        file."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Http404, PermissionDenied, IntegrityError):
            fusion = object_id and _merge_of(object_id)
            if not fusion:
                raise
        numbers = {"ancien": fusion.numero_affiche, "garde": fusion.garde.numero_affiche}
        if request.method == "POST":
            sentence = _(
                "The file %(ancien)s was merged into %(garde)s in the meantime. What you sent was not "
                "saved: check the file, then write it again here."
            )
            self.message_user(request, sentence % numbers, messages.WARNING)
        else:
            self.message_user(request, _("The file %(ancien)s was merged into %(garde)s.") % numbers)
        return redirect(self.address(fusion.garde))

    def operations(self, obj):
        return histoire.operations(obj, limit=MOST_OPERATIONS)

    def champs(self, form):
        values = super().champs(form)
        values["naissance"], values["naissance_precision"] = form.cleaned_data["naissance"] or (None, None)
        return values

    def modifier(self, request, instance, champs, version):
        return modifier_beneficiaire(personne=instance, champs=champs, version=version, par=request.user)

    def prepare_conflict(self, request, conflict, form):
        """A birth date is compared as it is typed, with its precision."""
        super().prepare_conflict(request, conflict, form)
        if "naissance" in conflict.wanted:
            conflict.wanted["naissance"] = request.POST.get("naissance", "")
            conflict.current.naissance = written_birth(conflict.current)


@admin.register(Inscription)
class InscriptionAdmin(ShownAdmin):
    """Enrolments: found here, changed on their own page."""

    list_display = ["personne", "centre", "groupe", "annee", "son_statut", "inscrit"]
    list_filter = ["annee", "centre__type", "statut", ("centre", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["beneficiaire", "centre", "groupe", "annee"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-date_inscription", "-id"]
    search_fields = ["beneficiaire__numero"]
    search_help_text = gettext_lazy(
        "Any part of a name in either script, or a number, card, Massar code or phone."
    )
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "beneficiaire", "centre", "groupe", "annee", "statut", "date_inscription", "date_fin",
                    "motif_sortie", "motif_tardif", "derogation_age", "cree_par", "cree_le",
                ]
            },
        )
    ]  # fmt: skip

    personne = text(gettext_lazy("Beneficiary"), "beneficiaire", order="beneficiaire__cle_tri_ar")
    son_statut = chip(gettext_lazy("Status"), "statut")
    inscrit = day(gettext_lazy("enrolled on"), "date_inscription")

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        people = search_filter(Beneficiaire.objects.visible_to(request.user), search_term)
        return queryset.filter(beneficiaire__in=people), False

    def tools(self, request, obj):
        return [
            (_("Change the status"), reverse("inscription-statut", args=[obj.pk])),
            (_("Page of the person"), reverse("beneficiaire", args=[obj.beneficiaire.numero])),
            *super().tools(request, obj),
        ]
