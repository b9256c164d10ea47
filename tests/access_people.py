"""The world that the access tests look at: two centres that must not see each other, and people of both.

It is `make_region` with more in it: groups, teachers, guardians and reasons whose words are canaries, a
person enrolled in both centres, a guardian with a child in each, a literacy class that nobody here runs.
Keys are eight digits long, so that a key in a page is a canary too.
"""

from datetime import timedelta

from django.db import connection

from beneficiaires.actions.beneficiaire import ajouter_tuteur
from beneficiaires.actions.fusion import fusionner
from beneficiaires.actions.inscription import changer_statut, inscrire
from beneficiaires.actions.verification import demander, repondre
from beneficiaires.models import (
    Beneficiaire,
    ChangementStatut,
    Fusion,
    Inscription,
    LienTuteur,
    Paire,
    Tuteur,
    Verification,
)
from centres.actions.affectation import affecter
from centres.actions.groupe import accorder_derogation
from centres.actions.reference import creer
from centres.models import Affectation, Centre, Groupe, JourSansClasse
from entraide.periods import today
from personnel.actions.agent import creer_agent
from personnel.actions.consultation import consulter
from personnel.actions.jeton import emettre_jeton
from personnel.journal import agir
from personnel.models import Agent, Journal
from tests.access_world import SENSITIVE, World, identifiers
from tests.people import make_centre, make_group, make_manager, make_person, make_region

# Each table starts its keys somewhere else: a key names its row.
FIRST_KEY = 48_210_000
KEYED = (
    Beneficiaire, Inscription, ChangementStatut, Tuteur, LienTuteur, Centre, Groupe, Agent, Affectation,
    Verification, Paire, Fusion,
)  # fmt: skip


def _start_keys():
    for rank, model in enumerate(KEYED):
        first, table = FIRST_KEY + 100_000 * rank, model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first])
                continue
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [first, table])
            if not cursor.rowcount:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first])


def _names(word, arabic):
    return {"prenom_fr": word, "nom_fr": word + "i", "prenom_ar": arabic, "nom_ar": arabic + "ي"}


def make_world():
    """Build it. Must run inside a transaction that the caller rolls back."""
    _start_keys()
    region = make_region()
    world, par = World(region), region.coordination
    classe = make_centre(
        par,
        "ALF-09",
        type="ALPHABETISATION",
        nom_fr="Canariclasse",
        nom_ar="كناريقسم",
        accueilli_par=region.wahda,
        capacite=1,
        note_fr="Canarinote",
    )
    world.secrets["ALF-09"] |= {"Canariclasse", "كناريقسم", "ALF-09", str(classe.pk)}
    # Full, over its authorisation, with an incomplete file: all that the coordination's desk counts lies
    # here.
    petit = make_group(par, classe, region.annee, capacite=2)
    for word, arabic in (("Canaritiers", "كناريغريب"), ("Canariquart", "كناريرابع")):
        tiers = make_person(par, petit, **_names(word, arabic), sexe=None, cnie="JF777001")
        world.secrets["ALF-09"] |= identifiers(tiers)
    world.people |= world.secrets["ALF-09"] - {"Canariclasse", "كناريقسم", "ALF-09", str(classe.pk)}

    partage = make_person(
        par, **_names("Canaripartage", "كناريمشترك"), cnie="JF777002", handicap_type=SENSITIVE
    )
    commun = Tuteur(prenom_fr="Canaricommun", prenom_ar="كناريجامع", telephone="+212661000061")
    lien = ajouter_tuteur(personne=partage, tuteur=commun, lien="MERE", principal=True, par=par)
    for code, centre, word, arabic in (
        ("CEF-01", region.wahda, "wahda", "وحدة"),
        ("CEF-02", region.qods, "qods", "قدس"),
    ):
        _fill(world, code, centre, word, arabic, partage, commun)
    world.people |= identifiers(partage) | identifiers(commun)
    world.inside["CEF-01"].add("Centre Al Wahda")
    world.inside["CEF-02"].add("Centre Al Qods")
    world.objects |= {
        "partage": partage,
        "tuteur_commun": commun,
        "lien_commun": lien,
        "classe": classe,
        "annee": region.annee.code,
        "inconnu": 99_999_999,
        "personne_inconnue": "999999999",
        "jour": today().strftime("%d/%m/%Y"),
    }
    _accounts(world)
    _network(world)
    _requests(world)
    _doubles(world)
    return world


