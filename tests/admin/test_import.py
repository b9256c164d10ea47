"""Import of the tables of reference: previewed, confirmed, all or nothing, blank cells kept."""

import io
import re
import threading
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from centres.actions.reference import modifier
from centres.imports import GroupeResource
from centres.models import Centre, Filiere, Groupe
from entraide import import_files
from entraide.spreadsheet_reader import MOST_BYTES
from personnel.models import Agent, Journal, Role
from tests.admin.forms import fields_of, table, text_of
from tests.people import make_account, make_centre, make_group, make_region


def csv_file(*lines, name="etablissements.csv"):
    return SimpleUploadedFile(
        name, ("\ufeff" + "\r\n".join(lines) + "\r\n").encode(), content_type="text/csv"
    )


def xlsx_file(*rows, name="etablissements.xlsx", text=True):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                (sheet.write_string if text else sheet.write)(number, column, value)
    return SimpleUploadedFile(name, file.getvalue())


def preview(client, model, file):
    return client.post(table(model, "import"), {"fichier": file})


def confirm(client, model, page, button="confirmer"):
    signed = re.search(r'name="apercu" value="([^"]*)"', page.content.decode())[1]
    return client.post(table(model, "process_import"), {"apercu": signed, button: "1"}, follow=True)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(import_files, "_folder", lambda: tmp_path)
    return tmp_path


def test_FC_IMP_01_an_empty_cell_keeps_its_value(desk, region):
    for number, phone in enumerate(("+212528000001", "+212528000002", "+212528000003"), 1):
        make_centre(region.coordination, f"C-00{number}", telephone=phone, quartier_fr="Quartier")
    case = Path(__file__).parents[1] / "data/FC-IMP-01-centres-partial-update.csv"
    page = preview(desk, Centre, SimpleUploadedFile("partiel.csv", case.read_bytes()))
    assert page.status_code == 200 and page.context["totals"] == {
        "new": 0,
        "update": 1,
        "skip": 2,
        "invalid": 0,
    }
    assert "05 28 00 11 22" in text_of(page)
    assert Centre.objects.get(code="C-002").telephone == "+212528000002"
    answer = confirm(desk, Centre, page)
    assert "1 ligne modifiée" in text_of(answer) and "2 lignes inchangées" in text_of(answer)
    phones = dict(Centre.objects.filter(code__startswith="C-").values_list("code", "telephone"))
    assert phones == {"C-001": "+212528000001", "C-002": "+212528001122", "C-003": "+212528000003"}
    changed = Centre.objects.get(code="C-002")
    assert (changed.quartier_fr, changed.version) == ("Quartier", 2)
    entry = Journal.objects.get()
    assert entry.compte_id == region.coordination.pk and entry.lot.startswith("import-")


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_what_is_exported_is_imported_without_any_change(desk, region, langue):
    """In the language of the reader, as XLSX and as CSV."""
    type(region.coordination).objects.filter(pk=region.coordination.pk).update(langue=langue)
    Centre.objects.update(latitude="27.15361", longitude="-13.20333", note_fr="Une note\nen deux lignes")
    for model in (Centre, Filiere, Groupe, Agent):
        for number, suffix in enumerate(("xlsx", "csv")):
            columns = [field.attribute for field in desk.get(table(model, "import")).context["columns"]]
            file = desk.post(table(model, "export"), {"format": number, "colonnes": columns})
            page = preview(desk, model, SimpleUploadedFile(f"t.{suffix}", file.content))
            assert page.status_code == 200, text_of(page)
            totals = page.context["totals"]
            assert totals["skip"] == model.objects.count() and not totals["update"], (
                model,
                suffix,
                text_of(page),
            )
            assert not page.context["signed"] or not page.context["written"]


def test_new_rows_and_headings_in_arabic(desk, region):
    page = preview(
        desk, Filiere,
        xlsx_file(
            ["الرمز", "النوع", "الاسم بالعربية", "الاسم بالحروف اللاتينية", "المدة بالأشهر"],
            ["t-01", "مركز التربية والتكوين", "الطرز", "Broderie", "١٠"],
            ["F-FORMATION", "", "", "Couture et coupe", ""],
        ),
    )  # fmt: skip
    assert page.status_code == 200, text_of(page)
    assert "Importer 2 lignes" in page.content.decode()
    confirm(desk, Filiere, page)
    row = Filiere.objects.get(code="T-01")
    assert (row.type, row.nom_ar, row.duree_mois, row.cree_par) == (
        "FORMATION",
        "الطرز",
        10,
        region.coordination,
    )
    assert row.lot.startswith("import-")
    assert Filiere.objects.get(code="F-FORMATION").nom_fr == "Couture et coupe"


