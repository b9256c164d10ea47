"""`{% load chiffres %}`: a published number in words of the page, or the mark of one that is hidden."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from entraide import presentation
from entraide.templatetags.entraide import meter
from entraide.vocabulary import PATTERNS
from statistiques.confidentialite import MASQUE
from statistiques.vocabulaire import TYPES

register = template.Library()


def marque():
    return format_html('<span class="masked"><span>{}</span></span>', _("Masked"))


@register.filter
def chiffre(valeur, decimales=0):
    """2.913, 6,1, a dash for nothing, or the mark."""
    return marque() if valeur is MASQUE else presentation.nombre(valeur, decimales)


@register.filter
def taux(valeur, decimales=1):
    """76,4%, a dash for nothing, or the mark."""
    return marque() if valeur is MASQUE else presentation.pourcent(valeur, decimales)


@register.filter
def est_masque(valeur):
    return valeur is MASQUE


@register.simple_tag
def grand_taux(valeur):
    """A rate in large figures, its sign small."""
    if valeur is MASQUE or valeur is None:
        return taux(valeur)
    espace = presentation.NARROW_SPACE if presentation.langue() == "fr" else ""
    return format_html("{}<small>{}%</small>", presentation.nombre(valeur, 1), espace)


@register.simple_tag
def usage(rangee):
    """The capacity bar of a row, the mark, or a dash when no authorisation runs."""
    if rangee.usage is MASQUE:
        return marque()
    if rangee.usage is None:
        return format_html('<span class="quiet">{}</span>', presentation.NONE)
    return meter(rangee.places_autorisees, rangee.capacite)


@register.simple_tag
def nom_du_type(code):
    """The kind of institution as a heading."""
    return TYPES[code]


@register.simple_tag
def motif(code):
    """The name of the pattern of a kind of institution."""
    return PATTERNS[code]
