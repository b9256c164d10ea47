"""The tables of the dashboard as files: ordered maps heading -> function(row). Numbers stay numbers, hidden ones a word."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from centres.models import EtatCentre

from .confidentialite import MASQUE
from .vocabulaire import TYPES


def _cellule(valeur, protege):
    """A cell: the mark as a word; for an official a rate as rounded as on the page, so that it says no more."""
    if valeur is MASQUE:
        return str(MASQUE)
    if isinstance(valeur, float):
        return round(valeur, 1 if protege else 4)
    return valeur


def _chiffres(*, avec_personnes):
    colonnes = {_("Service places"): lambda r: r.places}
    if avec_personnes:
        colonnes[_("Distinct persons")] = lambda r: r.personnes
    return colonnes | {
        _("Women, sex known"): lambda r: r.femmes,
        _("Men, sex known"): lambda r: r.hommes,
        _("Sex not known"): lambda r: r.inconnus,
        _("Women's share, percent"): lambda r: r.part_femmes,
        _("Authorised capacity"): lambda r: r.capacite,
        _("Capacity used, percent"): lambda r: r.usage,
    }


def _colonnes_types():
    return {
        _("Type of institution"): lambda r: TYPES[r.type] if hasattr(r, "type") else _("Total"),
        _("Institutions"): lambda r: r.institutions,
        **_chiffres(avec_personnes=True),
    }


def _colonnes_centres():
    def du_centre(nom, dans_le_total=""):
        return lambda r: getattr(r, nom, dans_le_total)

    return {
        _("code"): du_centre("code"),
        _("Institution"): du_centre("nom", _("Total")),
        _("Type of institution"): lambda r: TYPES[r.type] if hasattr(r, "type") else "",
        _("state"): lambda r: EtatCentre(r.etat).label if hasattr(r, "etat") else "",
        _("Commune"): du_centre("commune"),
        pgettext("statistics", "Groups"): lambda r: r.groupes,
        _("Staff"): lambda r: r.personnel,
        **_chiffres(avec_personnes=False),
    }


def _colonnes_provinces():
    return {
        _("Province"): lambda r: r.nom,
        _("Institutions"): lambda r: r.institutions,
        _("Distinct persons"): lambda r: r.personnes,
        _("Population (HCP, 2024)"): lambda r: r.population,
        _("Persons per 1,000 inhabitants"): lambda r: r.couverture,
    }


def _colonnes_ages():
    return {
        _("Age band"): lambda r: r.libelle or _("not known"),
        pgettext("statistics", "Women"): lambda r: r.femmes,
        pgettext("statistics", "Men"): lambda r: r.hommes,
        _("Sex not known"): lambda r: r.inconnus,
    }


def tables(publication, region):
    """[(title, headings, rows of cells)] of what the page shows. `region`: False for a manager, who reads no coverage."""
    avec_total = [publication.total] if len(publication.types) > 1 else []
    toutes = [
        (_("By type"), _colonnes_types(), [*publication.types, *avec_total]),
        (_("By institution"), _colonnes_centres(), [*publication.centres, publication.total]),
        (_("By province"), _colonnes_provinces(), publication.provinces if region else []),
        (_("By age and sex"), _colonnes_ages(), publication.ages),
    ]
    return [
        (titre, [str(t) for t in colonnes], [[_cellule(f(r), publication.protege) for f in colonnes.values()] for r in rangees])
        for titre, colonnes, rangees in toutes
        if rangees
    ]


def fichier(sorte, publication, region):
    """The HTTP answer that holds the tables, as `xlsx` (a sheet for each) or `csv` (one after the other)."""
    from entraide import spreadsheet

    raise NotImplementedError(spreadsheet)
