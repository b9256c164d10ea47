"""The six kinds of institution as headings of tables and of charts; the notes that go with the figures."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# As a heading of a table: several institutions together.
TYPES = {
    "FORMATION": pgettext_lazy("heading", "Education and training centres"),
    "ALPHABETISATION": pgettext_lazy("heading", "Literacy classes"),
    "JARDIN": pgettext_lazy("heading", "Kindergartens"),
    "DAR_TALIB": pgettext_lazy("heading", "Dar Talib"),
    "HANDICAP": pgettext_lazy("heading", "Institution for disabled persons"),
    "DAR_MOUATINE": pgettext_lazy("heading", "Dar Al Mouatine"),
}

# In a chart, where a line is short.
TYPES_COURTS = {
    "FORMATION": pgettext_lazy("chart", "Education and training"),
    "ALPHABETISATION": pgettext_lazy("chart", "Literacy"),
    "JARDIN": pgettext_lazy("chart", "Kindergartens"),
    "DAR_TALIB": pgettext_lazy("chart", "Dar Talib"),
    "HANDICAP": pgettext_lazy("chart", "Disability"),
    "DAR_MOUATINE": pgettext_lazy("chart", "Dar Al Mouatine"),
}

SOURCE_POPULATION = _(
    "Population: HCP, census of 2024 (RGPH), rows of the region, communes summed by province; CC BY 4.0."
)
NOTE_MASQUE = _(
    "Masked: fewer than 5 persons. At least two numbers are masked, so that neither is worked out from the"
    " total."
)
