"""How the relations of this application are merged."""

from dataclasses import dataclass, field

from beneficiaires import doublons, search
from beneficiaires.models import ChangementStatut, Inscription, LienTuteur

from .bookkeeping import changed
from .image import Releve
from .paires import Paires
from .places import cancel
from .relations import Deplacer, Deriver, SansDouble, declarer
from .valeurs import ABSORBE


@dataclass
class Contexte:
    """One merge: both people, what was chosen, who does it. `pas`: see `bookkeeping`."""

    garde: object
    absorbe: object
    par: object
    choix: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)
    doubles: list = field(default_factory=list)
    lot: str | None = None
    pas: int = 1
    releve: Releve = field(default_factory=Releve)


class Liens(SansDouble):
    """Guardians. One who stands in both files is linked once; one principal guardian remains: the kept
    file's, unless the other one's was chosen (`choix["tuteur_principal"]`)."""

    def __init__(self):
        super().__init__("tuteur")

    def observees(self, relation, contexte):
        return [relation.lignes(contexte.garde, contexte.absorbe)]

    def fusionner(self, relation, contexte):
        liens = relation.lignes(contexte.garde, contexte.absorbe).filter(principal=True)
        principaux = {lien.beneficiaire_id: lien for lien in liens}
        sien = principaux.get(contexte.garde.pk)
        autre = principaux.get(contexte.absorbe.pk)
        if autre is None:
            return super().fusionner(relation, contexte)
        # The same guardian may be linked to both: it is the kept file's link that stays.
        reste = relation.lignes(contexte.garde).filter(tuteur=autre.tuteur_id).first() or autre
        if sien is not None and contexte.choix.get("tuteur_principal") != ABSORBE:
            reste = sien
        reculent = [lien.pk for lien in (sien, autre) if lien is not None and lien.pk != reste.pk]
        changed(LienTuteur.objects.filter(pk__in=reculent), contexte, principal=False)
        if not reste.principal:
            changed(LienTuteur.objects.filter(pk=reste.pk), contexte, principal=True)
        super().fusionner(relation, contexte)


class Inscriptions(Deplacer):
    """All enrolments move, also several of one centre and year; of two that are open there, the one that was
    not chosen is cancelled."""

    def observees(self, relation, contexte):
        doubles = [i.pk for double in contexte.doubles for i in (double.garde, double.absorbe)]
        return [
            relation.lignes(contexte.absorbe),
            Inscription.objects.filter(pk__in=doubles),
            ChangementStatut.objects.filter(inscription__in=doubles),
        ]

    def fusionner(self, relation, contexte):
        for double in contexte.doubles:
            cancel(double.other_than(contexte.places[double.cle]), contexte)
        super().fusionner(relation, contexte)


class Fusions(Deplacer):
    """Earlier merges, the undone ones too; only those in force are a file's."""

    def comptees(self, relation, personne):
        return relation.lignes(personne).filter(annulee_le=None)


def _forget_words(personne):
    search.forget_person(personne.pk)


def _forget_keys(personne):
    doublons.oublier([personne.pk])


declarer("beneficiaires.Occurrence.beneficiaire", Deriver(_forget_words))
declarer("beneficiaires.Fragment.beneficiaire", Deriver(_forget_words))
declarer("beneficiaires.Cle.beneficiaire", Deriver(_forget_keys))
declarer("beneficiaires.LienTuteur.beneficiaire", Liens())
declarer("beneficiaires.Inscription.beneficiaire", Inscriptions())
declarer("beneficiaires.Fusion.garde", Fusions())
declarer("beneficiaires.Paire.a", Paires())
declarer("beneficiaires.Paire.b", Paires())
