"""The queue of the pairs to review: its order, its filters, its pages, the neighbours of a pair.

To review before put off, then the score, the highest first: the order of the index `paire_file`.
"""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beneficiaires.models import EtatPaire, Inscription, Paire, VerdictPaire
from centres.models import Centre
from entraide.fetch import fetch_or_404
from entraide.filters import StrictFilterSet, visible
from entraide.paging import COUNT_CAP, Page

ORDRE = ("etat", "-score", "id")
TAILLE = 25
PARAMETRES = ("voir", "centre")


class PaireFilter(StrictFilterSet):
    """Which part of the queue: by verdict, put off, of one institution."""

    VUES = {
        "certains": Q(etat=EtatPaire.A_EXAMINER, verdict=VerdictPaire.CERTAIN),
        "probables": Q(etat=EtatPaire.A_EXAMINER, verdict=VerdictPaire.A_VOIR),
        "reportes": Q(etat=EtatPaire.PLUS_TARD),
    }

    voir = django_filters.ChoiceFilter(
        label=_("Show"),
        method="filter_voir",
        choices=[("certains", _("Certain")), ("probables", _("Probable")), ("reportes", _("Put off"))],
    )
    centre = django_filters.ModelChoiceFilter(
        label=_("Institution"),
        queryset=visible(Centre, "code", "nom_ar", "nom_fr"),
        to_field_name="code",
        method="filter_centre",
    )

    class Meta:
        model = Paire
        fields = []

    def filter_voir(self, queryset, name, value: str):
        return queryset.filter(self.VUES[value])

    def filter_centre(self, queryset, name, value: str):
        gens = Inscription.objects.filter(centre=value).values("beneficiaire")
        return queryset.filter(Q(a__in=gens) | Q(b__in=gens))


class File:
    """The queue as the request narrows it.

    `filtre`, `toutes` (what the account may decide), `paires` (what the filters leave of it), `suite` (the
    query string that keeps the filters in an address, with its question mark).
    """

    def __init__(self, request, *, strict=False):
        """`strict`: the other parameters of the address are filters that were not understood."""
        self.visibles = Paire.objects.visible_to(request.user)
        self.toutes = self.visibles.a_decider()
        garde = request.GET.copy()
        for nom in list(garde):
            if nom not in PARAMETRES or not garde[nom]:
                del garde[nom]
        self.suite = f"?{garde.urlencode()}" if garde else ""
        data = request.GET if strict else garde
        self.filtre = PaireFilter(data, queryset=self.toutes, request=request)
        self.paires = self.filtre.qs

    def comptes(self):
        """[(view, count, whether there are more)] of the views under the same institution, "" for all."""
        gens = self.filtre.form.cleaned_data.get("centre") if self.filtre.understood else None
        paires = self.filtre.filter_centre(self.toutes, "centre", gens) if gens else self.toutes
        vues = [(vue, *compter(paires.filter(condition))) for vue, condition in PaireFilter.VUES.items()]
        total, plus = sum(n for _vue, n, _plus in vues), any(plus for *_reste, plus in vues)
        return [("", min(total, COUNT_CAP), plus or total > COUNT_CAP), *vues]

    def suivante(self, paire):
        """The pair behind this one, or None."""
        return self.paires.filter(_derriere(paire)).order_by(*ORDRE).first()

    def precedente(self, paire):
        return self.paires.filter(_devant(paire)).order_by("-etat", "score", "-id").first()

    def apres(self, paire):
        """Where the work goes on once this pair is decided: the next one, else the first of the others."""
        return self.suivante(paire) or self.paires.exclude(pk=paire.pk).order_by(*ORDRE).first()

    def place(self, paire):
        """(rank of the pair, how many there are, whether there are more); rank None when it is not in the
        list or stands too far behind."""
        nombre, plus = compter(self.paires)
        if not self.paires.filter(pk=paire.pk).exists():
            return None, nombre, plus
        devant, trop = compter(self.paires.filter(_devant(paire)))
        return (None if trop else devant + 1), nombre, plus

    def page(self, request, taille=TAILLE):
        """One page of the queue, as those of `entraide.paging`, in an order that goes down and up."""
        apres, avant = request.GET.get("apres"), request.GET.get("avant")
        recule = bool(avant) or request.GET.get("page") == "fin"
        paires = self.paires
        if apres or avant:
            repere = fetch_or_404(self.visibles, pk=apres or avant)
            paires = paires.filter(_devant(repere) if avant else _derriere(repere))
        ordre = ("-etat", "score", "-id") if recule else ORDRE
        lignes = list(paires.select_related("a", "b").order_by(*ordre)[: taille + 1])
        reste = len(lignes) > taille
        lignes = lignes[:taille]
        if recule:
            lignes.reverse()
        page = Page(rows=lignes)
        if lignes:
            base = f"{request.path}{self.suite or '?'}{'&' if self.suite else ''}"
            if reste if recule else bool(apres):
                page.first_url = f"{request.path}{self.suite}"
                page.previous_url = f"{base}avant={lignes[0].pk}"
            if bool(avant) or (reste and not recule):
                page.next_url = f"{base}apres={lignes[-1].pk}"
                page.last_url = f"{base}page=fin"
        return page


def compter(paires):
    """(how many, at most the cap; whether there are more)."""
    nombre = paires.order_by()[: COUNT_CAP + 1].count()
    return min(nombre, COUNT_CAP), nombre > COUNT_CAP


def _derriere(paire):
    """The pairs that stand behind this one."""
    return Q(etat__gt=paire.etat) | Q(etat=paire.etat) & (
        Q(score__lt=paire.score) | Q(score=paire.score, id__gt=paire.pk)
    )


def _devant(paire):
    return Q(etat__lt=paire.etat) | Q(etat=paire.etat) & (
        Q(score__gt=paire.score) | Q(score=paire.score, id__lt=paire.pk)
    )
