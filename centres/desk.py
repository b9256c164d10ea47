"""What the desk's pages of the network share: the actions of the network, the rules in words."""

from centres.actions.reference import creer, modifier
from centres.actions.suppression import supprimer
from centres.regles import verifier
from personnel.desk import EditedAdmin


class NetworkAdmin(EditedAdmin):
    """A row of the network, created, changed and deleted through its actions."""

    def verifier(self, instance):
        verifier(instance)

    def creer(self, request, instance, form):
        return creer(instance=instance, par=request.user)

    def modifier(self, request, instance, champs, version):
        return modifier(instance=instance, champs=champs, version=version, par=request.user)

    def supprimer(self, request, instance, version):
        supprimer(instance=instance, version=version, par=request.user)
