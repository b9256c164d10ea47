"""People and enrolments for programs: the querysets, permissions and actions of the pages. No sensitive data.

What is written is only what the body names; a guardian is written at its own address, through a person one
may see.
"""

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from beneficiaires.actions.beneficiaire import (
    Ressemblance,
    ajouter_tuteur,
    creer_beneficiaire,
    modifier_beneficiaire,
    modifier_tuteur,
)
from beneficiaires.actions.inscription import changer_statut, inscrire
from beneficiaires.filters import BeneficiaireFilter, InscriptionFilter
from beneficiaires.fusion import fusion_of
from beneficiaires.models import Beneficiaire, Fusion, Inscription, LienTuteur, Tuteur
from beneficiaires.permissions import exiger, voit_des_personnes
from beneficiaires.serializers import (
    BeneficiaireSerializer,
    InscriptionSerializer,
    NouveauSerializer,
    PlaceSerializer,
    RessemblanceSerializer,
    StatutSerializer,
    TuteurSerializer,
)
from beneficiaires.views.anciens import GONE
from entraide.api_tools import KEY_PARAMETER, once_by_key, refuse_unknown, sent_version
from entraide.editing import Conflict
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
        merges = Fusion.objects.en_vigueur().order_by("pk").only("garde", "numero_absorbe")
        return (
            Beneficiaire.objects.visible_to(self.request.user)
            .select_related("commune")
            .prefetch_related(Prefetch("fusions", queryset=merges, to_attr="fusions_en_vigueur"))
        )

    def get_object(self):
        return self._fetch(self.kwargs["numero"].replace("-", ""))

    def _fetch(self, numero):
        """The person of that number; the kept one, when the number is that of a file that was merged."""
        try:
            return fetch_or_404(self.get_queryset(), numero=numero)
        except Http404:
            fusion = fusion_of(self.request.user, numero)
            if fusion is None:
                raise
        self.kept = fusion.garde.numero
        return fetch_or_404(self.get_queryset(), numero=self.kept)

    def handle_exception(self, exc):
        """A file that was merged while it was written to: a conflict with the file that was kept."""
        if isinstance(exc, GONE) and "numero" in self.kwargs:
            if fusion := fusion_of(self.request.user, self.kwargs["numero"]):
                exc = Conflict(fusion.garde, {})
        return super().handle_exception(exc)

    def finalize_response(self, request, response, *args, **kwargs):
        """`Content-Location` says that the answer is about another number than the address."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if getattr(self, "kept", None) and response.status_code < 400:
            response["Content-Location"] = reverse("api-beneficiaire-detail", args=[self.kept])
        return response

    @extend_schema(
        parameters=[KEY_PARAMETER],
        request=NouveauSerializer,
        responses={201: BeneficiaireSerializer, 200: BeneficiaireSerializer, 409: RessemblanceSerializer},
    )
    def create(self, request):
        """Create a person and enrol her in one transaction; once per `Idempotency-Key`, when one is sent.

        409 when somebody alike is known: see the body.
        """
        serializer = NouveauSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        place = PlaceSerializer.demande(data.pop("inscription"))
        malgre = data.pop("malgre", "")

        def write():
            with agir(par=request.user):
                personne = creer_beneficiaire(
                    personne=Beneficiaire(**BeneficiaireSerializer.champs(data)),
                    par=request.user,
                    malgre=malgre,
                )
                inscrire(beneficiaire=personne, par=request.user, **place)
            return personne.numero

        try:
            numero, already = once_by_key(request, write)
        except Ressemblance as refus:
            return Response(RessemblanceSerializer.of(refus), status=409)
        personne = self._fetch(numero)
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

    @extend_schema(methods=["GET"], responses=TuteurSerializer(many=True))
    @extend_schema(
        methods=["POST"],
        parameters=[KEY_PARAMETER],
        request=TuteurSerializer,
        responses={201: TuteurSerializer, 200: TuteurSerializer},
    )
    @action(
        detail=True,
        methods=["get", "post"],
        url_path="tuteurs",
        filterset_class=None,
        pagination_class=None,
    )
    def tuteurs(self, request, numero):
        """The guardians of a person; POST adds one, once per `Idempotency-Key` when one is sent."""
        personne = self.get_object()
        if request.method == "POST":
            serializer = TuteurSerializer(data=request.data)
            serializer.is_valid(raise_exception=True)
            data = dict(serializer.validated_data)

            def write():
                lien = ajouter_tuteur(
                    personne=personne,
                    tuteur=Tuteur(**data.get("tuteur", {})),
                    lien=data.get("lien", "AUTRE"),
                    principal=data.get("principal", False),
                    par=request.user,
                )
                return str(lien.pk)

            key, already = once_by_key(request, write)
            lien = fetch_or_404(LienTuteur.objects.select_related("tuteur"), beneficiaire=personne, pk=key)
            return Response(TuteurSerializer(lien).data, status=200 if already else 201)
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
        place = PlaceSerializer.demande(serializer.validated_data)
        try:
            inscription = inscrire(par=request.user, **place)
        except GONE:
            # Merged between the reading of the body and the writing.
            fusion = fusion_of(request.user, place["beneficiaire"].numero)
            if fusion is None:
                raise
            raise Conflict(fusion.garde, {}) from None
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
