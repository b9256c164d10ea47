"""Ages, dates known in part, school years: pure functions, and the one clock."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from entraide.periods import (
    MONTHS,
    age_at,
    age_bounds,
    age_years_months,
    describe_age,
    format_birth,
    format_date_long,
    month_name,
    school_year_months,
    today,
)

DATA = Path(__file__).parent.parent / "data"
days = st.dates(date(1900, 1, 1), date(2150, 12, 31))


def test_fc_dat_04_ages_at_the_reference_date_are_those_expected():
    with open(DATA / "FC-DAT-04-kindergarten-ages-expected.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7
    for row in rows:
        birth, reference = date.fromisoformat(row["naissance"]), date(2025, 12, 31)
        age = age_at(birth, reference)
        assert age == int(row["age_31_12_2025"])
        assert (3 <= age <= 6) == (row["verdict_3_to_6_inclusive"] == "accept")
        assert age_bounds(birth, "JOUR", reference) == (age, age)


def test_born_on_29_february_a_common_year_counts_from_1_march():
    birth = date(2020, 2, 29)
    assert [age_at(birth, day) for day in (date(2025, 2, 28), date(2025, 3, 1))] == [4, 5]
    assert [age_at(birth, day) for day in (date(2024, 2, 28), date(2024, 2, 29))] == [3, 4]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2025, 12, 31, 22, 30, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), date(2026, 1, 1)),
        # In Ramadan the clock of Morocco stands an hour earlier: midnight is that of UTC.
        (datetime(2026, 3, 1, 23, 30, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 2, 0, 30, tzinfo=UTC), date(2026, 3, 2)),
    ],
)
def test_fc_dat_05_the_day_is_that_of_the_region(now, day):
    with mock.patch("django.utils.timezone.now", return_value=now):
        assert today() == day
        assert age_at(date(2020, 1, 1), today()) == day.year - 2020
        assert age_at(date(2019, 12, 31), today()) == (
            6 if (day.month, day.day) >= (12, 31) else day.year - 2020
        )


@given(days, days)
def test_an_age_grows_by_one_on_the_birthday_and_never_in_between(birth, on):
    age = age_at(birth, on)
    step = age_at(birth, on + timedelta(days=1)) - age
    following = on + timedelta(days=1)
    birthday = (birth.month, birth.day) if (birth.month, birth.day) != (2, 29) else None
    if birthday:
        assert step == ((following.month, following.day) == birthday)
    assert step in (0, 1)
    if on >= birth:
        years, months = age_years_months(birth, on)
        assert years == age >= 0 and 0 <= months <= 11
    else:
        assert age < 0 and age_years_months(birth, on) == (0, 0)


@given(days, days, st.sampled_from(["JOUR", "MOIS", "ANNEE"]))
def test_the_bounds_hold_the_true_age_and_are_reached(birth, on, precision):
    least, greatest = age_bounds(birth, precision, on)
    assert least <= age_at(birth, on) <= greatest
    assert greatest - least <= {"JOUR": 0, "MOIS": 1, "ANNEE": 1}[precision]


def test_a_birth_known_by_year_or_month_gives_two_ages():
    assert age_bounds(date(2009, 1, 1), "ANNEE", date(2025, 9, 15)) == (15, 16)
    assert age_bounds(date(2009, 1, 1), "ANNEE", date(2025, 12, 31)) == (16, 16)
    assert age_bounds(date(2009, 9, 1), "MOIS", date(2025, 9, 15)) == (15, 16)
    assert age_bounds(date(2009, 2, 1), "MOIS", date(2025, 2, 28)) == (16, 16)
    assert age_bounds(date(9999, 12, 1), "MOIS", date(9999, 12, 31)) == (0, 0)


def test_fc_dat_08_a_year_of_birth_ages_with_the_clock():
    """«About 40» in September 2025 is kept as the year 1985: two years later the person is about 42."""
    about = date(2025 - 40, 1, 1)
    assert age_bounds(about, "ANNEE", date(2025, 9, 15)) == (39, 40)
    assert age_bounds(about, "ANNEE", date(2027, 10, 1)) == (41, 42)


@pytest.mark.parametrize(
    ("years", "months", "ar", "fr"),
    [
        (2, 7, "سنتان و7 أشهر", "2 ans et 7 mois"),
        (1, 1, "سنة واحدة وشهر واحد", "1 an et 1 mois"),
        (3, 2, "3 سنوات وشهران", "3 ans et 2 mois"),
        (11, 11, "11 سنة و11 شهرا", "11 ans et 11 mois"),
        (14, 0, "14 سنة", "14 ans"),
        (100, 0, "100 سنة", "100 ans"),
        (0, 3, "3 أشهر", "3 mois"),
        (0, 0, "أقل من سنة", "moins d'un an"),
    ],
)
def test_an_age_in_words(years, months, ar, fr):
    for language, words in (("ar", ar), ("fr", fr)):
        with translation.override(language):
            assert describe_age(years, months) == words


def test_months_are_moroccan():
    assert " ".join(MONTHS["ar"]) == ("يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر")
    assert (month_name(8, "ar"), month_name(8, "fr"), month_name(8, "fr-ma")) == ("غشت", "août", "août")


def test_dates_in_words_and_as_far_as_they_are_known():
    day = date(2026, 8, 14)
    assert (format_date_long(day, "ar"), format_date_long(day, "fr")) == ("14 غشت 2026", "14 août 2026")
    first = date(2026, 8, 1)
    assert (format_date_long(first, "ar"), format_date_long(first, "fr")) == ("1 غشت 2026", "1er août 2026")
    birth = date(2009, 5, 1)
    assert [format_birth(birth, precision, "ar") for precision in ("JOUR", "MOIS", "ANNEE")] == [
        "01/05/2009",
        "ماي 2009",
        "2009",
    ]
    assert format_birth(birth, "MOIS", "fr") == "mai 2009"
    assert format_birth(None, None, "ar") == ""


def test_a_school_year_runs_over_two_calendar_years():
    months = school_year_months(date(2025, 9, 1), date(2026, 7, 31))
    assert months[:4] == [(2025, 9), (2025, 10), (2025, 11), (2025, 12)]
    assert months[4:] == [(2026, month) for month in range(1, 8)]
    assert school_year_months(date(2025, 9, 1), date(2025, 9, 30)) == [(2025, 9)]
