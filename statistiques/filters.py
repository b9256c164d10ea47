"""The filters of the figures, for the page, the export and the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, Milieu, Province, TypeCentre
from entraide.filters import StrictFilterSet

from .portee import Filtre


class StatistiquesFilter(StrictFilterSet):
    """Narrows what is counted. It selects no rows itself: `filtre()` gives the value that the indicators
    take."""

    province = django_filters.ModelChoiceFilter(
        label=_("Province"),
        field_name="commune__province",
        to_field_name="code",
        queryset=Province.objects.all(),
    )
    type = django_filters.ChoiceFilter(label=_("Type of institution"), choices=TypeCentre)
    milieu = django_filters.ChoiceFilter(label=_("setting"), choices=Milieu)

    class Meta:
        model = Centre
        fields = []

    def __init__(self, data):
        super().__init__(data, queryset=Centre.objects.none())

    def filtre(self):
        """The `Filtre` of these parameters; only when they are `understood`."""
        valeurs = self.form.cleaned_data
        province = valeurs["province"]
        return Filtre(
            type=valeurs["type"] or "",
            province=province.code if province else "",
            milieu=valeurs["milieu"] or "",
        )
