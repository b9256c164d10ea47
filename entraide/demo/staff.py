"""Invented staff of the institutions, and the three demonstration accounts: plain values, the same for a
seed."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from .names import pools
from .reseau import FILIERES

COORDINATION = "coordination"
RESPONSABLE = "responsable"
OFFICIEL = "officiel"
MOT_DE_PASSE = "entraide-demo"
CENTRE_DU_RESPONSABLE = "LAA-CF-01"

# user name: role, language, (name in Arabic, name in Latin letters)
COMPTES = {
    COORDINATION: ("COORDINATION", "ar", ("فاطمة الزهراء الإدريسي", "Fatima Ezzahra El Idrissi")),
    RESPONSABLE: ("RESPONSABLE", "ar", ("خديجة بنت الناجم", "Khadija Bent Najem")),
    OFFICIEL: ("OFFICIEL", "ar", ("محمد لمين بوصولة", "Mohamed Lemine Boussoula")),
}

_POSTES = {"JARDIN": "EDUCATRICE", "DAR_TALIB": "EDUCATRICE", "DAR_MOUATINE": "ASSISTANT"}
_FIRST_ROLES = {"DAR_TALIB": 2, "HANDICAP": 1, "DAR_MOUATINE": 1}
_KNOWN = {
    "LAA-CF-01": (("خديجة", "بنت الناجم", "Khadija", "Bent Najem"), "F"),
    "LAA-CF-01/COUTURE": (("زينب", "العلوي", "Zineb", "Alaoui"), "F"),
    "LAA-CF-01/BRODERIE": (("فتيحة", "بوزيد", "Fatiha", "Bouzid"), "F"),
    "LAA-CF-01/COIFFURE": (("أمينة", "الصالحي", "Amina", "Salhi"), "F"),
    "LAA-CF-01/INFO": (("عمر", "الفاسي", "Omar", "El Fassi"), "M"),
}


@dataclass
class AgentPlan:
    """A member of staff and the centre where they serve. `groupes` are the keys of the groups that they
    teach."""

    prenom_ar: str
    nom_ar: str
    prenom_fr: str
    nom_fr: str
    sexe: str
    poste: str
    employeur: str
    telephone: str
    date_embauche: date
    centre: str = ""
    fonction: str = ""
    compte: str = ""
    groupes: list = field(default_factory=list)
    jusqu_au: date | None = None


class _Equipe:
    def __init__(self, graine, plan):
        self.rng = random.Random(f"{graine}/staff")
        self.plan = plan
        self.agents = []

    def _name(self, femme):
        noms = pools()
        first = self.rng.choice((noms.femmes if femme else noms.hommes)[:120])
        last = self.rng.choice((noms.familles_femmes if femme else noms.familles_hommes)[:500])
        return first[0], last[0], first[1], last[1]

    def add(self, poste, employeur, *, femmes=0.8, connu=None, **more):
        """Append one member of staff and return it."""
        femme = self.rng.random() < femmes
        name = self._name(femme)
        if connu:
            name, sexe = connu
        else:
            sexe = "F" if femme else "M"
        years = timedelta(days=self.rng.randrange(365, 25 * 365))
        agent = AgentPlan(
            *name, sexe, poste, employeur, f"+212600{self.rng.randrange(1_000_000):06d}",
            self.plan.precedente.debut - years, **more,
        )  # fmt: skip
        self.agents.append(agent)
        return agent

    def centre(self, centre):
        """A director where there is a house of its own, and one teacher for each track."""
        employeur = "ASSOCIATION" if centre.association[0] else "ENTRAIDE"
        here = {"centre": centre.code}
        if centre.type != "ALPHABETISATION":
            known = _KNOWN.get(centre.code)
            self.add("DIRECTEUR", employeur, connu=known, fonction="RESPONSABLE", femmes=0.65, **here)
        for _ in range(_FIRST_ROLES.get(centre.type, 0)):
            self.add("ASSISTANT", employeur, fonction="AUTRE", **here)
        teachers = {}
        for groupe in centre.groupes:
            if groupe.passe:
                continue
            # Both levels of a literacy class have one teacher; so do both levels of a trade.
            key = centre.code if centre.type == "ALPHABETISATION" else f"{centre.code}/{groupe.filiere}"
            if key not in teachers:
                kind = FILIERES[groupe.filiere][0]
                teachers[key] = self.add(
                    _POSTES.get(kind, "FORMATEUR"), employeur, connu=_KNOWN.get(key), fonction="ENSEIGNANT",
                    femmes=0.6 if kind in ("DAR_TALIB", "HANDICAP") else 0.85, **here,
                )  # fmt: skip
            teachers[key].groupes.append(groupe.cle)


def staff(plan, graine):
    """The staff of the whole region: [AgentPlan]. The first one coordinates and has no centre."""
    equipe = _Equipe(graine, plan)
    equipe.add(
        "ADMINISTRATIF", "ENTRAIDE", compte=COORDINATION,
        connu=(("فاطمة الزهراء", "الإدريسي", "Fatima Ezzahra", "El Idrissi"), "F"),
    )  # fmt: skip
    for centre in plan.centres:
        equipe.centre(centre)
    for agent in equipe.agents:
        if agent.centre == CENTRE_DU_RESPONSABLE and agent.fonction == "RESPONSABLE":
            agent.compte = RESPONSABLE
    # Two people left at the end of last year: their assignment is closed, not deleted.
    for centre in ("LAA-CF-01", "MRS-CF-01"):
        gone = equipe.add("FORMATEUR", "ENTRAIDE", centre=centre, fonction="ENSEIGNANT")
        gone.jusqu_au = plan.precedente.fin
    return equipe.agents
