"""The history of a file that was merged, or that others were merged into."""

import pytest

from beneficiaires.fusion import histoire
from beneficiaires.models import Beneficiaire
from tests.people import make_region

from .files import REWRITTEN, again, edit, merge, person, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


def test_the_history_tells_both_files_and_the_merge(region, client):
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, region.groupes["CEF-02"])
    edit(region, absorbe, adresse="Canariadresse")
    fusion = merge(region, garde, absorbe)
    client.force_login(region.coordination)
    page = client.get(f"/beneficiaires/{garde.numero}/historique/").content.decode()
    assert "Canariadresse" in page and absorbe.numero_affiche in page
    assert not any(each.operation == "DELETE" for each in histoire.operations(again(garde)))
    assert len(histoire.operations(again(garde), limit=3)) == 3
    undo(region, fusion)
    for file in (garde, absorbe):
        titles = [each.operation for each in histoire.operations(again(file))]
        assert "DELETE" not in titles and titles.count("CREATE") == 1


def test_the_history_of_the_kept_file_keeps_nothing_of_the_other_person(region, client):
    """After the undo she is somebody of another centre, of whom Aicha learns nothing."""
    garde = person(region, region.groupes["CEF-01"], telephone=None)
    absorbe = person(
        region, region.groupes["CEF-02"], **REWRITTEN, telephone="+212661777001", adresse="Canariadresse"
    )
    fusion = merge(region, garde, absorbe, choix={"adresse": "absorbe"})
    # What stood there is the other person's, though the edit itself is hers and stays.
    edit(region, garde, adresse="Hay Salam")
    client.force_login(region.aicha)
    undo(region, fusion)
    edits = [each for each in histoire.operations(again(garde)) if each.compte == str(region.coordination)]
    assert any(str(Beneficiaire._meta.get_field("adresse").verbose_name) in each.titre for each in edits)
    canaries = {
        "661777001",
        "06 61 77 70 01",
        "Canariadresse",
        absorbe.numero,
        absorbe.numero_affiche,
        "Aminetou",
    }
    for address in ("", "historique/"):
        page = client.get(f"/beneficiaires/{garde.numero}/{address}").content.decode()
        for canary in canaries:
            assert canary not in page, (address, canary)
