"""Who may do what with institutions. The rule in words stands above the function that applies it."""

from personnel.permissions import exiger

from .models import Affectation

__all__ = ["exiger", "peut_gerer_personnes", "peut_gerer_reseau", "voit_des_personnes"]


# The coordination alone changes the network: institutions, years, groups, assignments, exceptions.
def peut_gerer_reseau(compte):
    return compte.est_coordination


# People are handled by the coordination, everywhere, and by a manager in the centres of open assignments.
def peut_gerer_personnes(compte, centre):
    if compte.est_coordination:
        return True
    return (
        compte.est_responsable
        and Affectation.objects.ouvertes().filter(agent__compte=compte, centre=centre).exists()
    )


# Names of people are for those who handle people: never for an official.
def voit_des_personnes(compte):
    return compte.est_coordination or compte.est_responsable
