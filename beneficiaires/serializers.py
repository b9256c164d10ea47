"""What the API reads and writes of people and enrolments. No sensitive data; every text passes the text
gate."""

from django.core.exceptions import ValidationError as Unclean
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from beneficiaires import search
from beneficiaires.fusion import fusion_of
from beneficiaires.matching import Verdict, explain
from beneficiaires.models import Beneficiaire, LienTuteur, Statut
from beneficiaires.models.beneficiaire import NiveauScolaire, Orphelin, Sexe, SituationFamiliale
from beneficiaires.statuts import MotifSortie
from centres.models import Commune, Groupe
from entraide import text
from entraide.api_tools import StrictSerializer, TextGateField
from entraide.presentation import labelled


def _name():
    return TextGateField(text.clean_name, required=False, allow_blank=True, max_length=100)


@extend_schema_field(str)
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
        try:
            return text.parse_birth(data)
        except Unclean as error:
            raise ValidationError(error.messages) from None


class BeneficiaireSerializer(StrictSerializer):
    numero = serializers.CharField(read_only=True)
    nom_ar, prenom_ar, nom_fr, prenom_fr = _name(), _name(), _name(), _name()
    sexe = serializers.ChoiceField(Sexe.choices, required=False, allow_null=True)
    naissance = BirthField(required=False, allow_null=True)
    lieu_naissance = TextGateField(text.clean_text, required=False, allow_blank=True, max_length=100)
    cnie = TextGateField(text.clean_cnie, required=False, allow_null=True, allow_blank=True, max_length=12)
    massar = TextGateField(
        text.clean_massar, required=False, allow_null=True, allow_blank=True, max_length=12
    )
    etat_civil = TextGateField(
        text.clean_text, required=False, allow_null=True, allow_blank=True, max_length=40
    )
    telephone = TextGateField(
        text.clean_phone, required=False, allow_null=True, allow_blank=True, max_length=20
    )
    commune = serializers.SlugRelatedField(
        "code", queryset=Commune.objects.all(), required=False, allow_null=True
    )
    adresse = TextGateField(text.clean_text, required=False, allow_blank=True, max_length=200)
    situation_familiale = serializers.ChoiceField(SituationFamiliale.choices, required=False, allow_null=True)
    orphelin = serializers.ChoiceField(Orphelin.choices, required=False, allow_null=True)
    niveau_scolaire = serializers.ChoiceField(NiveauScolaire.choices, required=False, allow_null=True)
    version = serializers.IntegerField(read_only=True)
    anciens_numeros = serializers.SerializerMethodField(
        help_text=_("The numbers of the files that were merged into this one: they lead here.")
    )

    def get_anciens_numeros(self, personne) -> list[str]:
        if not hasattr(personne, "fusions_en_vigueur"):
            return search.former_numbers([personne.pk])[personne.pk]
        return [fusion.numero_absorbe for fusion in personne.fusions_en_vigueur]

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
    motif_tardif = TextGateField(text.clean_reason, required=False, allow_blank=True, max_length=200)
    derogation_age = TextGateField(text.clean_reason, required=False, allow_blank=True, max_length=200)

    def get_fields(self):
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None and request.user.is_authenticated:
            fields["groupe"].queryset = Groupe.objects.visible_to(request.user).select_related(
                "centre", "annee"
            )
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
    malgre = TextGateField(
        text.clean_reason,
        required=False,
        allow_blank=True,
        max_length=300,
        write_only=True,
        help_text=_("Why this is somebody else, although somebody alike is known (answer 409)."),
    )


class SemblableSerializer(serializers.Serializer):
    """Somebody whom the account may see and who is like the person sent."""

    numero = serializers.CharField()
    score = serializers.IntegerField()
    verdict = serializers.ChoiceField([verdict.name for verdict in Verdict if verdict != Verdict.DIFFERENT])
    raisons = serializers.ListField(child=serializers.CharField())


class RessemblanceSerializer(serializers.Serializer):
    """409: somebody alike is known. Enrol one of `ressemblances`, ask the coordination when `ailleurs`, or
    send the person again with `malgre`."""

    code = serializers.ChoiceField(["ressemblance"])
    detail = serializers.CharField()
    suite = serializers.CharField()
    ressemblances = SemblableSerializer(many=True)
    ailleurs = serializers.BooleanField()

    @classmethod
    def of(cls, refus):
        """The body for an `actions.beneficiaire.Ressemblance`."""
        return {
            "code": refus.code,
            "detail": refus.message,
            "suite": _("Send the same request again with «malgre»: the reason why this is somebody else."),
            "ressemblances": [
                {
                    "numero": candidat.personne.numero,
                    "score": candidat.score,
                    "verdict": candidat.verdict.name,
                    "raisons": [
                        labelled(titre, detail) if detail else str(titre)
                        for titre, detail in map(explain, candidat.resultat.indices)
                    ],
                }
                for candidat in refus.visibles
            ],
            "ailleurs": refus.ailleurs,
        }


class PersonneField(serializers.SlugRelatedField):
    """A person by number; the kept one, when the number is that of a file that was merged."""

    def to_internal_value(self, data):
        try:
            return super().to_internal_value(data)
        except ValidationError:
            fusion = fusion_of(self.context["request"].user, data)
            if fusion is None:
                raise
            return fusion.garde


class InscriptionSerializer(PlaceSerializer):
    id = serializers.IntegerField(read_only=True)
    beneficiaire = PersonneField("numero", queryset=Beneficiaire.objects.none())
    centre = serializers.CharField(source="centre.code", read_only=True)
    annee = serializers.CharField(source="annee.code", read_only=True)
    date_fin = serializers.DateField(read_only=True)
    motif_sortie = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_fields(self):
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None and request.user.is_authenticated:
            fields["beneficiaire"].queryset = Beneficiaire.objects.visible_to(request.user)
        return fields


class StatutSerializer(StrictSerializer):
    vers = serializers.ChoiceField(Statut.choices)
    effectif_le = serializers.DateField(required=False)
    motif_sortie = serializers.ChoiceField(MotifSortie.choices, required=False, allow_null=True)
    motif = TextGateField(text.clean_text, required=False, allow_blank=True, max_length=300)


class TuteurSerializer(StrictSerializer):
    id = serializers.IntegerField(read_only=True, source="tuteur_id")
    nom_ar = TextGateField(
        text.clean_name, source="tuteur.nom_ar", required=False, allow_blank=True, max_length=100
    )
    prenom_ar = TextGateField(
        text.clean_name, source="tuteur.prenom_ar", required=False, allow_blank=True, max_length=100
    )
    nom_fr = TextGateField(
        text.clean_name, source="tuteur.nom_fr", required=False, allow_blank=True, max_length=100
    )
    prenom_fr = TextGateField(
        text.clean_name, source="tuteur.prenom_fr", required=False, allow_blank=True, max_length=100
    )
    telephone = TextGateField(
        text.clean_phone,
        source="tuteur.telephone",
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=20,
    )
    lien = serializers.ChoiceField(LienTuteur.Lien.choices, required=False)
    principal = serializers.BooleanField(required=False)
    version = serializers.IntegerField(source="tuteur.version", read_only=True)
