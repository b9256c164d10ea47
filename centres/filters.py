"""The filters of the list of institutions, for the page and the API."""

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from centres.models import AnneeScolaire, Centre, EtatCentre, Groupe, Milieu, Province, TypeCentre
from entraide.filters import StrictFilterSet, TextFilter, visible
from entraide.text import words


def search_centres(queryset, text):
    """Institutions whose code, names or quarter contain every word of `text`."""
    for word in words(text) or [text]:
        queryset = queryset.filter(cle_recherche__contains=word)
    return queryset


class CentreFilter(StrictFilterSet):
    q = TextFilter(search_centres, label=_("Search"))
    type = django_filters.ChoiceFilter(label=_("type"), choices=TypeCentre)
    province = django_filters.ModelChoiceFilter(
        label=_("Province"),
        field_name="commune__province",
        to_field_name="code",
        queryset=Province.objects.all(),
    )
    milieu = django_filters.ChoiceFilter(label=_("setting"), choices=Milieu)
    etat = django_filters.ChoiceFilter(label=_("state"), choices=EtatCentre)
    places = django_filters.ChoiceFilter(
        label=_("Places"),
        method="filter_places",
        choices=[
            ("libres", _("With places left")),
            ("complet", _("Full")),
            ("depassement", _("Over capacity")),
        ],
    )
    note = django_filters.ChoiceFilter(
        label=_("Note"), method="filter_note", choices=[("oui", _("With a note to confirm"))]
    )

    class Meta:
        model = Centre
        fields = []

    def filter_places(self, queryset, name, value: str):
        """Needs the annotations of `centres.models.Centre.objects.avec_places(annee)`."""
        if value == "libres":
            return queryset.filter(places_gardees__gt=F("places_occupees"))
        if value == "complet":
            return queryset.filter(places_gardees__lte=F("places_occupees"), nombre_groupes__gt=0)
        return queryset.filter(places_occupees__gt=F("places_autorisees"))

    def filter_note(self, queryset, name, value: str):
        return queryset.exclude(note_ar="", note_fr="")


class GroupeFilter(StrictFilterSet):
    centre = django_filters.ModelChoiceFilter(
        label=_("Institution"), queryset=visible(Centre), to_field_name="code"
    )
    annee = django_filters.ModelChoiceFilter(
        label=_("School year"), queryset=AnneeScolaire.objects.all(), to_field_name="code"
    )
    type = django_filters.ChoiceFilter(label=_("type"), field_name="centre__type", choices=TypeCentre)

    class Meta:
        model = Groupe
        fields = []
