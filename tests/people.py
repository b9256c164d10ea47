"""The small region of the tests: named people who recur, two centres that must not see each other.

Aicha runs the centre Al Wahda; Brahim runs Al Qods; Fatima coordinates; Moulay is an official; Salem is a
manager without any assignment. Each centre has one beneficiary whose names are canaries.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from beneficiaires.actions.beneficiaire import creer_beneficiaire
from beneficiaires.actions.inscription import inscrire
from beneficiaires.models import Beneficiaire
from centres.actions.affectation import affecter
from centres.actions.reference import creer
from centres.models import AnneeScolaire, CapaciteAutorisee, Centre, Commune, Filiere, Groupe, Province
from entraide.periods import today
from personnel.actions.agent import creer_agent
from personnel.models import Agent, Compte, Role

PASSWORD = "mot-de-passe-de-test"


def make_account(username, role, **fields):
    """An account with a fast unusable password; sign in with `client.force_login`."""
    fields = {
        "langue": "fr",
        "nom_affiche_ar": "حساب " + username,
        "nom_affiche_fr": username.title(),
        **fields,
    }
    account = Compte(username=username, role=role, **fields)
    account.set_unusable_password()
    account.save()
    account.refresh_from_db()
    return account


@dataclass
class Region:
    """What `make_region` built. `people` maps a centre's code to its canary person."""

    annee: AnneeScolaire
    coordination: Compte
    officiel: Compte
    aicha: Compte
    brahim: Compte
    salem: Compte
    wahda: Centre
    qods: Centre
    groupes: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    filieres: dict = field(default_factory=dict)


def make_year(par, start=None, courante=True):
    """A school year that holds today's date, whatever the day on which the tests run."""
    start = start or today() - timedelta(days=60)
    end = start + timedelta(days=330)
    annee = AnneeScolaire(
        code=f"{start.year}/{start.year + 1}",
        debut=start,
        fin=end,
        date_reference=start + timedelta(days=100),
        courante=courante,
    )
    return creer(instance=annee, par=par)


def make_commune(code="11.321.01.03", province="11.321", ar="العيون", fr="Laâyoune", population=262791):
    province, _ = Province.objects.get_or_create(code=province, defaults={"nom_ar": ar, "nom_fr": fr})
    commune, _ = Commune.objects.get_or_create(
        code=code,
        defaults={
            "province": province,
            "nom_ar": ar,
            "nom_fr": fr,
            "milieu": "URBAIN",
            "population_2024": population,
            "population_2014": population,
        },
    )
    return commune


def make_centre(par, code, type="FORMATION", nom_fr=None, nom_ar=None, commune=None, capacite=100, **fields):
    fields = {"milieu": "URBAIN", "gestion": "DIRECTE", "etat": "OUVERT", **fields}
    centre = creer(
        instance=Centre(
            code=code,
            type=type,
            nom_ar=nom_ar or f"مركز {code}",
            nom_fr=nom_fr or f"Centre {code}",
            commune=commune or make_commune(),
            **fields,
        ),
        par=par,
    )
    if capacite:
        creer(instance=CapaciteAutorisee(centre=centre, places=capacite, du=date(2020, 1, 1)), par=par)
    return centre


def make_group(par, centre, annee, nom_fr="Couture 1", nom_ar="الخياطة 1", capacite=25, **fields):
    filiere, _ = Filiere.objects.get_or_create(
        code=f"F-{centre.type}"[:20],
        defaults={"type": centre.type, "nom_ar": "الخياطة", "nom_fr": "Couture", "duree_mois": 10},
    )
    return creer(
        instance=Groupe(
            centre=centre,
            annee=annee,
            filiere=filiere,
            nom_ar=nom_ar,
            nom_fr=nom_fr,
            capacite=capacite,
            **fields,
        ),
        par=par,
    )


def make_person(par, groupe=None, statut="ACTIF", malgre="homonyme", **fields):
    """A person, enrolled in `groupe` when given. Birth 20 years ago unless said. Somebody alike may be known:
    the people of the tests share a name."""
    fields = {
        "prenom_ar": "مباركة",
        "nom_ar": "الناجم",
        "prenom_fr": "Mbarka",
        "nom_fr": "Najem",
        "sexe": "F",
        "naissance": today().replace(day=1) - timedelta(days=20 * 366),
        "naissance_precision": "JOUR",
        **fields,
    }
    person = creer_beneficiaire(personne=Beneficiaire(**fields), par=par, malgre=malgre)
    if groupe:
        inscrire(beneficiaire=person, groupe=groupe, statut=statut, par=par)
    return person


def make_manager(par, username, centre, **fields):
    account = make_account(username, Role.RESPONSABLE, **fields)
    agent = creer_agent(
        agent=Agent(
            prenom_fr=username.title(),
            nom_fr="Responsable",
            prenom_ar="عائشة",
            nom_ar="المسؤولة",
            poste="DIRECTEUR",
            employeur="ENTRAIDE",
            compte=account,
        ),
        par=par,
    )
    if centre:
        affecter(agent=agent, centre=centre, fonction="RESPONSABLE", du=today() - timedelta(days=30), par=par)
    return account


def make_region():
    """Two centres of two managers, one canary person in each, the coordination, an official, a lost
    manager."""
    coordination = make_account("fatima", Role.COORDINATION)
    annee = make_year(coordination)
    wahda = make_centre(coordination, "CEF-01", nom_fr="Centre Al Wahda", nom_ar="مركز الوحدة")
    qods = make_centre(coordination, "CEF-02", nom_fr="Centre Al Qods", nom_ar="مركز القدس")
    region = Region(
        annee=annee,
        coordination=coordination,
        officiel=make_account("moulay", Role.OFFICIEL),
        aicha=make_manager(coordination, "aicha", wahda),
        brahim=make_manager(coordination, "brahim", qods),
        salem=make_manager(coordination, "salem", None),
        wahda=wahda,
        qods=qods,
    )
    for centre, ar, fr in ((wahda, "كناريوحدة", "Canariwahda"), (qods, "كناريقدس", "Canariqods")):
        groupe = make_group(coordination, centre, annee)
        region.groupes[centre.code] = groupe
        region.people[centre.code] = make_person(
            coordination,
            groupe,
            prenom_ar=ar,
            nom_ar=ar + "ي",
            prenom_fr=fr,
            nom_fr=fr + "i",
            cnie="JF4821" + centre.code[-1],
            massar="J13001234" + centre.code[-1],
            telephone="+21266100004" + centre.code[-1],
        )
    return region
