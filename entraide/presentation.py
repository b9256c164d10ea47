"""How numbers, dates and codes are written in the language of the page. Pure functions; the template tags
call them."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

NONE = "—"
THOUSANDS = {"ar": ".", "fr": "\u202f"}
NARROW_SPACE = "\u202f"
MINUS = "\u2212"
LRI, PDI = "\u2066", "\u2069"


def langue():
    """The language of the page: 'ar' or 'fr'."""
    return "fr" if (get_language() or "ar").startswith("fr") else "ar"


def nombre(value, decimales=0):
    """2913 -> 2.913 in Arabic, 2 913 in French; decimals after a comma, halves away from zero. None -> a
    dash."""
    if value is None or value == "":
        return NONE
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):,f}".partition(".")
    whole = whole.replace(",", THOUSANDS[langue()])
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{whole},{fraction}" if fraction else f"{sign}{whole}"


def pourcent(value, decimales=1):
    """76.4 -> 76,4% in Arabic, 76,4 % in French. `value` is already out of a hundred; None -> a dash."""
    if value is None or value == "":
        return NONE
    return f"{nombre(value, decimales)}{NARROW_SPACE if langue() == 'fr' else ''}%"


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def date_longue(value):
    """14 غشت 2026, 14 août 2026, 1er août 2026. None -> a dash."""
    if not value:
        return NONE
    value = _local(value)
    if langue() == "fr" and value.day == 1:
        return f"1er {format_date(value, 'F Y')}"
    return format_date(value, "j F Y")


def mois(value):
    """ماي 2009, mai 2009."""
    return format_date(_local(value), "F Y") if value else NONE


def date_courte(value):
    """14/08/2026, always left to right."""
    return isolated_html(format_date(_local(value), "d/m/Y")) if value else NONE


def date_connue(value, precision="JOUR"):
    """A date as far as it is known: 28/02/2009 (JOUR), ماي 2009 (MOIS), 2009 (ANNEE)."""
    if not value:
        return NONE
    if precision == "ANNEE":
        return f"{value.year:04d}"
    return mois(value) if precision == "MOIS" else date_courte(value)


def heure(value):
    """14:30, in the clock of the region."""
    return isolated_html(format_date(_local(value), "H:i")) if value else NONE


def labelled(label, value):
    """«Label: value», with the colon of the language."""
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def isolated_html(text):
    """`text`, escaped, as a left-to-right island in the page; empty for nothing."""
    if text is None or text == "":
        return ""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def isolate(text):
    """The same island where no markup is possible: an option, a title, the subject of a message."""
    return f"{LRI}{text}{PDI}" if text not in (None, "") else ""
