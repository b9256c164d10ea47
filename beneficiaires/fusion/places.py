"""Two enrolments of one person that are open in one centre and year: one stays."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from beneficiaires.models import ChangementStatut, Inscription, Statut
from beneficiaires.statuts import OCCUPENT_UNE_PLACE
from entraide.periods import today

from .bookkeeping import changed


class Refus(ValidationError):
    """A merge or an undo refused, in words. `code`: meme, absorbee, places, ordre, annulee, complet, deja,
    attributions, tuteur, ensemble."""


@dataclass
class Double:
    """Two open enrolments of the two files in one centre and year. `cle` is the key of `places`."""

    garde: Inscription
    absorbe: Inscription

    @property
    def cle(self):
        return self.garde.centre_id, self.garde.annee_id

    @property
    def centre(self):
        return self.garde.centre

    @property
    def annee(self):
        return self.garde.annee

    @property
    def defaut(self):
        """The enrolment that is proposed to stay: one that holds a seat, then the older one."""
        two = sorted(
            (self.garde, self.absorbe),
            key=lambda i: (i.statut not in OCCUPENT_UNE_PLACE, i.date_inscription, i.pk),
        )
        return two[0].pk

    def other_than(self, pk):
        return self.absorbe if pk == self.garde.pk else self.garde


def doubles(inscriptions, garde, absorbe):
    """[Double] among the enrolments of both files."""
    open_ = {garde.pk: {}, absorbe.pk: {}}
    for inscription in inscriptions:
        if inscription.date_fin is None:
            cle = inscription.centre_id, inscription.annee_id
            open_[inscription.beneficiaire_id][cle] = inscription
    return [
        Double(inscription, open_[absorbe.pk][cle])
        for cle, inscription in sorted(open_[garde.pk].items())
        if cle in open_[absorbe.pk]
    ]


def check_chosen(found, places):
    """Raise Refus unless `places` says of each double which of the two stays."""
    for double in found:
        if places.get(double.cle) not in (double.garde.pk, double.absorbe.pk):
            raise Refus(
                _("Both files have an open enrolment in %(centre)s. Choose the one that stays.")
                % {"centre": double.centre.nom},
                code="places",
            )


def cancel(inscription, contexte):
    """Cancel the enrolment that was one too many, on the last day that its history and its year allow."""
    last = inscription.changements.order_by("-effectif_le").values_list("effectif_le", flat=True).first()
    jour = max(min(today(), inscription.annee.fin), last or inscription.date_inscription)
    changed(Inscription.objects.filter(pk=inscription.pk), contexte, statut=Statut.ANNULE, date_fin=jour)
    motif = _("One person, two files: %(absorbe)s was merged into %(garde)s.") % {
        "absorbe": contexte.absorbe.numero_affiche,
        "garde": contexte.garde.numero_affiche,
    }
    ChangementStatut.objects.create(
        inscription=inscription, de=inscription.statut, vers=Statut.ANNULE, effectif_le=jour, motif=motif,
        cree_par=contexte.par, lot=contexte.lot,
    )  # fmt: skip


def held(inscriptions, annee):
    """The enrolments of a year that hold a seat."""
    return [i for i in inscriptions if i.annee_id == annee.pk and i.statut in OCCUPENT_UNE_PLACE]
