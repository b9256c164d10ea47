"""People and enrolments for programs: the querysets, permissions and actions of the pages. No sensitive data.

What is written is only what the body names; a guardian is written at its own address, through a person one may see.
"""

from django.core.exceptions import ValidationError as Unclean
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from beneficiaires.actions.beneficiaire import (
    ajouter_tuteur,
    creer_beneficiaire,
    modifier_beneficiaire,
    modifier_tuteur,
)
from beneficiaires.actions.inscription import changer_statut, inscrire
from beneficiaires.filters import BeneficiaireFilter, InscriptionFilter
from beneficiaires.models import Beneficiaire, Inscription, LienTuteur, Statut, Tuteur
from beneficiaires.models.beneficiaire import NiveauScolaire, Orphelin, Sexe, SituationFamiliale
from beneficiaires.permissions import exiger, voit_des_personnes
from beneficiaires.statuts import MotifSortie
from centres.models import Commune, Groupe
from entraide import text
from entraide.api_tools import StrictSerializer, TextGateField, sent_version
from entraide.fetch import fetch_or_404
from personnel.journal import agir


def _name():
    return TextGateField(text.clean_name, required=False, allow_blank=True, max_length=100)


class BirthField(serializers.Field):
    """`2009-02-28`, `2009-02` or `2009`: as far as it is known. Gives (date, precision)."""

    LENGTH = {"JOUR": 10, "MOIS": 7, "ANNEE": 4}
    default_error_messages = {"invalid": _("Write the date as 2009-02-28, 2009-02 or 2009.")}

    def get_attribute(self, instance):
        return instance

    def to_representation(self, instance):
        if instance.naissance is None:
            return None
        return instance.naissance.isoformat()[: self.LENGTH[instance.naissance_precision]]

    def to_internal_value(self, data):
        if data in ("", None):
            return None, None
        if not isinstance(data, str):
            self.fail("invalid")
        parts = data.split("-")
        # The gate reads day/month/year; ISO is the same parts the other way round.
        written = "/".join(reversed(parts)) if 1 <= len(parts) <= 3 else data
        try:
            return text.parse_birth(written)
        except Unclean as error:
            raise ValidationError(error.messages) from None


