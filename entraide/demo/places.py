"""Enrolments of one copy of the region, with the people who hold them: plain tuples, seat by seat of the
plan."""

import random
from datetime import UTC, datetime, time, timedelta

from .people import Foule, lieux
from .plantation import Plantation
from .profils import CONNUES, MOTIFS_ABANDON, MOTIFS_TARDIFS

ENROLMENT_COLUMNS = (
    "id", "beneficiaire_id", "centre_id", "annee_id", "groupe_id", "statut", "date_inscription", "date_fin",
    "motif_sortie", "motif_tardif", "cree_le", "cree_par_id", "lot",
)  # fmt: skip
CHANGE_COLUMNS = (
    "inscription_id", "de", "vers", "effectif_le", "cree_le", "cree_par_id", "lot", "motif",
)  # fmt: skip
LINK_COLUMNS = ("beneficiaire_id", "tuteur_id", "lien", "principal", "cree_le", "cree_par_id", "lot")
LOT = "demonstration"
_FIRST_WEEKS = timedelta(days=45)


class Jours:
    """The days of a year on which people enrol: working days from its beginning to `until`, most of them
    early."""

    def __init__(self, annee, until):
        closed = {
            jour.du + timedelta(days=n) for jour in annee.jours for n in range((jour.au - jour.du).days + 1)
        }
        span = (min(until, annee.fin) - annee.debut).days
        days = [annee.debut + timedelta(days=n) for n in range(span + 1)]
        # On the very first days of a year there may be no working day yet.
        days = [day for day in days if day.weekday() != 6 and day not in closed] or [min(until, annee.fin)]
        self.annee = annee
        self.days = days
        self.instants = [datetime.combine(day, time(0 if day == until else 9), tzinfo=UTC) for day in days]
        self.early = sum(day <= annee.debut + _FIRST_WEEKS for day in days) or 1

    def tire(self, u, v):
        """The place in `days` of an enrolment, from two numbers between 0 and 1."""
        late = len(self.days) - self.early
        return int(self.early * v**1.5) if u < 0.93 or not late else self.early + int(late * v)

    def apres(self, place, u):
        """The place of a later day (the same one when there is none)."""
        return min(place + 1 + int((len(self.days) - place - 1) * u), len(self.days) - 1)


class Cles:
    """The database keys that a load gives: communes and centres by code, years, groups by (copy, key of the
    plan)."""

    def __init__(self, *, communes, centres, precedente, courante, groupes, auteur):
        self.communes, self.centres = communes, centres
        self.precedente, self.courante = precedente, courante
        self.groupes, self.auteur = groupes, auteur


