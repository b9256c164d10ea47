"""Exports of the desk: exactly the rows of the list, real spreadsheets, text that stays text."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from centres.models import Centre, Commune, Groupe
from personnel.actions.agent import creer_agent
from personnel.models import Agent
from tests.admin.forms import fields_of, table, text_of
from tests.people import make_centre, make_commune


def export(client, model, query="", format="0", columns=(), **changes):
    return client.post(
        table(model, "export") + query, {"format": format, "colonnes": columns or ["code"], **changes}
    )


def rows_of(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("langue, heading", [("ar", "الرمز"), ("fr", "code")])
def test_FC_EXP_04_text_cells_and_direction(desk, region, langue, heading):
    type(region.coordination).objects.filter(pk=region.coordination.pk).update(langue=langue)
    make_centre(region.coordination, "000123", telephone="+212528001122", nom_fr="=1+1", capacite=None)
    answer = export(desk, Centre, "?q=000123", columns=["telephone", "code", "type", "nom_fr"])
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "no-store" in answer.headers["Cache-Control"] and ".xlsx" in answer.headers["Content-Disposition"]
    rows = rows_of(answer)
    assert rows[0][0] == heading
    kind = {"ar": "مركز التربية والتكوين", "fr": "Centre d'éducation et de formation"}[langue]
    assert rows[1] == ["000123", kind, "=1+1", "05 28 00 11 22"]  # in the order of the table
    sheet = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in sheet) == (langue == "ar")
    assert "<f>" not in sheet


def test_csv_opens_by_a_double_click(desk, region):
    Centre.objects.filter(code="CEF-01").update(latitude="27.15361", nom_fr="-SUM(A1)")
    answer = export(desk, Centre, format="1", columns=["code", "nom_fr", "latitude"])
    text = answer.content.decode()
    assert text.startswith("\ufeffcode;") and "CEF-01;'-SUM(A1);27,15361" in text


def test_only_the_columns_that_were_chosen(desk, region):
    assert rows_of(export(desk, Centre, columns=["code", "milieu"]))[0] == ["code", "milieu"]
    page = export(desk, Centre, columns=["", "inconnue"])
    assert page.status_code == 422
    assert desk.post(table(Centre, "export"), {"format": "0"}).status_code == 422


def staff(region, number):
    for n in range(number):
        creer_agent(
            agent=Agent(prenom_fr=f"A{n:03d}", poste="FORMATEUR", employeur="COMMUNE"),
            par=region.coordination,
        )


def test_FC_EXP_05_all_the_rows_of_the_filter_or_exactly_those_of_the_page(desk, region):
    staff(region, 130)
    query = "?employeur__exact=COMMUNE"
    ticked = [row.pk for row in desk.get(table(Agent) + query).context["cl"].result_list]
    assert len(ticked) == 50
    data = {"action": "exporter_la_selection", "_selected_action": ticked, "index": 0}
    for across, number in (("1", 130), ("0", 50)):
        page = desk.post(table(Agent) + query, {**data, "select_across": across})
        assert f"{number} lignes seront exportées" in text_of(page)
        sent = {**fields_of(page), "colonnes": ["id", "prenom_fr"]}
        answer = desk.post(page.context["export_address"], sent)
        rows = rows_of(answer)
        assert len(rows) == number + 1
        if across == "0":
            assert {int(row[0]) for row in rows[1:]} == set(ticked)


def test_the_number_is_announced_with_the_filters(desk, region):
    make_centre(
        region.coordination, "J-1", type="JARDIN", commune=make_commune("11.1.1", "11.9", "ب", "Boujdour")
    )
    page = desk.get(table(Centre, "export") + "?type__exact=JARDIN")
    assert "1 ligne sera exportée" in text_of(page)
    assert [row[0] for row in rows_of(export(desk, Centre, "?type__exact=JARDIN"))] == ["code", "J-1"]
    assert len(rows_of(export(desk, Centre))) == 4


def test_rows_outside_the_list_are_never_added(desk, region):
    other = region.qods.pk
    answer = export(desk, Centre, "?q=wahda", choix=f"{other},{region.wahda.pk}")
    assert [row[0] for row in rows_of(answer)[1:]] == ["CEF-01"]
    assert export(desk, Centre, choix="1;DROP").status_code == 422


def test_related_rows_are_named_by_their_code(desk, region):
    answer = export(desk, Groupe, columns=["centre", "annee", "nom_ar", "filiere", "capacite"])
    assert rows_of(answer)[1] == ["CEF-01", region.annee.code, "الخياطة 1", "F-FORMATION", 25.0]


def test_who_may_not_see_the_desk_exports_nothing(client, region):
    for account in (region.aicha, region.officiel):
        client.force_login(account)
        assert export(client, Centre).status_code == 403
    assert not hasattr(Commune, "exporter")
