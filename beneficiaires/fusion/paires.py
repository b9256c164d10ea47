"""The pairs of two files that are merged, and of two files that part again."""

from django.db.models import F

from beneficiaires import doublons
from beneficiaires.models import EtatPaire, Fusion, Paire

from .bookkeeping import changed
from .image import label, read
from .relations import Maniere


class Paires(Maniere):
    """Pairs. The pair of the two is no question any more. What was decided or put off about the absorbed file
    and a third one holds for the kept file; "two persons" outweighs what is undecided."""

    compte = False

    def observees(self, relation, contexte):
        return [Paire.objects.de(contexte.garde, contexte.absorbe)]

    def fusionner(self, relation, contexte):
        garde, absorbe = contexte.garde.pk, contexte.absorbe.pk
        paires = {absorbe: {}, garde: {}}
        for paire in Paire.objects.de(garde, absorbe):
            for personne, autre in ((paire.a_id, paire.b_id), (paire.b_id, paire.a_id)):
                if personne in paires:
                    paires[personne][autre] = paire
        away = [paires[absorbe].pop(garde).pk] if garde in paires[absorbe] else []
        differents = []
        for autre, paire in paires[absorbe].items():
            if autre not in paires[garde]:
                continue
            away.append(paire.pk)
            if paire.etat == EtatPaire.DIFFERENTS != paires[garde][autre].etat:
                differents.append(paires[garde][autre].pk)
        if away:
            Paire.objects.filter(pk__in=away).delete()
        if differents:
            changed(Paire.objects.filter(pk__in=differents), contexte, etat=EtatPaire.DIFFERENTS)
        # The older key stands first, wherever it stood before.
        if paires[absorbe].keys() - paires[garde].keys():
            Paire.objects.filter(a=absorbe, b__gt=garde).update(a=garde)
            Paire.objects.filter(a=absorbe).update(a=F("b"), b=garde)
            Paire.objects.filter(b=absorbe, a__lt=garde).update(b=garde)
            Paire.objects.filter(b=absorbe).update(a=garde, b=F("a"))


def follow_pairs(people, par, lot):
    """Compare both files with the register. A pair that is given up only because the other file, of which a
    merge is in force, is not what it was, is left to the undo of that merge."""
    before = read(Paire.objects.de(*people))
    doublons.suivre_plusieurs(people, par=par, lot=lot)
    still = set(Paire.objects.filter(pk__in=before).values_list("pk", flat=True))
    for row in (row for key, row in before.items() if key not in still):
        later = (
            Fusion.objects.en_vigueur().filter(garde__in=(row["a_id"], row["b_id"])).order_by("-pk").first()
        )
        if later is not None:
            record = later.image["lignes"].setdefault(
                label(Paire), {"changed": [], "removed": [], "added": []}
            )
            record["removed"].append(row)
            later.image["personnes"] = sorted({*later.image["personnes"], row["a_id"], row["b_id"]})
            Fusion.objects.filter(pk=later.pk).update(image=later.image)
