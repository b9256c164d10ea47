"""Writes the network of the demonstration: accounts, territory, years, institutions, staff, groups."""

from datetime import date

from centres.actions.reference import centre_key
from centres.models import (
    Affectation,
    AnneeScolaire,
    CapaciteAutorisee,
    Centre,
    Commune,
    DerogationGroupe,
    Filiere,
    Groupe,
    JourSansClasse,
    Province,
)
from entraide.bulk import bulk_insert, reserve_ids
from personnel.actions.agent import cle_agent
from personnel.models import Agent, Compte

from . import reseau, staff
from .places import LOT, Cles

_OPENED = date(2015, 9, 1)


def accounts():
    """The three accounts, by user name. The coordination is its own author: there is nobody before it."""
    comptes = {}
    for username, (role, langue, (ar, fr)) in staff.COMPTES.items():
        comptes[username] = Compte.objects.create_user(
            username, staff.MOT_DE_PASSE, role=role, langue=langue, nom_affiche_ar=ar, nom_affiche_fr=fr,
            cree_par=comptes.get(staff.COORDINATION), lot=LOT,
        )  # fmt: skip
    return comptes


def network(plan, comptes, graine, echelle):
    """Territory, years, institutions, staff, groups; return the keys that people need."""
    auteur = comptes[staff.COORDINATION]
    signed = {"cree_par": auteur, "lot": LOT}
    communes = _territory(plan)
    annees = {annee.courante: _year(annee, signed) for annee in (plan.precedente, plan.courante)}
    filieres = {
        code: Filiere(code=code, type=kind, nom_ar=ar, nom_fr=fr, duree_mois=months, **signed)
        for code, (kind, ar, fr, _, _, months) in reseau.FILIERES.items()
    }
    Filiere.objects.bulk_create(filieres.values())
    centres = _centres(plan, communes, signed)
    _capacities(plan, centres, echelle, signed)
    teachers = _staff(plan, centres, comptes, graine, signed)
    groupes = _groups(plan, annees, filieres, centres, teachers, auteur, echelle)
    return Cles(
        communes=communes, centres={code: centre.pk for code, centre in centres.items()},
        precedente=annees[False].pk, courante=annees[True].pk, groupes=groupes, auteur=auteur.pk,
    )  # fmt: skip