class BeneficiaireSerializer(StrictSerializer):
    numero = serializers.CharField(read_only=True)
    nom_ar, prenom_ar, nom_fr, prenom_fr = _name(), _name(), _name(), _name()
    sexe = serializers.ChoiceField(Sexe.choices, required=False, allow_null=True)
    naissance = BirthField(required=False, allow_null=True)
    lieu_naissance = TextGateField(text.clean_text, required=False, allow_blank=True, max_length=100)
    cnie = TextGateField(text.clean_cnie, required=False, allow_null=True, allow_blank=True, max_length=12)
    massar = TextGateField(text.clean_massar, required=False, allow_null=True, allow_blank=True, max_length=12)
    etat_civil = TextGateField(text.clean_code, required=False, allow_null=True, allow_blank=True, max_length=40)
    telephone = TextGateField(text.clean_phone, required=False, allow_null=True, allow_blank=True, max_length=20)
    commune = serializers.SlugRelatedField("code", queryset=Commune.objects.all(), required=False, allow_null=True)
    adresse = TextGateField(text.clean_text, required=False, allow_blank=True, max_length=200)
    situation_familiale = serializers.ChoiceField(SituationFamiliale.choices, required=False, allow_null=True)
    orphelin = serializers.ChoiceField(Orphelin.choices, required=False, allow_null=True)
    niveau_scolaire = serializers.ChoiceField(NiveauScolaire.choices, required=False, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    @staticmethod
    def champs(data):
        """Model field -> value, for what the body names."""
        champs = dict(data)
        if "naissance" in champs:
            champs["naissance"], champs["naissance_precision"] = champs["naissance"] or (None, None)
        return champs


class PlaceSerializer(StrictSerializer):
    """The group and day of an enrolment."""

    groupe = serializers.PrimaryKeyRelatedField(queryset=Groupe.objects.none())
    date_inscription = serializers.DateField(required=False)
    statut = serializers.ChoiceField([Statut.ACTIF, Statut.ATTENTE], default=Statut.ACTIF)
    motif_tardif = TextGateField(text.clean_text, required=False, allow_blank=True, max_length=200)
    derogation_age = TextGateField(text.clean_text, required=False, allow_blank=True, max_length=200)

    def get_fields(self):
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["groupe"].queryset = Groupe.objects.visible_to(request.user).select_related("centre", "annee")
        return fields

    @staticmethod
    def demande(data):
        """The keyword arguments of `inscrire`."""
        demande = dict(data)
        demande["date"] = demande.pop("date_inscription", None)
        return demande


class NouveauSerializer(BeneficiaireSerializer):
    """A new person comes with an enrolment: that is what makes the file visible to a manager."""

    inscription = PlaceSerializer(write_only=True)


class InscriptionSerializer(PlaceSerializer):
    id = serializers.IntegerField(read_only=True)
    beneficiaire = serializers.SlugRelatedField("numero", queryset=Beneficiaire.objects.none())
    centre = serializers.CharField(source="centre.code", read_only=True)
    annee = serializers.CharField(source="annee.code", read_only=True)
    date_fin = serializers.DateField(read_only=True)
    motif_sortie = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_fields(self):
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["beneficiaire"].queryset = Beneficiaire.objects.visible_to(request.user)
        return fields


class StatutSerializer(StrictSerializer):
    vers = serializers.ChoiceField(Statut.choices)
    effectif_le = serializers.DateField(required=False)
    motif_sortie = serializers.ChoiceField(MotifSortie.choices, required=False, allow_null=True)
    motif = TextGateField(text.clean_text, required=False, allow_blank=True, max_length=300)


class TuteurSerializer(StrictSerializer):
    id = serializers.IntegerField(read_only=True, source="tuteur_id")
    nom_ar = TextGateField(text.clean_name, source="tuteur.nom_ar", required=False, allow_blank=True, max_length=100)
    prenom_ar = TextGateField(text.clean_name, source="tuteur.prenom_ar", required=False, allow_blank=True, max_length=100)
    nom_fr = TextGateField(text.clean_name, source="tuteur.nom_fr", required=False, allow_blank=True, max_length=100)
    prenom_fr = TextGateField(text.clean_name, source="tuteur.prenom_fr", required=False, allow_blank=True, max_length=100)
    telephone = TextGateField(
        text.clean_phone, source="tuteur.telephone", required=False, allow_null=True, allow_blank=True, max_length=20
    )
    lien = serializers.ChoiceField(LienTuteur.Lien.choices, required=False)
    principal = serializers.BooleanField(required=False)
    version = serializers.IntegerField(source="tuteur.version", read_only=True)


class PeopleOnly:
    """Rows of people: an official is refused before any query."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        exiger(voit_des_personnes(request.user))

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
        return Beneficiaire.objects.visible_to(self.request.user).select_related("commune")

    def get_object(self):
        return fetch_or_404(self.get_queryset(), numero=self.kwargs["numero"].replace("-", ""))

    def create(self, request):
        """Create a person and enrol her in one transaction."""
        serializer = NouveauSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        place = PlaceSerializer.demande(data.pop("inscription"))
        with agir(par=request.user):
            personne = creer_beneficiaire(
                personne=Beneficiaire(**BeneficiaireSerializer.champs(data)), par=request.user
            )
            inscrire(beneficiaire=personne, par=request.user, **place)
        return Response(self.get_serializer(personne).data, status=201)

    def partial_update(self, request, numero):
        """Change what the body names, and nothing else."""
        personne = self.get_object()
        version = sent_version(request)
        serializer = self.get_serializer(personne, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        modifier_beneficiaire(
            personne=personne, champs=serializer.champs(serializer.validated_data), version=version, par=request.user
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
                personne=personne, tuteur=Tuteur(**data.get("tuteur", {})), lien=data.get("lien", "AUTRE"),
                principal=data.get("principal", False), par=request.user,
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
            tuteur=lien.tuteur, champs=data.pop("tuteur", {}), version=version, par=request.user, lien=lien,
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
        return Inscription.objects.visible_to(self.request.user).select_related("beneficiaire", "centre", "annee")

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
