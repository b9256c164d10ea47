"""The filters of the list of people, for the page and the API."""

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beneficiaires import search
from beneficiaires.fusion import fusion_of
from beneficiaires.models import Beneficiaire, Inscription, Statut
from beneficiaires.models.beneficiaire import Sexe
from centres.models import AnneeScolaire, Centre, Groupe
from entraide.filters import StrictFilterSet, TextFilter, visible


class BeneficiaireFilter(StrictFilterSet):
    """Centre, group, year and status speak of one and the same enrolment."""

    q = TextFilter(search.search_filter, label=_("Search"))
    centre = django_filters.ModelChoiceFilter(
        label=_("Institution"),
        queryset=visible(Centre, "code", "nom_ar", "nom_fr"),
        to_field_name="code",
        method="one_enrolment",
    )
    groupe = django_filters.ModelChoiceFilter(
        label=_("Group"), queryset=visible(Groupe), method="one_enrolment"
    )
    annee = django_filters.ModelChoiceFilter(
        label=_("School year"),
        queryset=AnneeScolaire.objects.all(),
        to_field_name="code",
        method="one_enrolment",
    )
    statut = django_filters.ChoiceFilter(label=_("Status"), choices=Statut, method="one_enrolment")
    sexe = django_filters.ChoiceFilter(label=_("Sex"), choices=Sexe)
    fiche = django_filters.ChoiceFilter(
        label=_("File"), method="filter_fiche", choices=[("incomplete", _("Incomplete files"))]
    )

    class Meta:
        model = Beneficiaire
        fields = []

    ENROLMENT = ("centre", "groupe", "annee", "statut")

    def one_enrolment(self, queryset, name, value: str):
        """Applied once, by the first of the four that is given."""
        chosen = {n: self.form.cleaned_data.get(n) for n in self.ENROLMENT if self.form.cleaned_data.get(n)}
        if name != next(iter(chosen)):
            return queryset
        enrolments = Inscription.objects.visible_to(self.request.user).filter(**chosen)
        return queryset.filter(pk__in=enrolments.values("beneficiaire"))

    def filter_fiche(self, queryset, name, value: str):
        return queryset.filter(
            Q(sexe__isnull=True)
            | Q(naissance__isnull=True)
            | Q(nom_ar="", nom_fr="")
            | Q(prenom_ar="", prenom_fr="")
        )


class ListeFilter(BeneficiaireFilter):
    """For the page: what is searched is ranked by the view (`search.search`), the best match first."""

    q = TextFilter(lambda queryset, text: queryset, label=_("Search"))


class PersonneField(django_filters.fields.ModelChoiceField):
    """A person by number; the kept one, when the number is that of a file that was merged."""

    compte = None

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            fusion = fusion_of(self.compte, value)
            if fusion is None:
                raise
            return fusion.garde


class PersonneFilter(django_filters.ModelChoiceFilter):
    field_class = PersonneField

    @property
    def field(self):
        field = super().field
        field.compte = self.parent.request.user
        return field


class InscriptionFilter(StrictFilterSet):
    beneficiaire = PersonneFilter(
        label=_("Beneficiary"), queryset=visible(Beneficiaire), to_field_name="numero"
    )
    centre = django_filters.ModelChoiceFilter(
        label=_("Institution"), queryset=visible(Centre), to_field_name="code"
    )
    groupe = django_filters.ModelChoiceFilter(label=_("Group"), queryset=visible(Groupe))
    annee = django_filters.ModelChoiceFilter(
        label=_("School year"), queryset=AnneeScolaire.objects.all(), to_field_name="code"
    )
    statut = django_filters.ChoiceFilter(label=_("Status"), choices=Statut)

    class Meta:
        model = Inscription
        fields = []
