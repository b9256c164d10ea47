"""The tables of the dashboard as files: ordered maps heading -> function(row). Numbers stay numbers, hidden
ones a word."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from centres.models import EtatCentre
from entraide.spreadsheet import Table, csv_tables_response, xlsx_tables_response

from .vocabulaire import NOTE_MASQUE, SOURCE_POPULATION, TYPES


def _cellule(fonction, protege):
    """A column: the mark as a word; for an official a rate as rounded as on the page, so that it says no
    more."""

    def cellule(rangee):
        valeur = fonction(rangee)
        if isinstance(valeur, float):
            return round(valeur, 1 if protege else 4)
        return valeur

    return cellule


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


def _reperes(publication):
    """What one must know to read the other tables, in two columns."""
    lignes = [
        (_("School year"), publication.annee.code),
        (_("Day of the figures"), publication.le),
        (_("Source"), SOURCE_POPULATION),
    ]
    if publication.fourchette:
        au_moins, au_plus = publication.fourchette
        lignes += [(_("Distinct persons, at least"), au_moins), (_("Distinct persons, at most"), au_plus)]
    if publication.paires is not None:
        lignes.append((_("Pairs of files to review"), publication.paires))
    if publication.quelque_chose_masque:
        lignes.append((_("Masked"), NOTE_MASQUE))
    return lignes


def tables(publication, region):
    """The tables that the page shows. `region`: False for a manager, who reads no coverage."""
    avec_total = [publication.total] if len(publication.types) > 1 else []
    toutes = [
        (_("By type"), _colonnes_types(), [*publication.types, *avec_total]),
        (_("By institution"), _colonnes_centres(), [*publication.centres, publication.total]),
        (_("By province"), _colonnes_provinces(), publication.provinces if region else []),
        (_("By age and sex"), _colonnes_ages(), publication.ages),
    ]
    found = []
    for titre, colonnes, rangees in toutes:
        if rangees:
            found.append(
                Table({t: _cellule(f, publication.protege) for t, f in colonnes.items()}, rangees, titre)
            )
    return [*found, Table([_("Landmark"), _("Value")], _reperes(publication), _("Landmarks"))]


def fichier(sorte, publication, region):
    """The HTTP answer that holds the tables, as `xlsx` (a sheet for each) or `csv` (one after the other)."""
    # Not inside the f-string: the extraction of texts does not look there.
    titre = _("dashboard")
    nom = f"{titre}-{publication.annee.code.replace('/', '-')}-{publication.le:%Y-%m-%d}"
    repondre = {"xlsx": xlsx_tables_response, "csv": csv_tables_response}[sorte]
    return repondre(nom, tables(publication, region), get_language())
