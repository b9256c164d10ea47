"""The current school year and the one before it, with their days without class: pure functions of today's
date."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class JourPlan:
    nature: str
    nom_ar: str
    nom_fr: str
    du: date
    au: date
    provisoire: bool = False


@dataclass(frozen=True)
class AnneePlan:
    code: str
    debut: date
    fin: date
    date_reference: date
    fin_inscriptions: date
    courante: bool
    jours: tuple


# month, day, name: the national days that fall in a school year.
_NATIONAL = [
    (10, 31, "عيد الوحدة", "Fête de l'Unité"),
    (11, 6, "ذكرى المسيرة الخضراء", "Anniversaire de la Marche verte"),
    (11, 18, "عيد الاستقلال", "Fête de l'Indépendance"),
    (1, 1, "رأس السنة الميلادية", "Jour de l'an"),
    (1, 11, "ذكرى تقديم وثيقة الاستقلال", "Anniversaire du Manifeste de l'Indépendance"),
    (1, 14, "رأس السنة الأمازيغية", "Nouvel an amazigh"),
    (5, 1, "عيد الشغل", "Fête du Travail"),
    (7, 30, "عيد العرش", "Fête du Trône"),
]

# month, day at or after which the holiday begins (on a Sunday), name, kind; each lasts eight days.
_HOLIDAYS = [
    (10, 16, "العطلة البينية الأولى", "Premières vacances intermédiaires", "INTERMEDIAIRE"),
    (12, 4, "العطلة البينية الثانية", "Deuxièmes vacances intermédiaires", "INTERMEDIAIRE"),
    (1, 22, "عطلة منتصف السنة الدراسية", "Vacances de mi-année", "VACANCES"),
    (3, 13, "العطلة البينية الثالثة", "Troisièmes vacances intermédiaires", "INTERMEDIAIRE"),
    (5, 2, "العطلة البينية الرابعة", "Quatrièmes vacances intermédiaires", "INTERMEDIAIRE"),
]

# month and day of the Hijri calendar, number of days, name.
_FEASTS = [
    (1, 1, 1, "فاتح محرم", "1er Moharram"),
    (3, 12, 2, "عيد المولد النبوي", "Aïd Al Mawlid Annabaoui"),
    (10, 1, 2, "عيد الفطر", "Aïd Al Fitr"),
    (12, 10, 3, "عيد الأضحى", "Aïd Al Adha"),
]


def hijri(year, month, day):
    """The date of a day of the tabular Hijri calendar. The moon may be seen a day apart: it is always
    provisional."""
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(days + 227014)


def first_year(today):
    """The first calendar year of the school year that holds `today` (from September)."""
    return today.year if today.month >= 9 else today.year - 1


def _feasts(debut, fin):
    for year in range(debut.year - 580, fin.year - 577):
        for month, day, length, ar, fr in _FEASTS:
            start = hijri(year, month, day)
            end = start + timedelta(days=length - 1)
            if debut <= start and end <= fin:
                yield JourPlan("RELIGIEUX", ar, fr, start, end, provisoire=True)


def _days(debut, fin):
    def placed(month, day):
        return date(debut.year if month >= 9 else fin.year, month, day)

    for month, day, ar, fr in _NATIONAL:
        when = placed(month, day)
        # Unity Day was decreed in November 2025: it is kept from 2026 on.
        if (month, day) != (10, 31) or when.year >= 2026:
            yield JourPlan("FERIE", ar, fr, when, when)
    for month, day, ar, fr, nature in _HOLIDAYS:
        start = placed(month, day)
        start += timedelta(days=6 - start.weekday())
        yield JourPlan(nature, ar, fr, start, start + timedelta(days=7))
    yield from _feasts(debut, fin)


def school_year(year, today, courante):
    """The school year that begins in September of `year`. It ends in July; in August the demonstration's
    current year lasts until the end of that month, so that there is always a year that holds today."""
    debut, fin = date(year, 9, 1), date(year + 1, 7, 31)
    if courante and today > fin:
        fin = date(year + 1, 8, 31)
    jours = tuple(sorted(_days(debut, fin), key=lambda jour: (jour.du, jour.nom_fr)))
    return AnneePlan(
        f"{year}/{year + 1}", debut, fin, date(year, 12, 31), date(year, 10, 31), courante, jours
    )


def school_years(today):
    """The year before, and the current one that holds `today`."""
    year = first_year(today)
    return school_year(year - 1, today, False), school_year(year, today, True)
