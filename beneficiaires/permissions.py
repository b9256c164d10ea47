"""Who may do what with people and enrolments."""

from centres.permissions import exiger, peut_gerer_personnes, voit_des_personnes

__all__ = [
    "exiger",
    "peut_accorder_derogation",
    "peut_fusionner",
    "peut_inscrire",
    "peut_modifier_personne",
    "peut_repondre",
    "voit_des_personnes",
]


# Enrolling, and changing the status of an enrolment: whoever handles people in that centre.
def peut_inscrire(compte, centre):
    return peut_gerer_personnes(compte, centre)


# A person's file is changed by the coordination and by the managers of the centres where the person is
# enrolled: exactly those who see it.
def peut_modifier_personne(compte, beneficiaire):
    return type(beneficiaire).objects.visible_to(compte).filter(pk=beneficiaire.pk).exists()


# Going over an age bound is the coordination's decision, with a reason.
def peut_accorder_derogation(compte):
    return compte.est_coordination


# Two files of one person: comparing, merging and separating them joins people of all institutions.
def peut_fusionner(compte):
    return compte.est_coordination


# Whether a person typed in one centre is somebody known in another: the coordination alone sees both.
def peut_repondre(compte):
    return compte.est_coordination
