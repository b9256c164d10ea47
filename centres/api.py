"""Institutions and groups, read by every role. They are changed in the administration."""

from rest_framework import serializers, viewsets

from centres.filters import CentreFilter, GroupeFilter
from centres.models import AnneeScolaire, Centre, Groupe
from centres.permissions import voit_des_personnes


class HidesPlaces:
    """Seats taken are counts of persons: an official reads them in the statistics, where small ones are
    masked."""

    COUNTS = ()

    def get_fields(self):
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None and request.user.is_authenticated and not voit_des_personnes(request.user):
            for name in self.COUNTS:
                fields.pop(name, None)
        return fields


class CentreSerializer(HidesPlaces, serializers.ModelSerializer):
    COUNTS = ("places_occupees", "places_libres")
    commune = serializers.CharField(source="commune.code")
    province = serializers.CharField(source="commune.province.code")
    places_autorisees = serializers.IntegerField(allow_null=True)
    places_occupees = serializers.IntegerField()
    places_libres = serializers.IntegerField()

    class Meta:
        model = Centre
        fields = [
            "id",
            "code",
            "type",
            "nom_ar",
            "nom_fr",
            "commune",
            "province",
            "milieu",
            "gestion",
            "etat",
            "places_autorisees",
            "places_occupees",
            "places_libres",
            "version",
        ]


class CentreViewSet(viewsets.ReadOnlyModelViewSet):
    """The institutions that the account may see."""

    queryset = Centre.objects.none()
    serializer_class = CentreSerializer
    filterset_class = CentreFilter

    def hidden_filters(self, request):
        return () if voit_des_personnes(request.user) else ("places",)

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        annee = AnneeScolaire.objects.courante()
        return (
            Centre.objects.visible_to(self.request.user)
            .avec_places(annee)
            .select_related("commune__province")
        )


class GroupeSerializer(HidesPlaces, serializers.ModelSerializer):
    COUNTS = ("occupees", "places_libres")
    centre = serializers.CharField(source="centre.code")
    annee = serializers.CharField(source="annee.code")
    filiere = serializers.CharField(source="filiere.code")
    places_libres = serializers.IntegerField()

    class Meta:
        model = Groupe
        fields = [
            "id",
            "centre",
            "annee",
            "filiere",
            "nom_ar",
            "nom_fr",
            "niveau",
            "capacite",
            "occupees",
            "places_libres",
            "horaire_ar",
            "horaire_fr",
            "ferme_le",
            "version",
        ]


class GroupeViewSet(viewsets.ReadOnlyModelViewSet):
    """The groups of those institutions."""

    queryset = Groupe.objects.none()
    serializer_class = GroupeSerializer
    filterset_class = GroupeFilter

    def hidden_filters(self, request):
        return ()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return Groupe.objects.visible_to(self.request.user).select_related("centre", "annee", "filiere")
