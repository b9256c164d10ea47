"""The forms of the desk: through the actions, nothing overwritten, nothing twice, rules in words."""

import pytest
from django.urls import reverse

from centres.actions.reference import modifier
from centres.models import AnneeScolaire, CapaciteAutorisee, Centre, Groupe
from entraide.resume import RESUMED_FIELD
from personnel.models import Agent, Journal
from tests.admin.forms import address, fields_of, send, table, text_of


def changed_by_another(centre, par, **champs):
    stored = Centre.objects.get(pk=centre.pk)
    modifier(instance=stored, champs=champs, version=stored.version, par=par)


def test_a_change_goes_through_the_action(desk, region):
    answer, _sent = send(desk, address(region.wahda), nom_fr="Centre Anoual", telephone="٠٦ ١٢ ٣٤ ٥٦ ٧٨")
    assert answer.status_code == 302
    centre = Centre.objects.get(pk=region.wahda.pk)
    assert (centre.nom_fr, centre.telephone, centre.version) == ("Centre Anoual", "+212612345678", 2)
    assert "anoual" in centre.cle_recherche
    entry = Journal.objects.get(table_nom="centres_centre", objet_id=centre.pk)
    assert entry.compte_id == region.coordination.pk
    assert (entry.avant["nom_fr"], entry.apres["nom_fr"]) == ("Centre Al Wahda", "Centre Anoual")


def test_FC_DAT_11_a_save_without_change_writes_nothing(desk, region):
    for model_row in (region.wahda, region.groupes["CEF-01"], region.people["CEF-01"], region.annee):
        answer, _sent = send(desk, address(model_row))
        assert answer.status_code == 302, text_of(answer)
        model_row.refresh_from_db()
        assert model_row.version == 1
    assert not Journal.objects.exists()


def test_a_stale_form_is_refused_with_both_values(desk, region):
    opened = fields_of(desk.get(address(region.wahda)))
    changed_by_another(
        region.wahda, region.coordination, nom_fr="Centre Amgala", quartier_fr="Quartier Moulay"
    )
    answer, _sent = send(desk, address(region.wahda), opened, nom_fr="Centre Anoual")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Centre Amgala" in page and "Centre Anoual" in page
    # Columns that only follow from the others are no choice.
    assert "cle" not in text_of(answer).lower() and "cle_recherche" not in page
    centre = Centre.objects.get(pk=region.wahda.pk)
    assert (centre.nom_fr, centre.quartier_fr, centre.version) == ("Centre Amgala", "Quartier Moulay", 2)


def test_the_choice_of_a_conflict_is_saved(desk, region):
    opened = fields_of(desk.get(address(region.wahda)))
    changed_by_another(region.wahda, region.coordination, nom_fr="Centre Amgala")
    answer, sent = send(desk, address(region.wahda), opened, nom_fr="Centre Anoual")
    assert f'name="version" value="{2}"' in answer.content.decode()
    answer = desk.post(address(region.wahda), {**sent, "version": "2"})
    assert answer.status_code == 302
    assert Centre.objects.get(pk=region.wahda.pk).nom_fr == "Centre Anoual"


@pytest.mark.parametrize("version", [None, "", "abc"])
def test_a_form_without_version_is_refused(desk, region, version):
    opened = fields_of(desk.get(address(region.wahda)))
    opened["version"] = version
    if version is None:
        del opened["version"]
    answer, _sent = send(desk, address(region.wahda), opened, nom_fr="Centre Anoual")
    assert answer.status_code == 428
    assert Centre.objects.get(pk=region.wahda.pk).version == 1


def test_the_same_form_sent_twice_writes_once(desk, region):
    data = {"code": "F-NEW", "type": "FORMATION", "nom_ar": "الطرز", "nom_fr": "Broderie", "duree_mois": "١٠"}
    url = reverse("admin:centres_filiere_add")
    first, sent = send(desk, url, **data)
    second = desk.post(url, sent, follow=True)
    assert first.status_code == 302 and second.status_code == 200
    from centres.models import Filiere

    row = Filiere.objects.get(code="F-NEW")
    assert (row.duree_mois, row.cree_par, row.version) == (10, region.coordination, 1)
    assert second.redirect_chain[0][0] == address(row)
    assert "rien n'a été écrit deux fois" in text_of(second)


def test_an_edit_sent_twice_is_answered_as_saved(desk, region):
    _first, sent = send(desk, address(region.wahda), nom_fr="Centre Anoual")
    second = desk.post(address(region.wahda), sent)
    assert second.status_code == 302
    assert Centre.objects.get(pk=region.wahda.pk).version == 2


def test_a_failure_leaves_the_token_free(desk, region):
    """FC-OFF-05: refused, corrected, sent again with the same token: written once."""
    answer, sent = send(desk, address(region.wahda), nom_fr="")
    assert answer.status_code == 200
    answer = desk.post(address(region.wahda), {**sent, "nom_fr": "Centre Anoual"})
    assert answer.status_code == 302
    assert Centre.objects.get(pk=region.wahda.pk).nom_fr == "Centre Anoual"


