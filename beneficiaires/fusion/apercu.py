"""What a merge, and an undo, would do: read before it is decided. Writes nothing."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from beneficiaires.models import Beneficiaire, Inscription, LienTuteur
from centres.models import AnneeScolaire

from .image import instance, label, read
from .ordre import later_merge
from .places import Double, Refus, doubles, held
from .relations import relations
from .rendues import links_since, since


@dataclass
class Chiffres:
    """Persons with a place and places of the year `annee`, in the whole region, before and after."""

    annee: AnneeScolaire
    personnes_avant: int
    personnes_apres: int
    places_avant: int
    places_apres: int


@dataclass
class Apercu:
    """What a merge would do.

    `lignes`: [(name of the kind of rows, of the kept file, of the absorbed one, together)].
    `doubles`: [Double], of which the reader says which stays. `principaux`: the principal guardian links of
    the kept and of the absorbed file (or None), when both have one: the choice "tuteur_principal".
    """

    garde: Beneficiaire
    absorbe: Beneficiaire
    inscriptions: list[Inscription]
    lignes: list = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)
    principaux: tuple | None = None

    def chiffres(self, places=None):
        """The Chiffres, or None without a current year; `places` as in `fusionner`, where they are chosen
        already."""
        annee = AnneeScolaire.objects.courante()
        if annee is None:
            return None
        places = places or {}
        toutes = Inscription.objects.occupent_une_place().filter(annee=annee)
        avant = toutes.aggregate(places=Count("pk"), personnes=Count("beneficiaire", distinct=True))
        cancelled = {d.other_than(places.get(d.cle, d.defaut)).pk for d in self.doubles}
        leurs = held(self.inscriptions, annee)
        restent = [inscription for inscription in leurs if inscription.pk not in cancelled]
        personnes = len({inscription.beneficiaire_id for inscription in leurs})
        return Chiffres(
            annee=annee,
            personnes_avant=avant["personnes"],
            personnes_apres=avant["personnes"] - personnes + bool(restent),
            places_avant=avant["places"],
            places_apres=avant["places"] - len(leurs) + len(restent),
        )


def apercu(garde, absorbe):
    """The Apercu of merging `absorbe` into `garde`."""
    inscriptions = list(
        Inscription.objects.filter(beneficiaire__in=(garde, absorbe)).select_related(
            "centre", "annee", "groupe"
        )
    )
    found = Apercu(garde, absorbe, inscriptions)
    found.doubles = doubles(inscriptions, garde, absorbe)
    counted = {}
    for relation, maniere in relations():
        if maniere.compte:
            de = counted.setdefault(relation.modele._meta.verbose_name_plural, [0, 0])
            for rang, personne in enumerate((garde, absorbe)):
                de[rang] += maniere.comptees(relation, personne).count()
    found.lignes = [(nom, *de, sum(de)) for nom, de in counted.items() if any(de)]
    principaux = {
        lien.beneficiaire_id: lien
        for lien in LienTuteur.objects.filter(
            beneficiaire__in=(garde, absorbe), principal=True
        ).select_related("tuteur")
    }
    if len(principaux) == 2:
        found.principaux = principaux[garde.pk], principaux[absorbe.pk]
    return found


@dataclass
class ApercuRetour:
    """What an undo would do. `avant`: the later merge that must be undone first, or None. `depuis`: the
    enrolments made since, `liens`: the guardians added since, of which the reader says whose they are.
    `edites`: labels of the values that the merge changed and somebody edited since: they stay."""

    fusion: object
    absorbe: Beneficiaire
    avant: object = None
    depuis: list = field(default_factory=list)
    liens: list = field(default_factory=list)
    edites: list = field(default_factory=list)


def apercu_retour(fusion):
    """The ApercuRetour of a merge. Raises Refus when it is undone already."""
    if fusion.annulee_le:
        raise Refus(_("This merge is undone already."), code="annulee")
    image = fusion.image
    record = image["lignes"].get(label(Beneficiaire), {})
    now = read(Beneficiaire.objects.filter(pk=fusion.garde_id))[fusion.garde_id]
    edited = [
        name
        for group in record.get("changed", ())
        for name, value in group["after"].items()
        if name in now and now[name] != value
    ]
    shown = {f.attname: f for f in Beneficiaire._meta.concrete_fields if f.editable}
    return ApercuRetour(
        fusion=fusion,
        absorbe=instance(Beneficiaire, record["removed"][0]),
        avant=later_merge(fusion),
        depuis=list(since(fusion).select_related("centre", "annee", "groupe")),
        liens=list(links_since(fusion).select_related("tuteur")),
        edites=[shown[name].verbose_name for name in edited if name in shown],
    )
