"""Dates of people and of school years: pure functions. `today()` is the only one that reads the clock."""

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
    """(completed years, completed months since) on the day `on`."""
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    return divmod(max(months, 0), 12)


def age_bounds(birth, precision, on):
    """(least, greatest) age in completed years that a birth known to the `precision` JOUR, MOIS or ANNEE allows."""
    if precision == "ANNEE":
        return age_at(date(birth.year, 12, 31), on), age_at(date(birth.year, 1, 1), on)
    if precision == "MOIS":
        last = date(birth.year + birth.month // 12, birth.month % 12 + 1, 1).toordinal() - 1
        return age_at(date.fromordinal(last), on), age_at(birth.replace(day=1), on)
    return age_at(birth, on), age_at(birth, on)


def describe_age(years, months=0):
    """«14 years and 9 months» in the reader's language."""
    said_years = ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    if not months:
        return said_years
    said_months = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return said_months if not years else _("%(years)s and %(months)s") % {"years": said_years, "months": said_months}


def month_name(month, language):
    """The name of month 1 to 12 as Morocco says it."""
    return MONTHS["fr" if language == "fr" else "ar"][month - 1]


def format_date_long(day, language):
    """14 غشت 2026, 14 août 2026, 1er août 2026."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {month_name(day.month, language)} {day.year}"


def school_year_months(start, end):
    """[(year, month)] from the month of `start` to that of `end`, both included."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [(n // 12, n % 12 + 1) for n in range(first, last + 1)]