def _fill(world, code, centre, word, arabic, partage, commun):
    """One centre: a group, a teacher, its own child with a guardian, its enrolment of the shared person."""
    region, par = world.region, world.region.coordination
    suffix = code[-1]
    prof = creer_agent(
        agent=Agent(
            **_names(f"Canariprof{word}", f"كناريمعلم{arabic}"),
            poste="FORMATEUR",
            employeur="ENTRAIDE",
            telephone=f"+21266100007{suffix}",
        ),
        par=par,
    )
    affectation = affecter(
        agent=prof, centre=centre, fonction="ENSEIGNANT", du=today() - timedelta(days=20), par=par
    )
    groupe = make_group(
        par,
        centre,
        region.annee,
        nom_fr=f"Canarigroupe{word}",
        nom_ar=f"كناريفوج{arabic}",
        enseignant=prof,
        horaire_fr=f"Canarihoraire{word}",
        horaire_ar=f"كناريتوقيت{arabic}",
    )
    # The other centre's enrolment is always the latest: that is the one that a list shows.
    jour = today() - timedelta(days=20 if code == "CEF-01" else 10)
    inscription = inscrire(
        beneficiaire=partage, groupe=groupe, par=par, date=jour, motif_tardif=f"Canaritardif{word}"
    )
    inscription = (
        changer_statut(
            inscription=inscription,
            vers="SUSPENDU",
            par=par,
            version=inscription.version,
            effectif_le=jour,
            motif=f"Canarimotif{word}",
        )
        if code == "CEF-02"
        else inscription
    )
    enfant = make_person(
        par, groupe, **_names(f"Canarienfant{word}", f"كناريطفل{arabic}"), massar=f"J13777001{suffix}"
    )
    autre = Tuteur(
        prenom_fr=f"Canarituteur{word}",
        prenom_ar=f"كناريولي{arabic}",
        telephone=f"+21266100005{suffix}",
        cnie=f"JF66600{suffix}",
    )
    lien = ajouter_tuteur(personne=enfant, tuteur=autre, lien="PERE", principal=True, par=par)
    commun_lien = ajouter_tuteur(personne=enfant, tuteur=commun, lien="MERE", principal=False, par=par)
    personne = region.people[code]
    mien = Tuteur(
        prenom_fr=f"Canarimere{word}", prenom_ar=f"كناريأم{arabic}", telephone=f"+21266100003{suffix}"
    )
    ajouter_tuteur(personne=personne, tuteur=mien, lien="MERE", principal=True, par=par)
    propre = Inscription.objects.get(beneficiaire=personne)
    # Somebody who was there and may come back: seen by the centre, enrolled nowhere.
    ancien = make_person(par, groupe, **_names(f"Canariancien{word}", f"كناريقديم{arabic}"))
    quittee = ancien.inscriptions.get()
    changer_statut(inscription=quittee, vers="ANNULE", par=par, version=quittee.version)

    secrets = world.secrets[code]
    for row in (enfant, autre, personne, mien, ancien):
        secrets |= identifiers(row)
    secrets |= {f"Canaritardif{word}", f"Canarimotif{word}"}
    secrets |= {
        str(pk) for i in (inscription, propre) for pk in (i.pk, *i.changements.values_list("pk", flat=True))
    }
    secrets |= {str(lien.pk), str(commun_lien.pk)}
    world.people |= secrets | identifiers(prof)
    # Institutions and groups are no personal data: an official reads them, another manager does not.
    world.inside[code] |= identifiers(prof) | {
        f"Canarigroupe{word}",
        f"كناريفوج{arabic}",
        f"Canarihoraire{word}",
        f"كناريتوقيت{arabic}",
        str(groupe.pk),
        str(region.groupes[code].pk),
        str(centre.pk),
        str(affectation.pk),
    }
    world.objects |= {
        f"{name}{suffix}": row
        for name, row in {
            "centre": centre,
            "code": centre.code,
            "groupe": groupe,
            "autre_groupe": region.groupes[code],
            "personne": personne,
            "enfant": enfant,
            "inscription": propre,
            "partagee": inscription,
            "tuteur": mien,
            "autre_tuteur": autre,
            "pk_personne": personne.pk,
            "agent": prof,
            "affectation": affectation,
            "ancien": ancien,
        }.items()
    }


def _accounts(world):
    region = world.region
    # `make_region` lets a manager without an assignment be Salem; the closed account had one.
    ferme = make_manager(region.coordination, "ferme", region.wahda)
    world.accounts = {
        "anonyme": None,
        "officiel": region.officiel,
        "aicha": region.aicha,
        "brahim": region.brahim,
        "salem": region.salem,
        "coordination": region.coordination,
        "ferme": ferme,
    }
    for role, account in world.accounts.items():
        if account is not None:
            row, world.tokens[role] = emettre_jeton(
                compte=account, nom=f"jeton {role}", par=region.coordination
            )
            world.objects[f"jeton_{role}"] = row
    world.objects |= {f"compte_{role}": account for role, account in world.accounts.items() if account}


