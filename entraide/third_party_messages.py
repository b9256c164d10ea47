"""Texts of the packages we build on that lack an Arabic or a French translation, or whose words are not ours.

Our catalogues come first in Django: a text that is listed here and translated in `locale/` replaces the
package's own. The list only keeps texts in the catalogues when `manage.py messages` runs; nothing calls it.
Add a text exactly as the package writes it, under the package's name; with a plural or a context through the
functions below.
"""

from django.utils.translation import gettext_noop


def pgettext_noop(context, message):
    """Mark a text with a context."""
    return message


def ngettext_noop(singular, plural):
    """Mark a text with its plural."""
    return singular, plural


def npgettext_noop(context, singular, plural):
    """Mark a text with a context and its plural."""
    return singular, plural


# The months as Morocco writes them.
MONTHS = [
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
    gettext_noop("jan"),
    gettext_noop("feb"),
    gettext_noop("mar"),
    gettext_noop("apr"),
    gettext_noop("may"),
    gettext_noop("jun"),
    gettext_noop("jul"),
    gettext_noop("aug"),
    gettext_noop("sep"),
    gettext_noop("oct"),
    gettext_noop("nov"),
    gettext_noop("dec"),
    pgettext_noop("abbrev. month", "Jan."),
    pgettext_noop("abbrev. month", "Feb."),
    pgettext_noop("abbrev. month", "March"),
    pgettext_noop("abbrev. month", "April"),
    pgettext_noop("abbrev. month", "May"),
    pgettext_noop("abbrev. month", "June"),
    pgettext_noop("abbrev. month", "July"),
    pgettext_noop("abbrev. month", "Aug."),
    pgettext_noop("abbrev. month", "Sept."),
    pgettext_noop("abbrev. month", "Oct."),
    pgettext_noop("abbrev. month", "Nov."),
    pgettext_noop("abbrev. month", "Dec."),
    pgettext_noop("alt. month", "January"),
    pgettext_noop("alt. month", "February"),
    pgettext_noop("alt. month", "March"),
    pgettext_noop("alt. month", "April"),
    pgettext_noop("alt. month", "May"),
    pgettext_noop("alt. month", "June"),
    pgettext_noop("alt. month", "July"),
    pgettext_noop("alt. month", "August"),
    pgettext_noop("alt. month", "September"),
    pgettext_noop("alt. month", "October"),
    pgettext_noop("alt. month", "November"),
    pgettext_noop("alt. month", "December"),
]

DJANGO = [
    gettext_noop("This field is required."),
    ngettext_noop(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
]

AXES = []

IMPORT_EXPORT = []

REST_FRAMEWORK = []
