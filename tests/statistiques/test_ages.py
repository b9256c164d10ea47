from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from beneficiaires.models import Beneficiaire
from statistiques.ages import BANDES, RangBande, bandes
from tests.statistiques.planter import planter


def _rangs(reference):
    rows = Beneficiaire.objects.order_by().values_list("naissance", RangBande("naissance", reference))
    return dict(rows)


@pytest.mark.django_db
def test_every_age_lies_in_exactly_one_band():
    """FC-STA-11: one person of each age 0 to 70, by birthday on the day itself."""
    reference = date(2026, 12, 31)
    for age in range(71):
        planter([], naissance=date(2026 - age, 12, 31))
    rangs = _rangs(reference)
    assert len(rangs) == 71
    for naissance, rang in rangs.items():
        age = 2026 - naissance.year
        bande = BANDES[rang]
        assert bande.du <= age and (bande.au is None or age <= bande.au)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "naissance, reference, age",
    [
        (date(2023, 12, 31), date(2026, 12, 31), 3),  # the birthday itself
        (date(2024, 1, 1), date(2026, 12, 31), 2),
        (date(2008, 2, 29), date(2026, 2, 28), 17),  # not yet: 1 March in a common year
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2006, 2, 28), date(2024, 2, 29), 18),
        (date(2027, 3, 1), date(2026, 12, 31), 0),  # born after the reference date: the first band
    ],
)
def test_ages_are_those_of_birthdays(naissance, reference, age):
    planter([], naissance=naissance)
    bande = BANDES[_rangs(reference)[naissance]]
    assert bande.du <= age and (bande.au is None or age <= bande.au)


@pytest.mark.django_db
def test_an_unknown_birth_date_is_in_no_band():
    planter([], naissance=None)
    assert _rangs(date(2026, 12, 31)) == {None: None}


@pytest.mark.parametrize("debuts", [(), (3, 6), (0, 6, 6), (0, 12, 6)])
def test_bands_with_a_gap_or_an_overlap_are_refused(debuts):
    with pytest.raises(ImproperlyConfigured):
        bandes(*debuts)


def test_how_bands_are_written():
    assert [b.libelle for b in BANDES] == [
        "0–2",
        "3–5",
        "6–11",
        "12–14",
        "15–17",
        "18–24",
        "25–34",
        "35–49",
        "50–64",
        "65+",
    ]
