"""The figures for programs: `/api/v1/statistiques/`, the same as on the page, masked for the same readers."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from centres.models import AnneeScolaire, Milieu, TypeCentre
from entraide.api_tools import refuse_unknown

from .confidentialite import MASQUE, publier
from .filters import StatistiquesFilter
from .indicateurs import tableau_de_bord
from .permissions import voit_les_petits_nombres


class ChiffresSerializer(serializers.Serializer):
    """Figures of a type or of the total. `masque`: one of them is hidden (null), because it counts 1 to 4
    persons or would give such a count away."""

    institutions = serializers.IntegerField(help_text="Open institutions")
    places = serializers.IntegerField(
        allow_null=True, help_text="Service places: enrolments that hold a seat today"
    )
    personnes = serializers.IntegerField(allow_null=True, help_text="Distinct persons")
    femmes = serializers.IntegerField(
        allow_null=True, help_text="Of whom women and girls, where the sex is known"
    )
    capacite = serializers.IntegerField(
        allow_null=True, help_text="Places authorised today; null: no authorisation"
    )
    masque = serializers.BooleanField()


class ChiffresTypeSerializer(ChiffresSerializer):
    type = serializers.ChoiceField(choices=TypeCentre)


class TotalSerializer(ChiffresSerializer):
    """The total; with it, how far the distinct persons are known as long as possible duplicates are not
    reviewed."""

    personnes_min = serializers.IntegerField(
        allow_null=True,
        help_text="Distinct persons if every pair of files to review were one person; null: not told to this"
        " reader",
    )
    personnes_max = serializers.IntegerField(
        allow_null=True, help_text="Distinct persons if none were: `personnes`; null with `personnes_min`"
    )
    paires_a_examiner = serializers.IntegerField(
        allow_null=True,
        help_text="Pairs to review of which both persons are counted here; null: not the coordination",
    )


class StatistiquesSerializer(serializers.Serializer):
    """The figures of the current school year (null: none is current) by type of institution, and their
    total."""

    annee = serializers.CharField(allow_null=True)
    types = ChiffresTypeSerializer(many=True)
    total = TotalSerializer(allow_null=True)


def _chiffres(rangee):
    valeurs = {n: getattr(rangee, n) for n in ("institutions", "places", "personnes", "femmes", "capacite")}
    masque = MASQUE in valeurs.values()
    return {n: None if v is MASQUE else v for n, v in valeurs.items()} | {"masque": masque}


def _total(publication):
    au_moins, au_plus = publication.fourchette or (None, None)
    return _chiffres(publication.total) | {
        "personnes_min": au_moins,
        "personnes_max": au_plus,
        "paires_a_examiner": publication.paires,
    }


class StatistiquesView(APIView):
    """The figures of the current year: institutions, service places, distinct persons, women, authorised
    capacity."""

    @extend_schema(
        responses=StatistiquesSerializer,
        parameters=[
            OpenApiParameter("province", str, description="Code of a province"),
            OpenApiParameter("type", str, enum=TypeCentre.values),
            OpenApiParameter("milieu", str, enum=Milieu.values),
        ],
    )
    def get(self, request):
        refuse_unknown(request, set(StatistiquesFilter.base_filters))
        filtre = StatistiquesFilter(request.query_params)
        if not filtre.form.is_valid():
            raise exceptions.ValidationError(filtre.form.errors)
        annee = AnneeScolaire.objects.courante()
        if annee is None:
            return Response({"annee": None, "types": [], "total": None})
        tableau = tableau_de_bord(request.user, annee, filtre.filtre())
        publication = publier(tableau, protege=not voit_les_petits_nombres(request.user))
        return Response(
            {
                "annee": annee.code,
                "types": [{"type": ligne.type, **_chiffres(ligne)} for ligne in publication.types],
                "total": _total(publication),
            }
        )