def _requests(world):
    """Each centre asks about a person of the other: one request waits, one is answered with her name."""
    region, par = world.region, world.region.coordination
    for suffix, centre, other, who in (
        ("1", region.wahda, "2", region.aicha),
        ("2", region.qods, "1", region.brahim),
    ):
        typed = {"prenom_fr": f"Canaridemande{suffix}", "nom_ar": f"كناريطلب{suffix}", "sexe": "F"}
        waiting = demander(
            centre=centre,
            saisie=typed,
            candidat=world.objects[f"ancien{other}"],
            message=f"Canarimessage{suffix}",
            par=who,
        )
        # Nobody's canary: her name may be read by the centre that asked, once it is confirmed.
        person = make_person(
            par, world.objects[f"autre_groupe{other}"], prenom_fr=f"Reconnue{other}", prenom_ar="معروفة"
        )
        confirmed = demander(centre=centre, saisie={"nom_fr": typed["nom_ar"]}, candidat=person, par=who)
        repondre(verification=confirmed, etat="MEME", par=par, version=1)
        secrets = {f"Canaridemande{suffix}", f"كناريطلب{suffix}", f"Canarimessage{suffix}"}
        refused = demander(centre=centre, saisie={"nom_ar": typed["nom_ar"]}, candidat=person, par=who)
        repondre(verification=refused, etat="AUTRE", par=par, version=1)
        secrets |= {str(waiting.pk), str(confirmed.pk), str(refused.pk)}
        world.secrets[centre.code] |= secrets
        world.people |= secrets
        born = world.objects[f"personne{suffix}"].naissance
        world.objects |= {
            f"demande{suffix}": waiting,
            f"confirmee{suffix}": confirmed,
            f"refusee{suffix}": refused,
            f"reconnue{other}": person,
            f"naissance{suffix}": born.strftime("%d/%m/%Y"),
            f"iso{suffix}": born.isoformat(),
        }


def _doubles(world):
    """A pair that joins people of two centres, and a merge in one of them: the coordination's alone."""
    par = world.region.coordination
    with agir(par=par):
        paire = Paire.objects.create(
            a=world.objects["ancien1"], b=world.objects["ancien2"], score=77, verdict="A_VOIR", cree_par=par
        )
    garde, fondue = (
        make_person(par, **_names(word, arabic))
        for word, arabic in (("Gardeewahda", "محفوظةوحدة"), ("Fonduewahda", "مدموجةوحدة"))
    )
    secrets = identifiers(garde) | identifiers(fondue)
    # Long ago: the latest enrolments are those of the others.
    jour = today() - timedelta(days=30)
    inscrire(beneficiaire=fondue, groupe=world.objects["groupe1"], par=par, date=jour)
    fusion = fusionner(garde=garde, absorbe=fondue, par=par, versions=(garde.version, fondue.version))
    world.secrets["CEF-01"] |= secrets
    world.people |= secrets
    # No manager knows that there is a pair, nor where a merge is undone.
    world.secrets["ALF-09"] |= {str(paire.pk), str(fusion.pk)}
    world.objects |= {"paire": paire, "fusion": fusion, "gardee1": garde, "numero_fondu1": fondue.numero}


def _network(world):
    """One row of each of the other tables that the administration opens."""
    region, par = world.region, world.region.coordination
    groupe = Groupe.objects.get(pk=world.objects["autre_groupe2"].pk)
    derogation = accorder_derogation(
        groupe=groupe,
        places=3,
        motif="Canariderogation",
        du=today(),
        au=today(),
        par=par,
        version=groupe.version,
    )
    world.inside["CEF-02"].add("Canariderogation")
    conge = creer(
        instance=JourSansClasse(
            annee=region.annee,
            nature=JourSansClasse.Nature.values[0],
            nom_ar="عطلة",
            nom_fr="Congé",
            du=today(),
            au=today(),
        ),
        par=par,
    )
    world.objects |= {
        "derogation": derogation,
        "conge": conge,
        "capacite": region.wahda.capacites.get(),
        "filiere": world.objects["groupe1"].filiere,
        "annee_scolaire": region.annee,
        "commune": region.wahda.commune,
        "province": region.wahda.commune.province,
        "consultation": consulter(compte=region.aicha, objet=world.objects["personne1"], motif="SUIVI"),
        "journal": Journal.objects.order_by("pk").first(),
    }