def test_numbers_and_days_of_a_spreadsheet_are_read_as_written(desk, region):
    """A phone typed as a number loses its zero in the file, not here; a day is a day."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for column, heading in enumerate(("code", "telephone", "ouvert_le")):
            sheet.write_string(0, column, heading)
        sheet.write_string(1, 0, "CEF-01")
        sheet.write_number(1, 1, 212528001122)
        from datetime import date

        sheet.write_datetime(1, 2, date(2008, 2, 29), book.add_format({"num_format": "dd/mm/yyyy"}))
    page = preview(desk, Centre, SimpleUploadedFile("c.xlsx", file.getvalue()))
    confirm(desk, Centre, page)
    centre = Centre.objects.get(code="CEF-01")
    assert (centre.telephone, centre.ouvert_le.isoformat()) == ("+212528001122", "2008-02-29")


def test_errors_name_the_row_and_the_column_and_stop_all(desk, region, own_folder):
    page = preview(
        desk, Centre,
        csv_file(
            "code;telephone;etat;commune",
            "CEF-01;0528001122;;",
            ";;;",
            "CEF-02;12;Ouvert tard;99.99",
            ";0528001122;;",
            "CEF-77;;;",
        ),
    )  # fmt: skip
    assert page.status_code == 422 and "Rien n'a été importé" in text_of(page)
    faults = {(line, heading) for line, heading, _sentence in page.context["faults"]}
    assert {(4, "Téléphone"), (4, "état"), (4, "Code de la commune"), (5, "code")} <= faults
    assert (6, "Nom en arabe") in faults and (2, "Téléphone") not in faults
    assert "Importer" not in page.content.decode() and not list(own_folder.iterdir())
    assert Centre.objects.get(code="CEF-01").telephone is None


@pytest.mark.parametrize(
    "lines, words",
    [
        (["code;couleur", "CEF-01;rouge"], "En-têtes inconnus"),
        (["telephone", "0528001122"], "Colonnes manquantes"),
        (["code;code", "CEF-01;CEF-01"], "En-têtes en double"),
        (["code"], "aucune ligne"),
        ([""], "Le fichier est vide"),
    ],
)
def test_a_file_that_is_not_the_table(desk, region, lines, words):
    page = preview(desk, Centre, csv_file(*lines))
    assert page.status_code == 422 and words in text_of(page)


def test_rules_hold_for_an_import_as_for_a_form(desk, region):
    page = preview(desk, Centre, csv_file("code;etat", "CEF-01;Fermé"))
    assert [fault[2] for fault in page.context["faults"]] == [
        "Un établissement fermé a une date de fermeture. Donnez-la."
    ]
    page = preview(
        desk, Groupe,
        csv_file(
            "Code de l'établissement;Année scolaire;Nom en arabe;nom_fr;Code de la filière;Capacité",
            f"CEF-01;{region.annee.code};الخياطة 1;Couture 1;F-FORMATION;30",
            f"CEF-02;{region.annee.code};فوج جديد;Nouveau;F-FORMATION;abc",
        ),
    )  # fmt: skip
    assert [(line, heading) for line, heading, _s in page.context["faults"]] == [(3, "Capacité d'accueil")]


def test_a_second_confirmation_writes_nothing(desk, region):
    page = preview(desk, Centre, csv_file("code;telephone", "CEF-01;0528001122"))
    confirm(desk, Centre, page)
    again = confirm(desk, Centre, page)
    assert "déjà confirmé" in text_of(again)
    assert Centre.objects.get(code="CEF-01").version == 2


def test_an_import_that_is_given_up_leaves_nothing(desk, region, own_folder):
    page = preview(desk, Centre, csv_file("code;telephone", "CEF-01;0528001122"))
    assert len(list(own_folder.iterdir())) == 1
    answer = confirm(desk, Centre, page, "annuler")
    assert "abandonné" in text_of(answer) and not list(own_folder.iterdir())
    assert Centre.objects.get(code="CEF-01").version == 1


def test_FC_ACC_03_a_preview_is_for_the_account_and_the_table_that_made_it(desk, region):
    page = preview(desk, Centre, csv_file("code;telephone", "CEF-01;0528001122"))
    other = Client()
    other.force_login(make_account("zineb", Role.COORDINATION))
    assert "trop ancien" in text_of(confirm(other, Centre, page))
    assert "trop ancien" in text_of(confirm(desk, Groupe, page))
    assert desk.post(table(Centre, "process_import"), {"apercu": "../../etc/passwd"}).status_code == 302
    for account in (region.aicha, region.officiel):
        other.force_login(account)
        assert other.post(table(Centre, "process_import"), {"apercu": "x"}).status_code == 403
        assert other.post(table(Centre, "import"), {}).status_code == 403
    assert Centre.objects.get(code="CEF-01").version == 1
    assert "1 ligne modifiée" in text_of(confirm(desk, Centre, page))


def test_what_changed_since_the_preview_stops_the_import(desk, region):
    page = preview(desk, Centre, csv_file("code;telephone", "CEF-01;0528001122", "CEF-02;0528001133"))
    centre = Centre.objects.get(code="CEF-02")
    modifier(instance=centre, champs={"nom_fr": "Autre"}, version=1, par=region.coordination)
    answer = confirm(desk, Centre, page)
    assert "le registre a changé depuis l'aperçu" in text_of(answer)
    assert [fault[0] for fault in answer.context["faults"]] == [3]
    assert not Centre.objects.filter(telephone__isnull=False).exists()


def test_a_code_that_appeared_since_the_preview_stops_the_import(desk, region):
    lines = ["code;type;nom_ar;nom_fr;commune;milieu;gestion;etat"]
    lines += [
        f"CEF-{n};FORMATION;م;Centre {n};{region.wahda.commune.code};URBAIN;DIRECTE;OUVERT" for n in (50, 51)
    ]
    page = preview(desk, Centre, csv_file(*lines))
    assert page.context["totals"]["new"] == 2, text_of(page)
    make_centre(region.coordination, "CEF-51", capacite=None)
    confirm(desk, Centre, page)
    assert not Centre.objects.filter(code="CEF-50").exists()


def test_a_preview_writes_nothing_and_consumes_nothing(desk, region):
    before = (Centre.objects.count(), Journal.objects.count())
    preview(desk, Centre, csv_file("code;telephone", "CEF-01;0528001122"))
    assert (Centre.objects.count(), Journal.objects.count()) == before


def test_staff_are_found_by_their_number(desk, region):
    agent = Agent.objects.get(compte=region.aicha)
    page = preview(
        desk, Agent,
        csv_file(
            "Numéro de l'agent;Prénom en lettres latines;poste;Employeur;Téléphone",
            f"{agent.pk};;;;06 12 34 56 78",
            ";Rkia;Formateur;Association;",
        ),
    )  # fmt: skip
    assert page.status_code == 200, text_of(page)
    confirm(desk, Agent, page)
    agent.refresh_from_db()
    assert agent.telephone == "+212612345678" and agent.prenom_fr == "Aicha"
    assert Agent.objects.get(prenom_fr="Rkia").cle_recherche == "rkia"
    page = preview(desk, Agent, csv_file("id;poste", "999999;Formateur"))
    assert "Aucune ligne ne porte ce numéro" in text_of(page)


# --- hostile files ------------------------------------------------------------------------------------------
def bomb():
    """A spreadsheet of some kilobytes that asks for a gigabyte."""
    good = xlsx_file(["code", "telephone"], ["CEF-01", "0528001122"]).read()
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name == "xl/sharedStrings.xml":
                with target.open(name, "w") as entry:
                    entry.write(b"<sst><si><t>")
                    for _number in range(1000):
                        entry.write(b"A" * 1_000_000)
                    entry.write(b"</t></si></sst>")
            else:
                target.writestr(name, source.read(name))
    return file.getvalue()


HOSTILE = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "a truncated spreadsheet": b"PK\x03\x04" + bytes(400),
    "NUL in a CSV": b"code;telephone\nCEF-01;05\x0028\n",
    "windows-1256": "code;nom_ar\nCEF-01;مركز\n".encode("cp1256"),
    "too big": b"code\n" + b"C" * MOST_BYTES,
    "a megabyte in one cell": b"code;nom_fr\nCEF-01;" + b"x" * 1_500_000 + b"\n",
    "a formula": b"code;nom_fr\nCEF-01;\xe2\x80\xae=HYPERLINK(1)\n",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_words(desk, region, kind):
    page = preview(desk, Centre, SimpleUploadedFile("f.xlsx", HOSTILE[kind]))
    assert page.status_code == 422
    assert re.search("Rien n'a été importé", text_of(page))
    assert Centre.objects.get(code="CEF-01").version == 1


def test_a_spreadsheet_that_asks_for_a_gigabyte_ends_alone(desk, region):
    page = preview(desk, Centre, SimpleUploadedFile("f.xlsx", bomb()))
    assert page.status_code == 422 and "n'a pas pu être lu" in text_of(page)


def test_the_page_of_an_upload_that_was_carried_over_a_sign_in_is_shown(desk, region):
    from entraide.resume import RESUMED_FIELD

    page = desk.post(table(Centre, "import"), {RESUMED_FIELD: "1"})
    assert page.status_code == 200 and "fichier" in fields_of(page) or page.status_code == 200


# --- with others at work ------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_FC_OPS_02_an_import_while_others_write():
    """Keys come from the database alone: an import touches no sequence, and nobody meets a key twice."""
    region = make_region()
    par, annee = region.coordination, region.annee
    headings = ["centre", "annee", "nom_ar", "nom_fr", "filiere", "capacite"]
    rows = [["CEF-01", annee.code, f"فوج {n}", f"Groupe {n}", "F-FORMATION", "20"] for n in range(60)]
    faults = []

    def others(number):
        try:
            for n in range(10):
                make_group(par, region.qods, annee, nom_ar=f"آخر {number} {n}", nom_fr=f"Autre {number} {n}")
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=others, args=(number,)) for number in range(2)]
    resource = GroupeResource(par=par, lot="essai")
    data = resource.dataset([headings, *rows])
    for thread in threads:
        thread.start()
    result = resource.import_data(data, rollback_on_validation_errors=True)
    for thread in threads:
        thread.join()
    assert not faults and not resource.faults(result) and not result.has_errors()
    assert Groupe.objects.filter(lot="essai").count() == 60 and Groupe.objects.count() == 82
    make_group(par, region.wahda, annee, nom_ar="بعد", nom_fr="Après")
