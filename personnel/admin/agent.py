from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from entraide.admin_columns import phone, text, two_scripts
from entraide.import_admin import TableAdmin
from personnel.actions.agent import creer_agent, modifier_agent
from personnel.actions.suppression import supprimer_agent
from personnel.desk import EditedAdmin
from personnel.imports import AgentResource
from personnel.models import Agent
from personnel.regles import verifier_agent


@admin.register(Agent)
class AgentAdmin(TableAdmin, EditedAdmin):
    """Staff, whoever employs them."""

    resource_classes = [AgentResource]
    list_display = ["nom", "poste", "employeur", "numero_de_telephone", "son_compte"]
    list_filter = ["poste", "employeur", "sexe"]
    list_select_related = ["compte"]
    ordering = ["nom_ar", "prenom_ar", "id"]
    search_column = "cle_recherche"
    search_fields = ["cle_recherche"]
    search_help_text = _("Any part of a name in either script, or of the phone number.")
    autocomplete_fields = ["compte"]
    fieldsets = [
        (_("Identity"), {"fields": [("prenom_ar", "nom_ar"), ("prenom_fr", "nom_fr"), "sexe"]}),
        (_("Work"), {"fields": ["poste", "employeur", "date_embauche", "telephone"]}),
        (
            _("Sign-in"),
            {"fields": ["compte"], "description": _("The account with which this person signs in, if any.")},
        ),
    ]
    deletable = True
    instead_of_deleting = _("Close the assignments of this person: they keep the past and let nobody in.")

    nom = two_scripts(_("Full name"), lambda a: a.nom_complet_ar, lambda a: a.nom_complet_fr, order="nom_ar")
    numero_de_telephone = phone(_("Phone"), "telephone")
    son_compte = text(_("account"), "compte.username")

    def verifier(self, instance):
        verifier_agent(instance)

    def creer(self, request, instance, form):
        return creer_agent(agent=instance, par=request.user)

    def modifier(self, request, instance, champs, version):
        return modifier_agent(agent=instance, champs=champs, version=version, par=request.user)

    def supprimer(self, request, instance, version):
        supprimer_agent(agent=instance, version=version, par=request.user)
