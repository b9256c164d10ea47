"""Writes the known doubles of `doublons` over people who are made already. Rows in, rows out, no chance.

Every choice is the last person of a group who fits, so that a seed and a day always give the same doubles;
what finds nobody who fits is left out.
"""

from collections import Counter
from functools import partial

from .doublons import DOUBLES, PIEGES
from .ecritures import ECRITURES
from .people import GUARDIAN_COLUMNS, PERSON_COLUMNS
from .profils import CONNUES, PROFILS

_NOMS = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr")
# What two files of one person have in common whoever writes them.
_COMMUNES = (
    "sexe", "situation_familiale", "orphelin", "handicap_type", "handicap_degre",
    "handicap_source", "base_legale",
)  # fmt: skip


class Plantation:
    """The doubles of one copy. `doublons` and `pieges`: [(number, number)] of the files written, in the order
    of the tables; a person with three files is in two pairs."""

    def __init__(self, plan, personnes, tuteurs, liens, premiers, name_columns):
        self.groupes = {groupe.cle: groupe for groupe in plan.groupes}
        self.annee = plan.courante.date_reference.year
        self.personnes, self.tuteurs, self.liens = personnes, tuteurs, liens
        self.premiers, self.name_columns = premiers, name_columns
        # The first people of a group may hold a second place elsewhere: they are left as they are.
        self.donnes = Counter()
        for groupe in plan.groupes:
            for source, premier, nombre in groupe.secondes:
                self.donnes[source] = max(self.donnes[source], premier + nombre)
        self.ses_liens, self.enfants = {}, Counter()
        for rang, lien in enumerate(liens):
            self.ses_liens.setdefault(lien[0], []).append(rang)
            self.enfants[lien[1]] += 1
        self.pris, self.doublons, self.pieges = set(), [], []
        self._doubles()
        for piege in PIEGES:
            self._piege(piege)

    # --- choosing -------------------------------------------------------------------------------------------
    def _rangs(self, cle, statut):
        """The places in `personnes` of those of a group who hold such a place, the last first."""
        groupe, premier = self.groupes[cle], self.premiers[cle]
        debut = max(self.donnes[cle], len(CONNUES.get(cle, ())))
        fin = groupe.nouveaux - groupe.suspendus
        if statut != "ACTIF":
            debut = groupe.nouveaux + (groupe.attente if statut == "ABANDON" else 0)
            fin = debut + (groupe.attente if statut == "ATTENTE" else groupe.abandons)
        return range(premier + fin - 1, premier + debut - 1, -1)

    def _libres(self, cle, convient, statut="ACTIF"):
        """(place in `personnes`, file) of each of a group who fits and is in no other double."""
        for rang in self._rangs(cle, statut):
            if rang not in self.pris:
                fiche = dict(zip(PERSON_COLUMNS, self.personnes[rang], strict=True))
                if convient(fiche):
                    yield rang, fiche

    def _deux(self, premieres, vers, vont_ensemble, statut="ACTIF"):
        """The first of `premieres` for whom the group `vers` holds somebody, with that one; or None."""
        for rang, fiche in premieres:
            for autre_rang, autre in self._libres(vers, partial(vont_ensemble, fiche), statut):
                if autre_rang != rang:
                    return rang, fiche, autre_rang, autre
        return None

    def _seul_enfant(self, fiche):
        """Has this file one guardian, whom nobody shares?"""
        liens = self.ses_liens.get(fiche["id"], [])
        return len(liens) == 1 and self.enfants[self.liens[liens[0]][1]] == 1

    def _accueille(self, cle, jour, double=None):
        """Is somebody born on `jour` of an age for this group, as this file and the other one say it?"""
        profil = PROFILS[self.groupes[cle].filiere]
        jours = {jour, double and _naissance(jour, double.naissance)[0] or jour}
        return all(profil.age_min <= self.annee - jour.year <= profil.age_max for jour in jours)

    def _meme_sorte(self, fiche, autre):
        """Minors are taken for minors, women for women: what is counted by age and sex moves little."""
        return (
            autre["sexe"] == fiche["sexe"]
            and autre["base_legale"] == fiche["base_legale"]
            and (autre["base_legale"] != "TUTEUR" or self._seul_enfant(autre))
        )

    # --- writing --------------------------------------------------------------------------------------------
    def _ecrire(self, rang, fiche):
        derivees = self.name_columns(*_noms(fiche))
        valeurs = [fiche[colonne] for colonne in PERSON_COLUMNS[: -len(derivees)]]
        self.personnes[rang] = (*valeurs, *derivees)
        self.pris.add(rang)

    def _tuteur_de(self, fiche):
        lien = self.liens[self.ses_liens[fiche["id"]][0]]
        return lien, dict(zip(GUARDIAN_COLUMNS, self.tuteurs[lien[1]], strict=True))

    def _ecrire_tuteur(self, fiche, lien, valeurs):
        """Write over the one guardian of this file, and the kind of the link."""
        rang = self.ses_liens[fiche["id"]][0]
        personne, tuteur, _lien, principal, quand = self.liens[rang]
        self.liens[rang] = (personne, tuteur, lien, principal, quand)
        ancien = dict(zip(GUARDIAN_COLUMNS, self.tuteurs[tuteur], strict=True))
        self.tuteurs[tuteur] = tuple((ancien | valeurs)[colonne] for colonne in GUARDIAN_COLUMNS)

    # --- doubles --------------------------------------------------------------------------------------------
    def _doubles(self):
        precedente = None
        for double in DOUBLES:
            premieres = (
                self._libres(double.de, partial(_a_pour_double, double)) if not double.suite else precedente
            )
            premieres = (
                p for p in premieres or () if self._accueille(double.vers, p[1]["naissance"], double)
            )
            deux = self._deux(premieres, double.vers, self._meme_sorte, double.statut)
            precedente = None
            if deux:
                rang, fiche, autre_rang, autre = deux
                self._seconde(double, fiche, autre_rang, autre)
                if double.premiere:
                    self._ecrire(rang, fiche | _ecrits(double.premiere, fiche))
                self.pris.add(rang)
                precedente = [(rang, fiche)]
                self.doublons.append((fiche["numero"], autre["numero"]))

    def _seconde(self, double, fiche, rang, autre):
        """Write the other file of `fiche` over `autre`."""
        naissance, precision = _naissance(fiche["naissance"], double.naissance)
        ecrite = autre | {nom: fiche[nom] for nom in _COMMUNES} | _ecrits(double.ecriture, fiche)
        ecrite |= {
            "naissance": naissance,
            "naissance_precision": precision,
            "cnie": fiche["cnie"] if double.cnie else None,
            "massar": None,
            "lieu_naissance": fiche["lieu_naissance"] if double.lieu else "",
            "etat_civil": None,
            "telephone": fiche["telephone"] if double.telephone else autre["telephone"],
        }
        self._ecrire(rang, ecrite)
        if fiche["base_legale"] == "TUTEUR":
            lien, tuteur = self._tuteur_de(fiche)
            # A guardian shows the same card; the phone is the one that this office was given.
            noms = _ecrits("deux" if double.ecriture == "latine" else "arabe hative", tuteur)
            telephone = ecrite["telephone"]
            self._ecrire_tuteur(autre, lien[2], noms | {"cnie": tuteur["cnie"], "telephone": telephone})

    # --- traps ----------------------------------------------------------------------------------------------
    def _piege(self, piege):
        enfants = piege.genre == "FRATRIE"

        def premiere(fiche):
            return (
                all(_noms(fiche))
                and fiche["telephone"]
                and fiche["naissance_precision"] == "JOUR"
                and (fiche["base_legale"] == "TUTEUR") == enfants
                # A brother and a sister of these families are not written alike.
                and not (piege.prenoms and fiche["nom_ar"].startswith(("ولد ", "بنت ")))
                and self._accueille(piege.vers, _plus_tot(fiche["naissance"], piege.ecart))
            )

        def seconde(fiche, autre):
            return (
                all(_noms(autre))
                and autre["prenom_ar"] != fiche["prenom_ar"]
                and autre["base_legale"] == fiche["base_legale"]
                and (piege.genre != "HOMONYME" or (fiche["cnie"] and autre["cnie"]))
                and (piege.prenoms or autre["sexe"] == fiche["sexe"])
                and (not enfants or self._seul_enfant(autre))
            )

        deux = self._deux(self._libres(piege.de, premiere), piege.vers, seconde)
        if deux is None:
            return
        rang, fiche, autre_rang, autre = deux
        naissance = {"naissance": _plus_tot(fiche["naissance"], piege.ecart), "naissance_precision": "JOUR"}
        if enfants:
            memes = ("nom_ar", "nom_fr", "telephone", "adresse", "commune_id", "orphelin")
            ecrite = autre | {nom: fiche[nom] for nom in memes} | naissance
            lien, tuteur = self._tuteur_de(fiche)
            self._ecrire_tuteur(autre, lien[2], {nom: tuteur[nom] for nom in (*_NOMS, "cnie", "telephone")})
        elif piege.genre == "HOMONYME":
            ecrite = autre | {nom: fiche[nom] for nom in _NOMS} | naissance
        else:
            ecrite = autre | {nom: fiche[nom] for nom in ("telephone", "adresse", "commune_id")}
        for file, prenoms in zip((fiche, ecrite), piege.prenoms, strict=False):
            file |= dict(zip(("prenom_ar", "prenom_fr", "sexe"), prenoms, strict=True))
        self._ecrire(rang, fiche)
        self._ecrire(autre_rang, ecrite)
        self.pieges.append((fiche["numero"], autre["numero"]))


