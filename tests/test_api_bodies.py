"""Whatever a program sends, the API answers in words: no body breaks it, under any method, for any role."""

import json

import pytest

from tests.access_sweep import opened
from tests.access_table import API
from tests.access_world import ROLES

pytestmark = pytest.mark.django_db
HALF = r"\ud800"
# As they are sent: JSON, or nearly.
BODIES = {
    "list": "[1]",
    "text": '"x"',
    "null": "null",
    "number": "3",
    "nothing": "",
    "broken": '{"nom_fr": ',
    "not UTF-8": b'{"nom_fr": "\xff"}',
    "deep list": "[" * 20_000,
    "deep value": '{"version": ' + "[" * 400 + "]" * 400 + "}",
    "deep objects": '{"a": ' * 20_000,
    "unknown names": f'{{"{HALF}": 1, "b": 2, "c": 3}}',
    "NUL as a name": r'{"\u0000": 1, "b": 2}',
    "half in choices": json.dumps(
        dict.fromkeys(("sexe", "orphelin", "situation_familiale", "lien", "vers", "motif_sortie"), "\ud800")
    ),
    "half in texts": json.dumps(
        dict.fromkeys(
            ("nom_fr", "cnie", "commune", "naissance", "beneficiaire", "groupe", "malgre"), "\udfff"
        )
    ),
    "half inside": f'{{"inscription": {{"statut": "{HALF}", "groupe": "{HALF}"}}, "nom_fr": "a"}}',
    "half as a name inside": f'{{"inscription": {{"{HALF}": 1, "b": 2}}}}',
    "infinite": '{"groupe": 1e400, "inscription": {"groupe": -1e400}, "principal": 1e400, "version": 1e400}',
    "huge": '{"groupe": %s, "inscription": {"groupe": %s}, "version": %s}' % (("9" * 4000,) * 3),
    "longer": '{"groupe": %s}' % ("9" * 6000),
    "lists": json.dumps(
        dict.fromkeys(
            ("sexe", "nom_fr", "commune", "lien", "vers", "groupe", "principal", "inscription"), [[]]
        )
    ),
    "objects": json.dumps(
        dict.fromkeys(("sexe", "nom_fr", "commune", "lien", "vers", "groupe", "principal", "telephone"), {})
    ),
    "numbers": json.dumps(dict.fromkeys(("nom_fr", "sexe", "cnie", "naissance", "lien", "vers"), 1.5)),
}

FOR_EVERYBODY = {"list", "deep list", "half in choices"}


@pytest.fixture(scope="module")
def world_of_module(django_db_setup, django_db_blocker):
    with opened(django_db_blocker) as sweep:
        yield sweep


@pytest.fixture
def sweep(world_of_module, db):
    return world_of_module


def _sent(sweep, role, method, address, body, **headers):
    return sweep.client(role, token=True).generic(
        method, address, body, content_type="application/json", headers=headers
    )


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_no_body_breaks_an_endpoint(sweep, method, body):
    for route, line in API.items():
        address = sweep.world.address(route, line.names)
        for role in ROLES if body in FOR_EVERYBODY else ("aicha", "coordination"):
            for headers in ({}, {"If-Match": "1"}):
                answer = _sent(sweep, role, method, address, BODIES[body], **headers)
                assert answer.status_code < 500, (route, role, headers, answer.status_code)
                # To change nothing is allowed.
                assert answer.status_code >= 400 or (body, method) == ("nothing", "PATCH")


@pytest.mark.parametrize("langue", ["ar", "fr"])
@pytest.mark.parametrize("body", [name for name in BODIES if name != "nothing"])
def test_a_body_that_cannot_be_read_is_refused_in_words(sweep, body, langue):
    sweep.speak(langue)
    for route, method in (("api-beneficiaire-list", "POST"), ("api-beneficiaire-detail", "PATCH")):
        address = sweep.world.address(route, API[route].names)
        answer = _sent(sweep, "coordination", method, address, BODIES[body], **{"If-Match": "1"})
        assert answer.status_code == 400
        sentences = json.dumps(answer.json(), ensure_ascii=False)
        assert not any(english in sentences for english in ("JSON parse", "No data", "Invalid", "Expecting"))
        assert sentences.isascii() is False


def test_what_is_wrong_is_said_where_it_stands(sweep):
    sweep.speak("fr")
    address = sweep.world.address("api-beneficiaire-list")

    def said(body):
        return _sent(sweep, "coordination", "POST", address, body).json()

    assert said('{"sexe": "\\ud800"}') == {
        "sexe": ["Le texte contient un caractère invisible en position 1. Ressaisissez-le."]
    }
    assert "ligne 1, colonne 9" in said('{"sexe":')["detail"]
    assert "objet JSON" in said("null")["detail"] and "UTF-8" in said(b'"\xff"')["detail"]
