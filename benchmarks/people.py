"""The list of people and the search, through their page, beside the same rows fetched directly."""

import hashlib

from django.db import connection
from django.test import Client

from beneficiaires import search
from beneficiaires.models import Beneficiaire
from personnel.models import Compte

from . import references
from . import search as first_step
from .measuring import compared, queries


def signed_in(username="coordination"):
    """A client of the test framework with the session of a demonstration account."""
    client = Client()
    client.force_login(
        Compte.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def page(client, address, **query):
    """A function that asks for a page and insists on getting it."""

    def run():
        response = client.get(address, query)
        if response.status_code != 200:
            raise RuntimeError(f"{address} {query}: {response.status_code}")
        return response.content

    return run


def lists(rounds=None):
    """The first page, the last one, and the last beside the first."""
    client = signed_in()
    ours, last = page(client, "/beneficiaires/"), page(client, "/beneficiaires/", page="fin")
    hand, hand_last = page(client, "/reference/list/"), page(client, "/reference/list/", page="fin")
    for mine, theirs in ((ours, hand), (last, hand_last)):
        same = mine().count(b"<tr"), theirs().count(b"<tr")
        if same[0] != same[1]:
            raise RuntimeError(f"not the same rows: {same}")
    note = f"{queries(ours)} queries, {queries(last)} on the last page"
    yield compared("list, first page", ours, hand, rounds=rounds, target=1.5, note=note)
    yield compared("list, last page", last, hand_last, rounds=rounds, target=1.5)
    yield compared("list, last page beside the first", last, ours, rounds=rounds, target=2)


def _texts():
    """{what: text}: the same on every database with the same seed."""
    known = Beneficiaire.objects.exclude(prenom_ar="").exclude(nom_fr="").order_by("pk")
    person = known[min(known.count() - 1, 1000)]
    return {
        "one letter": "م",
        "inside a name": "اطم",
        "two words in two scripts": f"{person.prenom_ar} {person.nom_fr}",
        "nothing found": "ظظقظظ xqzzqx",
    }


def searches(rounds=None):
    """The search of the list, and of the first step of an enrolment, beside the same people by their keys."""
    for who, label in (("coordination", ""), ("responsable", ", by a manager")):
        client, scope = signed_in(who), Beneficiaire.objects.visible_to(Compte.objects.get(username=who))
        for what, text in _texts().items():
            found = [person.pk for person in search.search(scope, text).people]
            references.show_keys(found)
            ours, keys = page(client, "/beneficiaires/", q=text), page(client, "/reference/keys/", q=text)
            if ours().count(b"<tr") != keys().count(b"<tr"):
                raise RuntimeError(f"{text}: not the same rows")
            name, note = f"list searched, {what}{label}", f"{len(found)} people"
            yield compared(name, ours, keys, rounds=rounds, target=2, note=note)
    for case in first_step.cases(connection):
        case.check()
        yield compared(case.name, case.application, case.reference, rounds=rounds, target=2)


def answers():
    """{text: digest of the registration numbers found, in order}: equal on both databases."""
    found = first_step.answers(connection)
    for what, text in _texts().items():
        keys = search.search_filter(Beneficiaire.objects.all(), text).order_by("pk")
        found[what] = list(keys.values_list("numero", flat=True))
    return {what: hashlib.sha256(" ".join(n).encode()).hexdigest()[:12] for what, n in found.items()}
