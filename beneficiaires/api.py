"""People and enrolments for programs: the querysets, permissions and actions of the pages. No sensitive data.

What is written is only what the body names; a guardian is written at its own address, through a person one
may see.
"""

from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from beneficiaires.actions.beneficiaire import (
    ajouter_tuteur,
    creer_beneficiaire,
    modifier_beneficiaire,
    modifier_tuteur,
)
from beneficiaires.actions.inscription import changer_statut, inscrire
from beneficiaires.filters import BeneficiaireFilter, InscriptionFilter
from beneficiaires.models import Beneficiaire, Inscription, LienTuteur, Tuteur
from beneficiaires.permissions import exiger, voit_des_personnes
from beneficiaires.serializers import (
    BeneficiaireSerializer,
    InscriptionSerializer,
    NouveauSerializer,
    PlaceSerializer,
    StatutSerializer,
    TuteurSerializer,
)
from entraide.api_tools import refuse_unknown, sent_key, sent_version
from entraide.editing import once
from entraide.fetch import fetch_or_404
from personnel.journal import agir


class PeopleOnly:
    """Rows of people: an official is refused before any query."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        exiger(voit_des_personnes(request.user))
        if self.detail:
            refuse_unknown(request, set())

    def hidden_filters(self, request):
        return ()


class BeneficiaireViewSet(
    PeopleOnly, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """The people that the account may see."""

    queryset = Beneficiaire.objects.none()
    serializer_class = BeneficiaireSerializer
    filterset_class = BeneficiaireFilter
    lookup_field = "numero"
    lookup_value_regex = "[0-9-]+"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return Beneficiaire.objects.visible_to(self.request.user).select_related("commune")

    def get_object(self):
        return fetch_or_404(self.get_queryset(), numero=self.kwargs["numero"].replace("-", ""))

    def create(self, request):
        """Create a person and enrol her in one transaction; once per `Idempotency-Key`, when one is sent."""
        serializer = NouveauSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        place = PlaceSerializer.demande(data.pop("inscription"))

        def write():
            with agir(par=request.user):
                personne = creer_beneficiaire(
                    personne=Beneficiaire(**BeneficiaireSerializer.champs(data)), par=request.user
                )
                inscrire(beneficiaire=personne, par=request.user, **place)
            return personne.numero

        numero, already = once(par=request.user, jeton=sent_key(request), action=write)
        personne = fetch_or_404(self.get_queryset(), numero=numero)
        return Response(self.get_serializer(personne).data, status=200 if already else 201)

    def partial_update(self, request, numero):
        """Change what the body names, and nothing else."""
        personne = self.get_object()
        version = sent_version(request)
        serializer = self.get_serializer(personne, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        modifier_beneficiaire(
            personne=personne,
            champs=serializer.champs(serializer.validated_data),
            version=version,
            par=request.user,
        )
        return Response(self.get_serializer(personne).data)

    @action(detail=True, methods=["get", "post"], url_path="tuteurs", filterset_class=None)
    def tuteurs(self, request, numero):
        """The guardians of a person; POST adds one."""
        personne = self.get_object()
        if request.method == "POST":
            serializer = TuteurSerializer(data=request.data)
            serializer.is_valid(raise_exception=True)
            data = dict(serializer.validated_data)
            lien = ajouter_tuteur(
                personne=personne,
                tuteur=Tuteur(**data.get("tuteur", {})),
                lien=data.get("lien", "AUTRE"),
                principal=data.get("principal", False),
                par=request.user,
            )
            return Response(TuteurSerializer(lien).data, status=201)
        liens = LienTuteur.objects.filter(beneficiaire=personne).select_related("tuteur")
        return Response(TuteurSerializer(liens, many=True).data)

    @action(detail=True, methods=["patch"], url_path=r"tuteurs/(?P<tuteur>[0-9]+)", filterset_class=None)
    def tuteur(self, request, numero, tuteur):
        """Change one guardian, reached through a person that the account may see."""
        lien = fetch_or_404(
            LienTuteur.objects.select_related("tuteur"), beneficiaire=self.get_object(), tuteur=tuteur
        )
        version = sent_version(request)
        serializer = TuteurSerializer(lien, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        modifier_tuteur(
            tuteur=lien.tuteur,
            champs=data.pop("tuteur", {}),
            version=version,
            par=request.user,
            lien=lien,
            lien_champs=data,
        )
        return Response(TuteurSerializer(lien).data)


class InscriptionViewSet(
    PeopleOnly, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """The enrolments that the account may see."""

    queryset = Inscription.objects.none()
    serializer_class = InscriptionSerializer
    filterset_class = InscriptionFilter
    lookup_value_regex = "[0-9]+"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return Inscription.objects.visible_to(self.request.user).select_related(
            "beneficiaire", "centre", "annee"
        )

    def get_object(self):
        return fetch_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def create(self, request):
        """Enrol somebody whom the account may see."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        inscription = inscrire(par=request.user, **PlaceSerializer.demande(serializer.validated_data))
        return Response(self.get_serializer(inscription).data, status=201)

    @action(detail=True, methods=["post"], filterset_class=None)
    def statut(self, request, pk):
        """Move an enrolment to another status."""
        inscription = self.get_object()
        version = sent_version(request)
        serializer = StatutSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        inscription = changer_statut(
            inscription=inscription, par=request.user, version=version, **serializer.validated_data
        )
        return Response(self.get_serializer(inscription).data)