class Copie:
    """What one copy adds: `personnes`, `tuteurs`, `liens`, `inscriptions`, `changements`, all lists of
    tuples. `doublons` and `pieges`: the numbers of the files that are one person, and of those that only look
    so, two by two; empty but in the first copy."""

    def __init__(self, peuplement, rang):
        plan, cles = peuplement.plan, peuplement.cles
        self.personnes, self.inscriptions, self.changements = [], [], []
        self._cles = cles
        self._r = random.Random(f"{peuplement.graine}/places/{rang}").random
        self._base_personnes = peuplement.premiere_personne
        self._premiers = {}  # key of a group: the place in `personnes` of its first person
        self._personne = peuplement.premiere_personne + rang * peuplement.personnes_par_copie
        self._inscription = peuplement.premiere_inscription + rang * peuplement.inscriptions_par_copie
        self._passe, self._present = peuplement.passe, peuplement.present
        self._foule = Foule(
            peuplement.graine, rang, plan.courante.date_reference, numero=peuplement.numero,
            name_columns=peuplement.name_columns, auteur=cles.auteur, lot=LOT,
        )  # fmt: skip
        current = [
            (centre, groupe) for centre in plan.centres for groupe in centre.groupes if not groupe.passe
        ]
        for centre, groupe in current:
            self._groupe(groupe, cles.centres[centre.code], peuplement.lieux[centre.commune], rang)
        for centre, groupe in current:
            self._secondes(groupe, cles.centres[centre.code], cles.groupes[rang, groupe.cle])
        self.tuteurs, self.liens = self._foule.tuteurs, self._foule.liens
        self.doublons, self.pieges = [], []
        if rang == 0:
            plantation = Plantation(
                plan, self.personnes, self.tuteurs, self.liens, self._premiers, peuplement.name_columns
            )
            self.doublons, self.pieges = plantation.doublons, plantation.pieges

    def _nouvelle(self, groupe, lieu, jours, place, **more):
        key = self._personne + len(self.personnes)
        # Numbers follow the rank in the whole load, never the key: the same seed gives the same people
        # anywhere.
        rang = key - self._base_personnes
        self.personnes.append(
            self._foule.personne(
                key, rang, groupe.filiere, lieu, jours.days[place], jours.instants[place], **more
            )
        )
        return key

    def _groupe(self, groupe, centre_id, lieu, rang):
        r, cles = self._r, self._cles
        groupe_id = cles.groupes[rang, groupe.cle]
        passe = cles.groupes.get((rang, groupe.issus_de))
        connues = CONNUES.get(groupe.cle, ()) if rang == 0 else ()
        self._premiers[groupe.cle] = len(self.personnes)
        self._foule.separe()
        jours = self._present
        for seat in range(groupe.nouveaux):
            place = jours.tire(r(), r())
            connue = connues[seat] if seat < len(connues) else None
            before = self._passe.tire(0, r()) if passe else None
            key = self._nouvelle(
                groupe, lieu, self._passe if passe else jours, before if passe else place,
                connue=connue, non_lettree=seat < groupe.non_lettres,
            )  # fmt: skip
            if passe:
                self._acheve(key, centre_id, passe, before)
            suspended = seat >= groupe.nouveaux - groupe.suspendus
            self._inscrit(key, centre_id, groupe_id, place, "SUSPENDU" if suspended else "ACTIF")
        for statut, number in (
            ("ATTENTE", groupe.attente),
            ("ABANDON", groupe.abandons),
            ("ANNULE", groupe.annules),
        ):
            for _ in range(number):
                place = jours.tire(r(), r())
                key = self._nouvelle(groupe, lieu, jours, place)
                self._inscrit(key, centre_id, groupe_id, place, statut)

    def _secondes(self, groupe, centre_id, groupe_id):
        """The seats held by people who come from another group."""
        for source, first, number in groupe.secondes:
            start = self._premiers[source] + first
            for person in self.personnes[start : start + number]:
                self._inscrit(
                    person[0], centre_id, groupe_id, self._present.tire(self._r(), self._r()), "ACTIF"
                )

    def _ligne(self, key, centre_id, annee_id, groupe_id, statut, jours, place, fin, motif):
        """Append one enrolment and return its key."""
        inscription = self._inscription + len(self.inscriptions)
        day = jours.days[place]
        tardif = ""
        if day > jours.annee.fin_inscriptions:
            tardif = MOTIFS_TARDIFS[place % len(MOTIFS_TARDIFS)]
        self.inscriptions.append(
            (
                inscription, key, centre_id, annee_id, groupe_id, statut, day,
                None if fin is None else jours.days[fin], motif, tardif, jours.instants[place],
                self._cles.auteur, LOT,
            )
        )  # fmt: skip
        return inscription

    def _change(self, inscription, de, vers, jours, place, motif=""):
        self.changements.append(
            (inscription, de, vers, jours.days[place], jours.instants[place], self._cles.auteur, LOT, motif)
        )

    def _inscrit(self, key, centre_id, groupe_id, place, statut):
        jours, annee = self._present, self._cles.courante
        if statut in ("ACTIF", "ATTENTE"):
            inscription = self._ligne(key, centre_id, annee, groupe_id, statut, jours, place, None, None)
            self._change(inscription, None, statut, jours, place)
            return
        later = jours.apres(place, self._r())
        reason = None
        if statut == "ABANDON":
            reason = MOTIFS_ABANDON[int(len(MOTIFS_ABANDON) * self._r())]
        elif statut == "ANNULE":
            reason = "AUTRE"
        fin = None if statut == "SUSPENDU" else later
        inscription = self._ligne(key, centre_id, annee, groupe_id, statut, jours, place, fin, reason)
        self._change(inscription, None, "ACTIF", jours, place)
        self._change(inscription, "ACTIF", statut, jours, later, "رخصة مرض" if statut == "SUSPENDU" else "")

    def _acheve(self, key, centre_id, groupe_id, place):
        """Last year's enrolment, completed on its last working day."""
        jours, end = self._passe, len(self._passe.days) - 1
        inscription = self._ligne(
            key, centre_id, self._cles.precedente, groupe_id, "ACHEVE", jours, place, end, "ACHEVEMENT"
        )
        self._change(inscription, None, "ACTIF", jours, place)
        self._change(inscription, "ACTIF", "ACHEVE", jours, end)


class Peuplement:
    """Makes the copies of a plan. Keys of people and enrolments are reserved first: each copy has its own
    range.

    `numero` and `name_columns` are the register's own functions: `numero(random_below)` gives the number of a
    file, `name_columns(nom_ar, prenom_ar, nom_fr, prenom_fr)` what its row derives from the names.
    """

    def __init__(self, plan, cles, *, graine, premiere_personne, premiere_inscription, numero, name_columns):
        self.plan, self.cles, self.graine = plan, cles, graine
        self.premiere_personne, self.premiere_inscription = premiere_personne, premiere_inscription
        self.numero, self.name_columns = numero, name_columns
        self.personnes_par_copie = plan.personnes
        self.inscriptions_par_copie = inscriptions_par_copie(plan)
        self.lieux = lieux(plan.territoire, cles.communes)
        self.passe = Jours(plan.precedente, plan.precedente.fin)
        self.present = Jours(plan.courante, plan.today)

    def copie(self, rang):
        """The copy `rang` of the region, from 0."""
        return Copie(self, rang)


def inscriptions_par_copie(plan):
    """How many enrolments one copy has, of every status and of both years."""
    return sum(
        groupe.places
        + groupe.attente
        + groupe.abandons
        + groupe.annules
        + (groupe.nouveaux if groupe.issus_de else 0)
        for groupe in plan.groupes
    )
