"""Staff members: the rules stand in the actions, whatever door is used."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from entraide.periods import today
from personnel.actions.agent import creer_agent, modifier_agent
from personnel.models import Agent
from tests.people import make_account

pytestmark = pytest.mark.django_db
POSTE = {"poste": "FORMATEUR", "employeur": "ENTRAIDE"}


def test_the_actions_ask_the_rules_of_staff():
    par = make_account("fatima", "COORDINATION")
    with pytest.raises(ValidationError) as refus:
        creer_agent(agent=Agent(**POSTE), par=par)
    assert "prenom_ar" in refus.value.message_dict
    agent = creer_agent(agent=Agent(prenom_ar="زينب", **POSTE), par=par)
    demain = today() + timedelta(days=1)
    with pytest.raises(ValidationError) as refus:
        modifier_agent(agent=agent, champs={"date_embauche": demain}, version=agent.version, par=par)
    assert "date_embauche" in refus.value.message_dict
    assert modifier_agent(agent=agent, champs={"nom_fr": "Alaoui"}, version=agent.version, par=par)
    agent.refresh_from_db()
    assert (agent.nom_fr, agent.cle_recherche) == ("Alaoui", "زينب alaoui")
