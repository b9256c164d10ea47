"""Random registers, random merges and undos: when all are undone, every table is as it was.

What is added in between (people, enrolments, merges of those) stays and changes no row that was there.
"""

import random
from datetime import date

import pytest
from django.db.models import Count, Q

from beneficiaires.actions.fusion import Refus, apercu, apercu_retour
from beneficiaires.actions.inscription import Refus as EnrolmentRefused
from beneficiaires.actions.inscription import changer_statut
from beneficiaires.fusion.valeurs import choices
from beneficiaires.models import Beneficiaire, Fusion, Inscription, LienTuteur, Paire, Verification
from beneficiaires.statuts import OCCUPENT_UNE_PLACE
from centres.models import Groupe
from personnel.journal import agir
from tests.people import make_commune, make_group, make_region

from .files import again, differences, enrol, guardian, merge, person, snapshot, undo

pytestmark = pytest.mark.django_db
SEEDS = range(12)
LATER = ("beneficiaires.Inscription", "beneficiaires.ChangementStatut", "beneficiaires.LienTuteur")
FIRST, LAST = ("Fatima", "Fatma", "فاطمة", "Khadija", "خديجة"), ("Benali", "Ben Ali", "بنعلي", "Najem")


class Register:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.region = make_region()
        self.par = self.region.coordination
        self.commune = make_commune()
        # One seat, so that the seat of a cancelled double is sometimes taken.
        self.groups = [
            make_group(self.par, centre, self.region.annee, nom_fr=f"G{n}", nom_ar=f"فوج {n}", capacite=size)
            for n, size in enumerate((1, 30))
            for centre in (self.region.wahda, self.region.qods)
        ]
        self.guardians, self.later = [], set()

    def maybe(self, share=0.5):
        return self.chance.random() < share

    def add_person(self):
        chance, fields = self.chance, {}
        for part, names in (("prenom", FIRST), ("nom", LAST)):
            name = chance.choice(names)
            script = "fr" if name.isascii() else "ar"
            fields |= {f"{part}_{script}": name, f"{part}_{'ar' if script == 'fr' else 'fr'}": ""}
        if self.maybe():
            fields["naissance"] = date(2001, chance.choice((1, 5)), chance.choice((1, 14)))
            fields["naissance_precision"] = chance.choice(("JOUR", "MOIS", "ANNEE"))
        for name, value in (
            ("telephone", f"+21266100000{chance.randrange(3)}"),
            ("cnie", f"JB{chance.randrange(4)}"),
            ("adresse", f"Hay {chance.randrange(3)}"),
            ("commune", self.commune),
            ("handicap_type", "VISUEL"),
        ):
            if self.maybe(0.4):
                fields[name] = value
        file = person(self.region, **fields)
        for _turn in range(chance.randrange(4)):
            self.add_enrolment(file)
        return file

    def add_enrolment(self, file):
        group = self.chance.choice(self.groups)
        try:
            row = enrol(self.region, file, group, statut=self.chance.choice(("ACTIF", "ACTIF", "ATTENTE")))
        except EnrolmentRefused:
            return
        if self.maybe(0.3):
            changer_statut(inscription=row, vers="ANNULE", par=self.par, version=row.version)

    def add_guardian(self, file):
        known = [each for each in self.guardians if not each.liens.filter(beneficiaire=file.pk).exists()]
        tuteur = self.chance.choice(known) if known and self.maybe() else None
        name = self.chance.choice(("Aicha", "Zahra"))
        # One mother, one father: what a file says.
        role = ("MERE", "PERE")[LienTuteur.objects.filter(beneficiaire=file).count() % 2]
        lien = guardian(self.region, file, tuteur, principal=self.maybe(), lien=role, prenom_fr=name)
        self.guardians.append(lien.tuteur)

    def add_later_guardian(self):
        """Principal only where there is none: the one who steps back is an edit that stays."""
        file = self.chance.choice(Beneficiaire.objects.order_by("pk"))
        known = [each for each in self.guardians if not each.liens.filter(beneficiaire=file.pk).exists()]
        alone = not LienTuteur.objects.filter(beneficiaire=file, principal=True).exists()
        tuteur = self.chance.choice(known) if known and self.maybe() else None
        lien = guardian(self.region, file, tuteur, principal=alone and self.maybe(), lien="AUTRE")
        self.guardians.append(lien.tuteur)
        self.later.add((lien.pk, lien.tuteur_id))

    def build(self):
        files = [self.add_person() for _ in range(7)]
        for file in files:
            for _turn in range(self.chance.randrange(3)):
                self.add_guardian(file)
            if self.maybe(0.3):
                with agir(par=self.par):
                    Verification.objects.create(centre=self.region.wahda, saisie={"a": 1}, candidat=file)
        with agir(par=self.par):
            for paire in Paire.objects.all():
                if self.maybe(0.4):
                    etat = self.chance.choice(("DIFFERENTS", "PLUS_TARD"))
                    Paire.objects.filter(pk=paire.pk).update(etat=etat, version=2)

    # --- what may happen ------------------------------------------------------------------------------------
    def merge_some(self):
        files = list(Beneficiaire.objects.order_by("pk"))
        if len(files) < 3:
            return self.undo_some()
        garde, absorbe = self.chance.sample(files, 2)
        choix = {name: self.chance.choice(("garde", "absorbe")) for name in choices() if self.maybe(0.3)}
        if self.maybe():
            choix["tuteur_principal"] = self.chance.choice(("garde", "absorbe"))
        places = {
            double.cle: self.chance.choice((double.garde.pk, double.absorbe.pk))
            for double in apercu(garde, absorbe).doubles
        }
        merge(self.region, garde, absorbe, choix=choix, places=places)

    def undo_some(self):
        fusions = list(Fusion.objects.en_vigueur().order_by("pk"))
        if fusions:
            self.undo(self.chance.choice(fusions), {"ordre", "complet", "deja"})

    def undo(self, fusion, may_be_refused):
        """Undo it, the later enrolments and guardians given to one or to the other; return the code of a
        refusal."""
        later = apercu_retour(again(fusion))
        given, guardians = (
            {row.pk: self.chance.choice(("garde", "absorbe")) for row in rows}
            for rows in (later.depuis, later.liens)
        )
        try:
            undo(self.region, fusion, attributions=given, tuteurs=guardians)
        except Refus as refus:
            assert refus.code in may_be_refused, refus
            return refus.code
        return None

    def undo_all(self, later):
        for fusion in Fusion.objects.en_vigueur().order_by("-pk"):
            for _turn in range(20):
                code = self.undo(fusion, {"complet", "deja"})
                if code is None:
                    break
                if code == "complet":  # somebody who came since gives the seat back
                    rows = Inscription.objects.filter(statut__in=OCCUPENT_UNE_PLACE, pk__gt=later)
                    for row in rows.filter(groupe__occupees__gte=1, groupe__capacite=1):
                        changer_statut(inscription=row, vers="ANNULE", par=self.par, version=row.version)
            else:
                raise AssertionError(f"{fusion} is never undone")


