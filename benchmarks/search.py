"""The search of people beside a fetch of the same people by their keys, through the same page.

    cases(connection) -> [Case(name, application, reference, check)]

`application()` asks the page for a text. `reference()` asks for the same page with the keys already known:
what is left is to fetch the rows, to rank and to draw them. `check()` raises AssertionError unless both pages
are the same. `answers(connection)` gives what each text finds, by registration number: the same on both
databases.
"""

import re
from unittest.mock import patch

from django.conf import settings
from django.test import Client
from django.urls import reverse

from benchmarks.dashboard import Case
from beneficiaires.models import Beneficiaire
from beneficiaires.search import people, search
from personnel.models import Compte, Role

# Any part of a name, from one letter; two words in two scripts; an identifier; nothing found.
TEXTS = [
    "ا",
    "م",
    "fa",
    "فاط",
    "فاطمة",
    "محمد fatima",
    "فاطمة idrissi",
    "Fatima El Idrissi",
    "ولد",
    "0612",
    "xqzw",
]


def _client():
    compte = Compte.objects.filter(role=Role.COORDINATION, is_active=True).order_by("pk").first()
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost")
    client.force_login(compte, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _settled(content):
    """A page without the tokens of its forms, which are never twice the same."""
    return re.sub(rb'name="(csrfmiddlewaretoken|jeton)" value="[^"]*"', b"", content)


def _known(keys_of):
    """The search, but for the finding: the keys of each text are known."""
    return patch.object(people, "_best", lambda queryset, query, limit: keys_of[limit])


def _case(client, text):
    keys_of, best = {}, people._best

    def remember(queryset, query, limit):
        keys_of[limit] = best(queryset, query, limit)
        return keys_of[limit]

    def page():
        answer = client.get(reverse("inscription-recherche"), {"q": text})
        assert answer.status_code == 200, answer.status_code
        return answer.content

    with patch.object(people, "_best", remember):
        page()

    def reference():
        with _known(keys_of):
            return page()

    def check():
        assert _settled(page()) == _settled(reference())

    return Case(f"search «{text}»", page, reference, check)


def cases(connection):
    """One comparison for each text, as the coordination sees the page of step 1 of an enrolment."""
    client = _client()
    return [_case(client, text) for text in TEXTS]


def answers(connection):
    """{text: the registration numbers found, in order}."""
    everybody = Beneficiaire.objects.all()
    return {text: [person.numero for person in search(everybody, text, langue="ar").people] for text in TEXTS}