def _territory(plan):
    """{code of a commune: its key}. Rows that are there already are kept."""
    provinces = {
        row["province_code"]: Province(
            code=row["province_code"], nom_ar=row["province_ar"], nom_fr=row["province_fr"]
        )
        for row in plan.territoire
    }
    Province.objects.bulk_create(provinces.values(), ignore_conflicts=True)
    province_ids = dict(Province.objects.values_list("code", "pk"))
    Commune.objects.bulk_create(
        [
            Commune(
                code=row["commune_code"], province_id=province_ids[row["province_code"]],
                nom_ar=row["commune_ar"], nom_fr=row["commune_fr"],
                milieu="URBAIN" if row["setting"] == "urban" else "RURAL",
                population_2024=row["population_2024"], population_2014=row["population_2014"],
            )
            for row in plan.territoire
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return dict(Commune.objects.values_list("code", "pk"))


def _year(annee, signed):
    row = AnneeScolaire.objects.create(
        code=annee.code, debut=annee.debut, fin=annee.fin, date_reference=annee.date_reference,
        fin_inscriptions=annee.fin_inscriptions, courante=annee.courante, **signed,
    )  # fmt: skip
    JourSansClasse.objects.bulk_create(
        JourSansClasse(
            annee=row, nature=jour.nature, nom_ar=jour.nom_ar, nom_fr=jour.nom_fr, du=jour.du, au=jour.au,
            provisoire=jour.provisoire, **signed,
        )
        for jour in annee.jours
    )  # fmt: skip
    return row


def _centres(plan, communes, signed):
    """{code: Centre}. Hosts are written before the classes that they host."""
    centres = {}
    for hosted in (False, True):
        rows = []
        for rank, centre in enumerate(plan.centres):
            if bool(centre.hote) != hosted:
                continue
            association_ar, association_fr = centre.association
            row = Centre(
                code=centre.code, type=centre.type, nom_ar=centre.nom_ar, nom_fr=centre.nom_fr,
                commune_id=communes[centre.commune], quartier_ar=centre.quartier_ar,
                quartier_fr=centre.quartier_fr, milieu=centre.milieu,
                gestion="ASSOCIATION" if association_ar else "DIRECTE",
                association_ar=association_ar, association_fr=association_fr,
                accueilli_par=centres.get(centre.hote), etat="OUVERT", ouvert_le=_OPENED,
                telephone=f"+212528000{100 + rank}", note_ar=centre.note_ar, note_fr=centre.note_fr, **signed,
            )  # fmt: skip
            row.cle_recherche = centre_key(row)
            rows.append(row)
        centres.update((row.code, row) for row in Centre.objects.bulk_create(rows))
    return centres


def _capacities(plan, centres, echelle, signed):
    """The authorised capacity of each institution; the one of the manager's centre was raised last year."""
    rows = []
    for rank, centre in enumerate(plan.centres):
        places = centre.autorisee * echelle
        common = {"centre": centres[centre.code], "regime": centre.regime, **signed}
        du = _OPENED
        if centre.code == staff.CENTRE_DU_RESPONSABLE:
            du = plan.precedente.debut
            before = date.fromordinal(du.toordinal() - 1)
            rows.append(
                CapaciteAutorisee(
                    places=places * 4 // 5,
                    du=_OPENED,
                    au=before,
                    numero="15/001",
                    date_autorisation=_OPENED,
                    **common,
                )
            )
        rows.append(
            CapaciteAutorisee(
                places=places, du=du, numero=f"{du.year % 100}/{101 + rank}", date_autorisation=du, **common
            )
        )
    CapaciteAutorisee.objects.bulk_create(rows)


def _staff(plan, centres, comptes, graine, signed):
    """Staff and assignments; return {key of a group: its teacher}."""
    agents, plans = [], staff.staff(plan, graine)
    for member in plans:
        agent = Agent(
            prenom_ar=member.prenom_ar, nom_ar=member.nom_ar, prenom_fr=member.prenom_fr,
            nom_fr=member.nom_fr, sexe=member.sexe, poste=member.poste, employeur=member.employeur,
            telephone=member.telephone, date_embauche=member.date_embauche,
            compte=comptes.get(member.compte), **signed,
        )  # fmt: skip
        agent.cle_recherche = cle_agent(agent)
        agents.append(agent)
    agents = Agent.objects.bulk_create(agents)
    Affectation.objects.bulk_create(
        Affectation(
            agent=agent, centre=centres[member.centre], fonction=member.fonction,
            du=max(member.date_embauche, _OPENED), au=member.jusqu_au, **signed,
        )
        for agent, member in zip(agents, plans, strict=True)
        if member.centre
    )  # fmt: skip
    return {key: agent for agent, member in zip(agents, plans, strict=True) for key in member.groupes}


def _groups(plan, annees, filieres, centres, teachers, auteur, echelle):
    """All groups of all copies, and the decisions that let one go over; return
    {(copy, key): database key}."""
    columns = (
        "id", "centre_id", "annee_id", "filiere_id", "nom_ar", "nom_fr", "niveau", "capacite", "plafond",
        "enseignant_id", "horaire_ar", "horaire_fr", "cree_par_id", "lot",
    )  # fmt: skip
    ids = iter(reserve_ids(Groupe, len(plan.groupes) * echelle))
    rows, keys, over = [], {}, []
    for copie in range(echelle):
        suffix_ar, suffix_fr = (f" – فوج {copie + 1}", f" – groupe {copie + 1}") if copie else ("", "")
        for centre in plan.centres:
            for groupe in centre.groupes:
                key = keys[copie, groupe.cle] = next(ids)
                teacher = teachers.get(groupe.cle)
                rows.append(
                    (
                        key, centres[centre.code].pk, annees[not groupe.passe].pk,
                        filieres[groupe.filiere].pk, groupe.nom_ar + suffix_ar, groupe.nom_fr + suffix_fr,
                        groupe.niveau, groupe.capacite, groupe.capacite + groupe.supplement,
                        teacher and teacher.pk, groupe.horaire_ar,
                        groupe.horaire_fr, auteur.pk, LOT,
                    )
                )  # fmt: skip
                if groupe.supplement:
                    over.append((key, groupe.supplement))
    bulk_insert(Groupe, columns, rows)
    year = plan.courante
    DerogationGroupe.objects.bulk_create(
        DerogationGroupe(
            groupe_id=key, places=places, motif="طلبات أسر تقطن بجوار الروض", du=year.debut,
            au=year.date_reference if plan.today <= year.date_reference else year.fin,
            cree_par=auteur, lot=LOT,
        )
        for key, places in over
    )  # fmt: skip
    return keys
