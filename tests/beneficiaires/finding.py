"""What the tests of the search share."""

from beneficiaires.search import search
from tests.people import make_person


def found(source, text, **options):
    return [person.pk for person in search(source, text, **options).people]


def person_named(region, ar="", fr="", **fields):
    """A person without identifiers; names as 'first last'."""
    prenom_ar, _, nom_ar = ar.partition(" ")
    prenom_fr, _, nom_fr = fr.partition(" ")
    return make_person(
        region.coordination, prenom_ar=prenom_ar, nom_ar=nom_ar, prenom_fr=prenom_fr, nom_fr=nom_fr, **fields
    )