def test_the_form_that_comes_back_after_a_sign_in_is_shown_and_not_saved(desk, region):
    answer, _sent = send(desk, address(region.wahda), nom_fr="Centre Anoual", **{RESUMED_FIELD: "1"})
    assert answer.status_code == 200 and "Centre Anoual" in answer.content.decode()
    assert Centre.objects.get(pk=region.wahda.pk).version == 1


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"etat": "FERME"}, "Un établissement fermé a une date de fermeture"),
        ({"ouvert_le": "01/09/2024", "ferme_le": "31/08/2024"}, "précède la première"),
        ({"ferme_le": "31/02/2024"}, "n'est pas une date"),
        ({"nom_fr": "Centre \u202eexe"}, "caractère invisible"),
        ({"telephone": "123"}, "n'est pas un numéro de téléphone"),
        ({"code": "CEF-02"}, "Une autre fiche a la même valeur"),
    ],
)
def test_a_refusal_is_in_words(desk, region, changes, words):
    answer, _sent = send(desk, address(region.wahda), **changes)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert "centre_" not in text_of(answer)
    assert Centre.objects.get(pk=region.wahda.pk).version == 1


def test_what_no_rule_says_is_refused_without_the_name_of_a_constraint(desk, region, monkeypatch):
    monkeypatch.setattr("centres.desk.verifier", lambda instance: None)
    answer, _sent = send(desk, address(region.wahda), etat="FERME")
    assert "Ces valeurs se contredisent" in text_of(answer)
    assert "centre_ferme_date" not in answer.content.decode()


def test_years_never_overlap_and_one_is_always_current(desk, region):
    url = reverse("admin:centres_anneescolaire_add")
    answer, _sent = send(
        desk, url, code="2091/2092",
        debut=region.annee.debut.strftime("%d/%m/%Y"), fin=region.annee.fin.strftime("%d/%m/%Y"),
        date_reference=region.annee.date_reference.strftime("%d/%m/%Y"),
    )  # fmt: skip
    assert "des jours en commun" in text_of(answer)
    opened = fields_of(desk.get(address(region.annee)))
    opened.pop("courante")
    answer, _sent = send(desk, address(region.annee), opened)
    assert "Une année scolaire est toujours en cours" in text_of(answer)
    assert AnneeScolaire.objects.count() == 1


def test_authorised_capacities_never_overlap(desk, region):
    answer, _sent = send(
        desk, reverse("admin:centres_capaciteautorisee_add"),
        centre=region.wahda.pk, places="40", regime="TOTAL", du="01/01/2024",
    )  # fmt: skip
    assert "Une autre autorisation" in text_of(answer)
    assert CapaciteAutorisee.objects.filter(centre=region.wahda).count() == 1


def test_a_group_keeps_its_centre_and_its_year(desk, region):
    groupe = region.groupes["CEF-01"]
    answer, _sent = send(desk, address(groupe), centre=region.qods.pk, nom_fr="Coupe 1")
    assert answer.status_code == 302
    groupe = Groupe.objects.get(pk=groupe.pk)
    assert (groupe.centre_id, groupe.nom_fr) == (region.wahda.pk, "Coupe 1")


def test_a_group_follows_a_track_of_its_kind(desk, region):
    from centres.models import Filiere

    autre = Filiere.objects.create(code="J-1", type="JARDIN", nom_ar="روض", nom_fr="Jardin", duree_mois=10)
    answer, _sent = send(desk, address(region.groupes["CEF-01"]), filiere=autre.pk)
    assert "relève d'un autre type d'établissement" in text_of(answer)


def test_FC_IDN_10_a_staff_member_with_one_name(desk, region):
    url = reverse("admin:personnel_agent_add")
    answer, _sent = send(desk, url, poste="FORMATEUR", employeur="ENTRAIDE")
    assert "Écrivez au moins un nom" in text_of(answer)
    answer, _sent = send(desk, url, prenom_ar="السالكة", poste="FORMATEUR", employeur="ENTRAIDE")
    assert answer.status_code == 302
    agent = Agent.objects.get(prenom_ar="السالكة")
    assert agent.cle_recherche == "السالكه" and agent.cree_par == region.coordination
    assert "None" not in text_of(desk.get(table(Agent)))


def test_the_history_says_who_created_and_changed_the_row(desk, region):
    send(desk, address(region.wahda), nom_fr="Centre Anoual")
    words = text_of(desk.get(address(region.wahda, "history")))
    assert "Fiche créée" in words and "Centre Al Wahda" in words and "Centre Anoual" in words
    assert "Fatima" in words


def test_hostile_addresses(desk, region):
    for end in ("abc/change/", "99999999999999999999/change/", "0/history/", "abc/derogation/", "-1/delete/"):
        assert desk.get(table(Groupe) + end, follow=True).status_code == 404
    assert desk.get(table(Groupe) + "?q=%00").status_code == 400