def _noms(fiche):
    return tuple(fiche[nom] for nom in _NOMS)


def _ecrits(ecriture, fiche):
    """{column: name} of a person, in one of the ways of `ECRITURES`."""
    return dict(zip(_NOMS, ECRITURES[ecriture](*_noms(fiche)), strict=True))


def _plus_tot(jour, annees):
    """The same day so many years earlier. Nobody of the demonstration is born on 29 February."""
    return jour.replace(year=jour.year - annees)


def _naissance(jour, comment):
    """(birth, precision) of somebody born on `jour`, as the other file says it."""
    return {
        "ABSENTE": (None, None),
        "ANNEE": (jour.replace(month=1, day=1), "ANNEE"),
        "MOIS": (jour.replace(day=1), "MOIS"),
        "JANVIER": (jour.replace(month=1, day=1), "JOUR"),
        "INVERSE": (jour.replace(month=min(jour.day, 12), day=jour.month), "JOUR"),
        "ECART": (_plus_tot(jour, 2), "JOUR"),
        "": (jour, "JOUR"),
    }[comment]


def _a_pour_double(double, fiche):
    """Can the first file of this double be that one? It says what the second one repeats or distorts."""
    jour = fiche["naissance"]
    return (
        all(_noms(fiche))
        # Some names are written in one way whoever writes them.
        and ECRITURES[double.ecriture](*_noms(fiche)) != _noms(fiche)
        and fiche["naissance_precision"] == "JOUR"
        and (double.naissance != "INVERSE" or (jour.day <= 12 and jour.day != jour.month))
        and (fiche["cnie"] or not double.cnie)
        and (fiche["telephone"] or not double.telephone)
    )