def consistent():
    """What holds at every moment."""
    for file in Beneficiaire.objects.all():
        assert LienTuteur.objects.filter(beneficiaire=file, principal=True).count() <= 1
    groups = Groupe.objects.annotate(
        n=Count("inscriptions", filter=Q(inscriptions__statut__in=OCCUPENT_UNE_PLACE))
    )
    assert all(group.occupees == group.n for group in groups)
    for row in Inscription.objects.prefetch_related("changements"):
        assert row.changements.all()[0].vers == row.statut


def faults(before, after, apart=()):
    """Of what was there, anything that is not as it was; of what is new, anything that says something of the
    people who were there, but for their later enrolments and guardians. `apart`: kinds of rows that follow
    from these."""
    people = set(before["beneficiaires.Beneficiaire"])
    # Counters and estimates follow the people who came since.
    for rows in (before, after):
        for label, names in (
            ("centres.Groupe", ("occupees", "plafond")),
            ("beneficiaires.Mot", ("effectif",)),
        ):
            for row in rows[label].values():
                for name in names:
                    row.pop(name)
    found = []
    for label in before.keys() - set(apart):
        new = {key: row for key, row in after[label].items() if key not in before[label]}
        kept = {key: row for key, row in after[label].items() if key in before[label]}
        found += differences({label: before[label]}, {label: kept})
        if label in LATER:
            continue
        for key, row in new.items():
            named = {row.get(name) for name in ("beneficiaire_id", "a_id", "b_id", "candidat_id")} - {None}
            if named and named <= people:
                found.append(f"{label} {key}: new {row}")
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_undoing_everything_restores_every_table(seed):
    register = Register(seed)
    register.build()
    before = snapshot()
    last = Inscription.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    happens = [register.merge_some] * 4 + [register.undo_some] * 2
    adds = [lambda: register.add_enrolment(register.chance.choice(Beneficiaire.objects.order_by("pk")))]
    adds.append(register.add_person)
    for _turn in range(14):
        register.chance.choice(happens + (adds if seed % 2 else []))()
        consistent()
    register.undo_all(last)
    consistent()
    after = snapshot()
    if seed % 2:
        assert faults(before, after) == []
    else:
        assert differences(before, after) == []


@pytest.mark.parametrize("seed", range(100, 106))
def test_guardians_added_meanwhile_change_nothing_that_was_there(seed):
    """What they say of two files changes how alike these are: the pairs follow, and are no part of this."""
    register = Register(seed)
    register.build()
    before = snapshot()
    last = LienTuteur.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    happens = [register.merge_some] * 3 + [register.undo_some] * 2 + [register.add_later_guardian] * 3
    for _turn in range(14):
        register.chance.choice(happens)()
        consistent()
    register.undo_all(0)
    consistent()
    assert faults(before, snapshot(), apart=("beneficiaires.Paire",)) == []
    assert set(LienTuteur.objects.filter(pk__gt=last).values_list("pk", "tuteur")) == register.later
