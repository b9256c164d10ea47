"""Enrolling and changing status: the one way in for pages, API, admin and import."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from beneficiaires.models import Beneficiaire, ChangementStatut, Inscription, Statut
from beneficiaires.permissions import exiger, peut_accorder_derogation, peut_inscrire
from beneficiaires.regles import judge_age
from beneficiaires.statuts import OCCUPENT_UNE_PLACE, OUVERTS, SORTIES, permise
from centres.actions.groupe import verrouiller
from centres.models import EtatCentre, Groupe
from entraide.editing import check_version, save_version
from entraide.periods import format_date_long, today
from personnel.journal import agir


@dataclass
class Demande:
    """One enrolment asked for. `statut` is ACTIF (takes a seat) or ATTENTE (waiting list)."""

    beneficiaire: Beneficiaire
    groupe: Groupe
    date: datetime.date | None = None
    statut: str = Statut.ACTIF
    motif_tardif: str = ""
    derogation_age: str = ""


class Refus(ValidationError):
    """An enrolment refused, in words. `code`: age, complet, deja, date, tardif, ferme, statut."""


def inscrire(*, par, lot=None, **demande):
    """Enrol one person: `inscrire(beneficiaire=, groupe=, date=, statut=, motif_tardif=, derogation_age=,
    par=)`.

    Effects and errors are those of `inscrire_lot`.
    """
    return inscrire_lot(demandes=[Demande(**demande)], par=par, lot=lot)[0]


def inscrire_lot(*, demandes, par, lot=None):
    """Enrol many people at once, or nobody; return the `Inscription` rows in order.

    Effects: locks the groups in one order, writes `Inscription` and its first `ChangementStatut`; the
    database takes the seats. Raises PermissionDenied for a centre that `par` does not manage, and Refus
    (the first one met) for a closed centre or group, a date outside the year or in the future, a late date
    without a reason, an age outside the rule without an exception of the coordination, an enrolment already
    open, or a full group.
    """
    for centre in {d.groupe.centre_id: d.groupe.centre for d in demandes}.values():
        exiger(peut_inscrire(par, centre))
    if any(d.derogation_age for d in demandes):
        exiger(peut_accorder_derogation(par))
    jour = today()
    with agir(par=par, lot=lot):
        groupes = verrouiller({d.groupe.pk for d in demandes})
        for demande in demandes:
            demande.date = demande.date or jour
            _verifier(demande, jour)
        _refuser_les_doubles(demandes)
        _refuser_le_surnombre(demandes, groupes)
        try:
            with transaction.atomic():
                return _ecrire(demandes, par, lot)
        except IntegrityError:
            # Somebody else enrolled the same person at the same second: say it as if it had been seen before.
            _refuser_les_doubles(demandes)
            raise


def changer_statut(
    *, inscription, vers, par, version, effectif_le=None, motif="", motif_sortie=None, lot=None
):
    """Move an enrolment to the status `vers` on the day `effectif_le` (today by default); return it.

    Effects: the row's status and end date, one `ChangementStatut`; the database takes or frees the seat.
    Raises PermissionDenied, Refus (transition not in the table, date outside its bounds, full group, exit
    without a coded reason), Conflict, VersionMissing.
    """
    exiger(peut_inscrire(par, inscription.centre))
    jour = effectif_le or today()
    with agir(par=par, lot=lot):
        groupes = verrouiller({inscription.groupe_id} - {None})
        actuelle = Inscription.objects.select_for_update(of=("self",)).get(pk=inscription.pk)
        check_version(actuelle, version, {"statut": vers})
        if not permise(actuelle.statut, vers):
            raise Refus(
                _("An enrolment that is «%(de)s» cannot become «%(vers)s». Choose another status.")
                % {"de": actuelle.get_statut_display(), "vers": Statut(vers).label},
                code="statut",
            )
        _verifier_date_de_changement(actuelle, jour)
        if vers in SORTIES and vers != Statut.ANNULE and not (motif_sortie or vers == Statut.ACHEVE):
            raise Refus(
                {"motif_sortie": _("Choose the reason of leaving: it is counted in the statistics.")},
                code="motif",
            )
        prend_une_place = vers in OCCUPENT_UNE_PLACE and actuelle.statut not in OCCUPENT_UNE_PLACE
        groupe = groupes.get(actuelle.groupe_id)
        if prend_une_place and groupe and groupe.complet:
            raise Refus(_phrase_complet(groupe), code="complet")
        if vers in OUVERTS and actuelle.statut not in OUVERTS:
            _refuser_les_doubles([Demande(actuelle.beneficiaire, actuelle.groupe)])
        de = actuelle.statut
        sortie = vers in SORTIES
        champs = {
            "statut": vers,
            "date_fin": jour if sortie else None,
            "motif_sortie": ("ACHEVEMENT" if vers == Statut.ACHEVE else motif_sortie) if sortie else None,
        }
        save_version(actuelle, champs, version=version, par=par)
        ChangementStatut.objects.create(
            inscription=actuelle, de=de, vers=vers, effectif_le=jour, cree_par=par, lot=lot, motif=motif
        )
        # The seat that was freed above an ended exception is not given again.
        verrouiller({actuelle.groupe_id} - {None})
    return actuelle


def _verifier(demande, jour):
    """The rules that need no query: state of the centre, dates, age."""
    groupe, annee = demande.groupe, demande.groupe.annee
    langue = (get_language() or "ar")[:2]
    if groupe.centre.etat != EtatCentre.OUVERT or groupe.ferme_le:
        raise Refus(
            _("This institution or group is closed: nobody can be enrolled in it. Choose another group."),
            code="ferme",
        )
    if demande.statut not in (Statut.ACTIF, Statut.ATTENTE):
        raise Refus(_("A new enrolment is either active or waiting."), code="statut")
    bornes = {
        "debut": format_date_long(annee.debut, langue),
        "fin": format_date_long(min(annee.fin, jour), langue),
    }
    if not annee.debut <= demande.date <= annee.fin or demande.date > jour:
        raise Refus(
            {
                "date": _(
                    "The enrolment date must lie between %(debut)s and %(fin)s. Check the day and the year."
                )
                % bornes
            },
            code="date",
        )
    naissance = demande.beneficiaire.naissance
    if naissance and demande.date < naissance:
        raise Refus({"date": _("The enrolment date lies before the birth date. Check both.")}, code="date")
    if annee.fin_inscriptions and demande.date > annee.fin_inscriptions and not demande.motif_tardif:
        raise Refus(
            {
                "motif_tardif": _(
                    "Enrolment ended on %(date)s. A late enrolment is possible: write its reason."
                )
                % {"date": format_date_long(annee.fin_inscriptions, langue)}
            },
            code="tardif",
        )
    if not demande.derogation_age:
        refus = judge_age(
            groupe.centre.type,
            naissance,
            demande.beneficiaire.naissance_precision,
            annee.date_reference,
            langue,
        )
        if refus:
            conseil = _("Check the date. If it is right, the coordination may grant an exception.")
            raise Refus({"naissance": f"{refus} {conseil}"}, code="age")


def _refuser_les_doubles(demandes):
    """One open enrolment per person, centre and year, in the register and within the batch itself."""
    cles = Counter((d.beneficiaire.pk, d.groupe.centre_id, d.groupe.annee_id) for d in demandes)
    ouvertes = {}
    for tranche in _tranches([d.beneficiaire.pk for d in demandes], 5000):
        lignes = Inscription.objects.ouvertes().filter(
            beneficiaire__in=tranche, centre__in={d.groupe.centre_id for d in demandes}
        )
        for personne, centre, annee, jour in lignes.values_list(
            "beneficiaire", "centre", "annee", "date_inscription"
        ):
            ouvertes[personne, centre, annee] = jour
    for demande in demandes:
        cle = (demande.beneficiaire.pk, demande.groupe.centre_id, demande.groupe.annee_id)
        if cle in ouvertes or cles[cle] > 1:
            jour = format_date_long(ouvertes.get(cle, demande.date), (get_language() or "ar")[:2])
            raise Refus(
                _("This person is already enrolled in this institution for this year, since %(date)s.")
                % {"date": jour},
                code="deja",
            )


def _refuser_le_surnombre(demandes, groupes):
    prises = Counter(d.groupe.pk for d in demandes if d.statut in OCCUPENT_UNE_PLACE)
    for pk, nombre in prises.items():
        if groupes[pk].occupees + nombre > groupes[pk].plafond_du_jour:
            raise Refus(_phrase_complet(groupes[pk]), code="complet")


def _phrase_complet(groupe):
    return _(
        "The group is full (%(occupees)s of %(plafond)s). Enrol on the waiting list or choose another group."
    ) % {"occupees": groupe.occupees, "plafond": groupe.plafond_du_jour}


def _verifier_date_de_changement(inscription, jour):
    dernier = (
        inscription.changements.order_by("-effectif_le", "-id").values_list("effectif_le", flat=True).first()
    )
    debut, fin = dernier or inscription.date_inscription, min(today(), inscription.annee.fin)
    if not debut <= jour <= fin:
        langue = (get_language() or "ar")[:2]
        bornes = {"debut": format_date_long(debut, langue), "fin": format_date_long(fin, langue)}
        raise Refus(
            {"effectif_le": _("The date of the change must lie between %(debut)s and %(fin)s.") % bornes},
            code="date",
        )


def _ecrire(demandes, par, lot):
    inscriptions = Inscription.objects.bulk_create(
        [
            Inscription(
                beneficiaire=d.beneficiaire,
                centre_id=d.groupe.centre_id,
                annee_id=d.groupe.annee_id,
                groupe=d.groupe,
                statut=d.statut,
                date_inscription=d.date,
                motif_tardif=d.motif_tardif,
                derogation_age=d.derogation_age,
                cree_par=par,
                lot=lot,
            )
            for d in demandes
        ],
        batch_size=2000,
    )
    ChangementStatut.objects.bulk_create(
        [
            ChangementStatut(
                inscription=i, de=None, vers=i.statut, effectif_le=i.date_inscription, cree_par=par, lot=lot
            )
            for i in inscriptions
        ],
        batch_size=2000,
    )
    return inscriptions


def _tranches(valeurs, taille):
    for debut in range(0, len(valeurs), taille):
        yield valeurs[debut : debut + taille]


def phrase_places(nombre):
    """«3 places left» in the reader's language."""
    return ngettext("%(n)s place left", "%(n)s places left", nombre) % {"n": nombre}
