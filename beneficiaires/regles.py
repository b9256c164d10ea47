"""What each kind of institution allows: declared once, judged by pure functions over plain values."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.models import TypeCentre
from entraide.periods import age_bounds, age_years_months, describe_age, format_date_long


@dataclass(frozen=True)
class RegleType:
    """Ages in completed years at the reference date, both ends included; None means no bound."""

    age_min: int | None = None
    age_max: int | None = None
    documents: tuple = ()


_EXTRAIT = gettext_lazy("Birth extract")
_PHOTO = gettext_lazy("Photograph")
_SCOLARITE = gettext_lazy("School certificate")
_CNIE = gettext_lazy("Copy of the identity card")
_MEDICAL = gettext_lazy("Medical certificate")
_BESOIN = gettext_lazy("Certificate of need")
_ENGAGEMENT = gettext_lazy("Guardian's undertaking")

# Source: DOMAIN, "Per kind of institution" (defaults). Kindergarten ages are said by the activity report
# itself.
REGLES = {
    TypeCentre.FORMATION: RegleType(15, None, (_EXTRAIT, _PHOTO, _SCOLARITE)),
    TypeCentre.ALPHABETISATION: RegleType(15, None, (_CNIE,)),
    TypeCentre.JARDIN: RegleType(3, 6, (_EXTRAIT, _PHOTO)),
    TypeCentre.DAR_TALIB: RegleType(11, 20, (_EXTRAIT, _PHOTO, _SCOLARITE, _BESOIN, _ENGAGEMENT)),
    TypeCentre.HANDICAP: RegleType(None, None, (_EXTRAIT, _PHOTO, _MEDICAL)),
    TypeCentre.DAR_MOUATINE: RegleType(),
}


def describe_rule(type_centre, reference, langue):
    """The age rule of a kind of institution in one sentence, with its reference date."""
    regle = REGLES[type_centre]
    date = format_date_long(reference, langue)
    if regle.age_min is None and regle.age_max is None:
        return _("No age bound.")
    if regle.age_max is None:
        return _("From %(min)s years, counted on %(date)s.") % {"min": regle.age_min, "date": date}
    return _("From %(min)s to %(max)s years, counted on %(date)s.") % {
        "min": regle.age_min,
        "max": regle.age_max,
        "date": date,
    }


def judge_age(type_centre, naissance, precision, reference, langue):
    """None when a person born on `naissance` (known to the `precision`) may be enrolled, else why not, in
    words.

    The age is counted at `reference`, the same all year long, and only in completed years. With a birth
    known by year or month the person is refused only when every possible day would be. Without a birth date
    nobody is refused.
    """
    regle = REGLES[type_centre]
    if naissance is None or (regle.age_min is None and regle.age_max is None):
        return None
    plus_jeune, plus_vieux = age_bounds(naissance, precision, reference)
    trop_jeune = regle.age_min is not None and plus_vieux < regle.age_min
    trop_vieux = regle.age_max is not None and plus_jeune > regle.age_max
    if not (trop_jeune or trop_vieux):
        return None
    ans, mois = age_years_months(naissance, reference)
    valeurs = {
        "age": describe_age(ans, mois if precision == "JOUR" else 0),
        "date": format_date_long(reference, langue),
        "regle": describe_rule(type_centre, reference, langue),
    }
    if trop_jeune:
        phrase = _("Too young: %(age)s on %(date)s. %(regle)s")
    else:
        phrase = _("Too old: %(age)s on %(date)s. %(regle)s")
    return phrase % valeurs
