"""The tables of reference of the network as files: institutions, tracks and groups.

Institutions and tracks are found by their code, a group by its institution, its year and its name in Arabic.
"""

from django.utils.translation import gettext_lazy as _

from centres.actions.reference import creer, modifier
from centres.models import (
    AnneeScolaire,
    Centre,
    Commune,
    EtatCentre,
    Filiere,
    Gestion,
    Groupe,
    Milieu,
    TypeCentre,
)
from centres.regles import verifier
from entraide.import_columns import ChoiceColumn, Column, RelatedColumn, decimal, long_text, whole
from entraide.import_resource import TableResource
from entraide.text import clean_code, clean_date, clean_phone, clean_text, format_phone
from personnel.models import Agent


class _NetworkResource(TableResource):
    """Written through the actions of the network."""

    def rule(self, instance):
        verifier(instance)

    def creer(self, instance):
        return creer(instance=instance, par=self.par, lot=self.lot)

    def modifier(self, instance, champs, version):
        return modifier(instance=instance, champs=champs, version=version, par=self.par, lot=self.lot)


class CentreResource(_NetworkResource):
    code = Column("code", _("code"), clean_code, key=True)
    type = ChoiceColumn("type", _("type"), TypeCentre.choices, required=True)
    nom_ar = Column("nom_ar", _("Name in Arabic"), required=True)
    nom_fr = Column("nom_fr", _("Name in Latin letters"), required=True)
    commune = RelatedColumn("commune", _("Code of the commune"), Commune.objects.all, required=True)
    quartier_ar = Column("quartier_ar", _("Quarter in Arabic"))
    quartier_fr = Column("quartier_fr", _("Quarter in Latin letters"))
    milieu = ChoiceColumn("milieu", _("setting"), Milieu.choices, required=True)
    gestion = ChoiceColumn("gestion", _("management"), Gestion.choices, required=True)
    association_ar = Column("association_ar", _("Managing association in Arabic"))
    association_fr = Column("association_fr", _("Managing association in Latin letters"))
    accueilli_par = RelatedColumn("accueilli_par", _("Code of the host centre"), Centre.objects.all)
    etat = ChoiceColumn("etat", _("state"), EtatCentre.choices, required=True)
    ouvert_le = Column("ouvert_le", _("opened on"), clean_date)
    ferme_le = Column("ferme_le", _("closed on"), clean_date)
    reouverture_prevue = Column("reouverture_prevue", _("expected reopening"), clean_date)
    motif_fermeture = Column("motif_fermeture", _("reason of closing"))
    latitude = Column("latitude", _("latitude"), decimal)
    longitude = Column("longitude", _("longitude"), decimal)
    telephone = Column("telephone", _("Phone"), clean_phone, format_phone)
    note_ar = Column("note_ar", _("Note in Arabic"), long_text)
    note_fr = Column("note_fr", _("Note in French"), long_text)

    joined = ("commune", "accueilli_par")

    class Meta:
        model = Centre


class FiliereResource(_NetworkResource):
    code = Column("code", _("code"), clean_code, key=True)
    type = ChoiceColumn("type", _("type"), TypeCentre.choices, required=True)
    nom_ar = Column("nom_ar", _("Name in Arabic"), required=True)
    nom_fr = Column("nom_fr", _("Name in Latin letters"), required=True)
    duree_mois = Column("duree_mois", _("duration in months"), whole, required=True)

    class Meta:
        model = Filiere


class GroupeResource(_NetworkResource):
    centre = RelatedColumn("centre", _("Code of the institution"), Centre.objects.all, key=True)
    annee = RelatedColumn("annee", _("School year"), AnneeScolaire.objects.all, key=True)
    nom_ar = Column("nom_ar", _("Name in Arabic"), clean_text, key=True)
    nom_fr = Column("nom_fr", _("Name in Latin letters"), required=True)
    filiere = RelatedColumn("filiere", _("Code of the track"), Filiere.objects.all, required=True)
    niveau = Column("niveau", _("Level"), whole)
    capacite = Column("capacite", _("Capacity"), whole, required=True)
    enseignant = RelatedColumn("enseignant", _("Number of the teacher"), Agent.objects.all, "id", whole)
    horaire_ar = Column("horaire_ar", _("Timetable in Arabic"))
    horaire_fr = Column("horaire_fr", _("Timetable in French"))
    ferme_le = Column("ferme_le", _("closed on"), clean_date)

    joined = ("centre", "annee", "filiere", "enseignant")

    class Meta:
        model = Groupe
