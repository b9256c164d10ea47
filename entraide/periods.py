"""Dates of people and of school years: pure functions. `today()` is the only one that reads the clock."""

from calendar import monthrange
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MONTHS = {
    "ar": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}


def today():
    """The day in the region (Africa/El_Aaiun), whatever the clock of the server."""
    return timezone.localdate()


def _before_birthday(birth, on):
    # Born on 29 February: the birthday of a common year is 1 March (the 28th is still the day before).
    return (on.month, on.day) < (birth.month, birth.day)


def age_at(birth, on):
    """Completed years on the day `on`; negative before birth."""
    return on.year - birth.year - _before_birthday(birth, on)


def age_years_months(birth, on):
    """(completed years, completed months since) on the day `on`; (0, 0) before birth."""
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    return divmod(max(months, 0), 12)


def age_bounds(birth, precision, on):
    """(least, greatest) age in completed years on the day `on`, of a birth known to the `precision`.

    JOUR gives the same twice; MOIS and ANNEE run from the last day of that month or year to the first.
    """
    first = last = birth
    if precision == "MOIS":
        first, last = birth.replace(day=1), birth.replace(day=monthrange(birth.year, birth.month)[1])
    elif precision == "ANNEE":
        first, last = date(birth.year, 1, 1), date(birth.year, 12, 31)
    return age_at(last, on), age_at(first, on)


def describe_age(years, months=0):
    """«2 years and 7 months» in the reader's language: سنتان و7 أشهر, 2 ans et 7 mois."""
    if not years and not months:
        return _("less than one year")
    said_years = ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    if not months:
        return said_years
    said_months = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    if not years:
        return said_months
    return _("%(years)s and %(months)s") % {"years": said_years, "months": said_months}


def _french(language):
    return language.startswith("fr")


def month_name(month, language):
    """The name of month 1 to 12 as Morocco says it: in French for `fr`, else in Arabic."""
    return MONTHS["fr" if _french(language) else "ar"][month - 1]


def format_date_long(day, language):
    """14 غشت 2026, 14 août 2026, 1er août 2026."""
    number = "1er" if _french(language) and day.day == 1 else str(day.day)
    return f"{number} {month_name(day.month, language)} {day.year}"


def format_birth(day, precision, language):
    """A birth date as far as it is known, as plain text: 14/08/2009, ماي 2009 or 2009; empty for None.

    For files and sentences; pages isolate it with `presentation.date_connue`.
    """
    if day is None:
        return ""
    if precision == "ANNEE":
        return str(day.year)
    if precision == "MOIS":
        return f"{month_name(day.month, language)} {day.year}"
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def school_year_months(start, end):
    """[(year, month)] from the month of `start` to that of `end`, both included."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [(n // 12, n % 12 + 1) for n in range(first, last + 1)]
