"""After an undo: the places that are given back, and whose the later ones and the later guardians are."""

from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from beneficiaires.models import Inscription, LienTuteur
from beneficiaires.statuts import OCCUPENT_UNE_PLACE, OUVERTS

from .image import label
from .places import Refus
from .valeurs import ABSORBE, GARDE


def since(fusion):
    """The enrolments of the kept file that neither file had when they were merged."""
    return Inscription.objects.filter(beneficiaire=fusion.garde_id).exclude(
        pk__in=fusion.image["inscriptions"]
    )


def links_since(fusion):
    """The guardians of the kept file whom neither file had when they were merged."""
    liens = LienTuteur.objects.filter(beneficiaire=fusion.garde_id)
    if "liens" not in fusion.image:  # merged before this was recorded
        return liens.filter(cree_le__gt=fusion.cree_le)
    return liens.exclude(pk__in=fusion.image["liens"])


def reopened_by(fusion):
    """The enrolments that the merge cancelled and that are still so, with the status they go back to."""
    if fusion.annulee_le:
        return []
    was = {}
    for group in fusion.image["lignes"].get(label(Inscription), {}).get("changed", ()):
        if "statut" in group["before"] and group["before"]["statut"] in OUVERTS:
            was.update(dict.fromkeys(group["keys"], group["before"]["statut"]))
    rows = Inscription.objects.filter(pk__in=was, date_fin__isnull=False).select_related("centre", "groupe")
    found = list(rows.order_by("pk"))
    for inscription in found:
        inscription.redevient = was[inscription.pk]
    return found


def given_to_absorbed(fusion, attributions):
    """The keys of the later enrolments that go to the restored file. Raises Refus for any other key."""
    known = set(since(fusion).values_list("pk", flat=True))
    if attributions.keys() - known or set(attributions.values()) - {GARDE, ABSORBE}:
        raise Refus(
            _("An enrolment of this form was not made since the merge. Open the page again."),
            code="attributions",
        )
    return [pk for pk, side in attributions.items() if side == ABSORBE]


def links_given(fusion, tuteurs):
    """The later guardian links that go to the restored file. Raises Refus for any other key.

    They step back, those that are principal, until `give_links`: so each file gets its own principal guardian
    back.
    """
    known = {lien.pk: lien for lien in links_since(fusion).select_related("tuteur").order_by("pk")}
    if tuteurs.keys() - known.keys() or set(tuteurs.values()) - {GARDE, ABSORBE}:
        raise Refus(
            _("A guardian of this form was not added since the merge. Open the page again."),
            code="attributions",
        )
    given = [lien for pk, lien in known.items() if tuteurs.get(pk) == ABSORBE]
    LienTuteur.objects.filter(pk__in=[lien.pk for lien in given if lien.principal]).update(principal=False)
    return given


def give_links(given, absorbe, par):
    """Give these links to the restored file, which is as it was: one is principal there only when the file
    has no principal guardian of its own. Raises Refus for a guardian whom it has."""
    own = LienTuteur.objects.filter(beneficiaire=absorbe)
    for lien in given:
        if own.filter(tuteur=lien.tuteur_id).exists():
            raise Refus(
                _(
                    "%(tuteur)s is already a guardian in the file %(numero)s. Give the later link to the "
                    "other file."
                )
                % {"tuteur": lien.tuteur, "numero": absorbe.numero_affiche},
                code="tuteur",
            )
        values = {"beneficiaire": absorbe, "principal": lien.principal}
        if lien.principal and own.filter(principal=True).exists():
            values |= {
                "principal": False,
                "version": F("version") + 1,
                "modifie_le": Now(),
                "modifie_par": par,
            }
        LienTuteur.objects.filter(pk=lien.pk).update(**values)


def refuse_two_open(fusion, given, reopened):
    """Raise Refus when a person would have two open enrolments in one centre and year after the undo."""
    absorbed = set(given)
    for group in fusion.image["lignes"].get(label(Inscription), {}).get("changed", ()):
        if group["before"].get("beneficiaire_id") == fusion.image["absorbe"]:
            absorbed.update(group["keys"])
    open_, again = set(), {i.pk for i in reopened}
    for inscription in Inscription.objects.filter(beneficiaire=fusion.garde_id).select_related("centre"):
        if inscription.date_fin is not None and inscription.pk not in again:
            continue
        place = inscription.pk in absorbed, inscription.centre_id, inscription.annee_id
        if place in open_:
            raise Refus(
                _(
                    "One person would have two open enrolments in %(centre)s. Give the later one to the "
                    "other file."
                )
                % {"centre": inscription.centre.nom},
                code="deja",
            )
        open_.add(place)


def refuse_full(reopened, groups):
    """Raise Refus when a seat that the undo needs is taken. `groups`: the groups, locked."""
    wanted = {}
    for inscription in reopened:
        if inscription.redevient in OCCUPENT_UNE_PLACE and inscription.groupe_id:
            wanted[inscription.groupe_id] = wanted.get(inscription.groupe_id, 0) + 1
    for pk, number in wanted.items():
        groupe = groups[pk]
        if groupe.occupees + number > groupe.plafond_du_jour:
            raise Refus(
                _(
                    "The undo gives a cancelled place back, and the group %(groupe)s is full. Free a seat or "
                    "grant an exception, then undo."
                )
                % {"groupe": groupe.nom},
                code="complet",
            )
