"""The pairs to review, kept with the people: each action that writes a person calls `suivre`.

A decision stays: "two persons" is never asked again, whatever becomes of the two files. An undecided pair
follows them: its score changes with them, and it goes away when they no longer resemble each other.
"""

from beneficiaires.derived import blocking_keys
from beneficiaires.matching import prepare, ressemblance
from beneficiaires.models import LienTuteur, Paire

from .comparaison import NOBODY, Comparison
from .identites import identite, profils
from .index import add_keys, keep_keys, verrouiller


def suivre(personne, *, par, lot=None, motif=""):
    """Bring the keys and the pairs of a person up to date with her file; return her undecided pairs.

    Runs inside `agir`, after the file and the guardians are written. `motif`: why the file was created
    although somebody resembles it; kept with each new pair. Called again it writes nothing.
    """
    return suivre_plusieurs([personne], par=par, lot=lot, motif=motif)[personne.pk]


def suivre_nouvelle(personne, trouves, *, par, lot=None, motif=""):
    """`suivre` for a person who was created in this transaction; return her pairs.

    `trouves`: the Candidat that `candidats` gave for her since `verrouiller`; nothing is read again.
    """
    add_keys(personne.pk, blocking_keys(identite(personne, ()), personne.squelette))
    new = [
        new_pair(each.personne_id, personne.pk, each.score, each.verdict, cree_par=par, lot=lot, motif=motif)
        for each in trouves
    ]
    return Paire.objects.bulk_create(new)


def suivre_plusieurs(personnes, *, par, lot=None, motif=""):
    """`suivre` for several people of one transaction: {key of the person: [Paire]}."""
    liens = {personne.pk: [] for personne in personnes}
    rows = LienTuteur.objects.filter(beneficiaire__in=list(liens) or NOBODY).select_related("tuteur")
    for lien in rows.order_by("id"):
        liens[lien.beneficiaire_id].append(lien)
    files, blocking = {}, {}
    for personne in personnes:
        file = identite(personne, liens[personne.pk])
        blocking[personne.pk] = blocking_keys(file, personne.squelette)
        files[personne.pk] = prepare(file, personne.squelette)
    # All at once and in order: two transactions that write several people do not wait for each other.
    verrouiller(set().union(*blocking.values()))
    keep_keys(blocking)
    found = Comparison().of([(profil, key) for key, profil in files.items()])
    return {
        key: _keep(key, profil, {other: judged for other, *judged in alike}, par, lot, motif)
        for (key, profil), alike in zip(files.items(), found, strict=True)
    }


def _keep(person, profil, alike, par, lot, motif):
    """Write what changed in the pairs of one person. `alike`: {other person: (score, verdict)}."""
    former = {}
    for paire in Paire.objects.de(person):
        former[paire.b_id if paire.a_id == person else paire.a_id] = paire
    undecided = {other: paire for other, paire in former.items() if paire.etat != "DIFFERENTS"}
    # The search for candidates is bounded: a pair is given up only after its two files were compared.
    unseen = undecided.keys() - alike.keys()
    for other, other_profil in profils(sorted(unseen)).items() if unseen else ():
        if judged := ressemblance(profil, other_profil):
            alike[other] = judged
    for other in unseen - alike.keys():
        undecided.pop(other).delete()
    for other in undecided:
        rescore(undecided[other], *alike[other])
    new = [
        new_pair(person, other, points, verdict, cree_par=par, lot=lot, motif=motif)
        for other, (points, verdict) in sorted(alike.items())
        if other not in former
    ]
    if new:
        Paire.objects.bulk_create(new, ignore_conflicts=True)
        pairs = Paire.objects.de(person).a_decider()
        return list(pairs.order_by("-score", "id"))
    return sorted(undecided.values(), key=lambda paire: (-paire.score, paire.pk))


def new_pair(one, other, points, verdict, **fields):
    """An unsaved Paire of two people, the older key first."""
    first, second = sorted((one, other))
    return Paire(a_id=first, b_id=second, score=points, verdict=verdict_of(verdict), **fields)


def verdict_of(verdict):
    """The matcher's verdict as the column keeps it."""
    return verdict.name


def rescore(paire, points, verdict):
    """Write the score and verdict of an undecided pair when they changed; return whether they did. The
    version stays: nobody chose these values, and a page that shows the pair may still decide."""
    name = verdict_of(verdict)
    if (paire.score, paire.verdict) == (points, name):
        return False
    paire.score, paire.verdict = points, name
    Paire.objects.filter(pk=paire.pk).update(score=points, verdict=name)
    return True
