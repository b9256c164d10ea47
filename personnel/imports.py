"""The staff as a table: a row is found by its number; an empty number makes a new member of staff."""

from django.utils.translation import gettext_lazy as _

from entraide.import_columns import ChoiceColumn, Column, whole
from entraide.import_resource import TableResource
from entraide.text import clean_date, clean_name, clean_phone, format_phone
from personnel.actions.agent import creer_agent, modifier_agent
from personnel.models import Agent
from personnel.models.agent import Employeur, Poste
from personnel.regles import verifier_agent


class AgentResource(TableResource):
    id = Column("id", _("Staff number"), whole, str, key=True, empty_is_new=True)
    prenom_ar = Column("prenom_ar", _("First name in Arabic"), clean_name)
    nom_ar = Column("nom_ar", _("Last name in Arabic"), clean_name)
    prenom_fr = Column("prenom_fr", _("First name in Latin letters"), clean_name)
    nom_fr = Column("nom_fr", _("Last name in Latin letters"), clean_name)
    sexe = ChoiceColumn("sexe", _("Sex"), Agent._meta.get_field("sexe").choices)
    poste = ChoiceColumn("poste", _("post"), Poste.choices, required=True)
    employeur = ChoiceColumn("employeur", _("Employer"), Employeur.choices, required=True)
    telephone = Column("telephone", _("Phone"), clean_phone, format_phone)
    date_embauche = Column("date_embauche", _("hire date"), clean_date)

    class Meta:
        model = Agent

    def rule(self, instance):
        verifier_agent(instance)

    def creer(self, instance):
        return creer_agent(agent=instance, par=self.par, lot=self.lot)

    def modifier(self, instance, champs, version):
        return modifier_agent(agent=instance, champs=champs, version=version, par=self.par, lot=self.lot)
