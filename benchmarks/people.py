"""The list of people and the search, through their page, beside the same rows fetched directly."""

import hashlib

from django.test import Client

from beneficiaires import search
from beneficiaires.models import Beneficiaire
from personnel.models import Compte

from . import references
from .measuring import compared, interleaved, queries


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
        "one Arabic letter": "م",
        "one Latin letter": "z",
        "inside a name": "اطم",
        "a common first name": "محمد",
        "two words in two scripts": f"{person.prenom_ar} {person.nom_fr}",
        "two parts in two scripts": f"{person.prenom_ar[1:]} {person.nom_fr[1:4]}",
        "a part of a number": person.numero[2:7],
        "nothing found": "ظظقظظ xqzzqx",
    }


def searches(rounds=None):
    """Each search through the page, beside its people fetched by their keys through the same page."""
    for who in ("coordination", "responsable"):
        client, scope = signed_in(who), Beneficiaire.objects.visible_to(Compte.objects.get(username=who))
        for what, text in _texts().items():
            if who == "responsable" and what not in ("one Arabic letter", "two words in two scripts"):
                continue
            found = list(search.search_filter(scope, text).order_by("pk").values_list("pk", flat=True))
            references.show_keys(found)
            ours, keys = page(client, "/beneficiaires/", q=text), page(client, "/reference/keys/", q=text)
            if ours().count(b"<tr") != keys().count(b"<tr"):
                raise RuntimeError(f"{text}: not the same rows")
            (alone,) = interleaved(lambda s=scope, t=text: search.search(s, t), rounds=rounds)
            label = f"search, {what}" + (", by a manager" if who == "responsable" else "")
            note = f"{len(found)} people; the search of the best 50 alone {alone:.1f} ms"
            yield compared(label, ours, keys, rounds=rounds, target=2, note=note)


def answers():
    """{text: digest of the people found, in order}: equal on both databases."""
    found = {}
    for what, text in _texts().items():
        best = search.search(Beneficiaire.objects.all(), text, 50, "ar").people
        keys = search.search_filter(Beneficiaire.objects.all(), text).order_by("pk")
        numbers = [person.numero for person in best] + list(keys.values_list("numero", flat=True))
        found[what] = hashlib.sha256(" ".join(numbers).encode()).hexdigest()[:12]
    return found
