"""Who is like the person being registered: as the pages show it, to those who may know it."""

from django.db.models import prefetch_related_objects

from beneficiaires.actions.beneficiaire import ressemblances
from beneficiaires.matching import Verdict, phrase
from beneficiaires.statuts import OUVERTS
from beneficiaires.views.beneficiaire import visible_enrolments
from beneficiaires.views.indices import preuves

SHOWN = 5


def shown(compte, candidats, centre):
    """The candidates that the account may see, ready for the page: each with its latest enrolment that the
    account may see, its evidence, and the open enrolment in `centre`, if any."""
    candidats = candidats[:SHOWN]
    personnes = [candidat.personne for candidat in candidats]
    prefetch_related_objects(personnes, visible_enrolments(compte, annee=True))
    return [
        {
            "personne": candidat.personne,
            "certain": candidat.verdict == Verdict.CERTAIN,
            "derniere": next(iter(candidat.personne.visibles), None),
            "ici": next(
                (i for i in candidat.personne.visibles if i.centre_id == centre.pk and i.statut in OUVERTS),
                None,
            ),
            "preuves": preuves(candidat.resultat),
            "phrase": phrase(candidat.resultat),
        }
        for candidat in candidats
    ]


def look(compte, personne, parents, centre):
    """What the page shows of those who are like a typed person: {"visibles", "ailleurs"}; None when there is
    nobody."""
    visibles, ailleurs, _trouves = ressemblances(personne=personne, par=compte, parents=parents)
    return told(compte, visibles, ailleurs, centre)


def told(compte, visibles, ailleurs, centre):
    if not visibles and not ailleurs:
        return None
    return {"visibles": shown(compte, visibles, centre), "ailleurs": ailleurs}
