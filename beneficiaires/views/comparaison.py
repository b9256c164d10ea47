"""Two files side by side, as the page of a pair shows them: one row per item, what differs marked, the better
value proposed.

Nothing here decides: `beneficiaires.actions.fusion` does. Disability is not among the rows: whether there is
anything sensitive is itself sensitive; a merge keeps what either file holds of it.
"""

from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from beneficiaires.fusion.valeurs import ENSEMBLE
from beneficiaires.models import Beneficiaire
from beneficiaires.views.marques import marked_parts, marquer, ressemblance
from entraide.presentation import date_connue, date_courte, isolated_html, langue, mois
from entraide.text import format_phone, search_key
from entraide.vocabulary import civil

# In the order of the page.
NOMS = ("prenom_ar", "nom_ar", "prenom_fr", "nom_fr")
CODES = ("cnie", "massar", "etat_civil")
RUBRIQUES = (
    *NOMS, "naissance", "sexe", "cnie", "massar", "etat_civil", "lieu_naissance", "telephone", "commune",
    "adresse", "situation_familiale", "orphelin", "niveau_scolaire", "base_legale",
)  # fmt: skip
# What changes in a life: the file that was written last knows better. The rest is true once and for all.
CHANGEANTES = ("telephone", "commune", "adresse", "situation_familiale", "orphelin", "niveau_scolaire")
_PRECISIONS = {None: 0, "ANNEE": 1, "MOIS": 2, "JOUR": 3}


@dataclass
class Ligne:
    """One item of both files: values as HTML (empty: not recorded), whether they are the same, what to say of
    the difference, the side proposed ("a" or "b")."""

    nom: str
    libelle: str
    a: str
    b: str
    egale: bool
    note: str = ""
    choix: str = "a"


@dataclass
class Comparaison:
    """The rows that one of the two files fills, and the names of those that neither does."""

    lignes: list = field(default_factory=list)
    vides: list = field(default_factory=list)

    @property
    def differentes(self):
        return [ligne for ligne in self.lignes if not ligne.egale]


def colonnes(rubrique):
    """The columns of `Beneficiaire` that are chosen with this item."""
    return ENSEMBLE.get(rubrique, (rubrique,))


def comparer_fiches(a, b, garde="a"):
    """The `Comparaison` of two people; where nothing speaks for one value, that of the side `garde` is
    proposed. `commune` should be fetched; no other query."""
    trouvee = Comparaison()
    for rubrique in RUBRIQUES:
        va, vb = valeurs(a, rubrique), valeurs(b, rubrique)
        vide_a, vide_b = not va[0], not vb[0]
        libelle = capfirst(_libelle(rubrique))
        if vide_a and vide_b:
            trouvee.vides.append(libelle)
            continue
        html_a, html_b = _ecrites(rubrique, a, b, va == vb)
        ligne = Ligne(rubrique, libelle, html_a, html_b, va == vb)
        if not ligne.egale:
            ligne.choix = _proposee(rubrique, a, b, garde)
            ligne.note = _note(rubrique, a, b, vide_a or vide_b)
        trouvee.lignes.append(ligne)
    return trouvee


def valeurs(personne, rubrique):
    """The stored values of an item, the one that says whether it is filled first."""
    return tuple(getattr(personne, Beneficiaire._meta.get_field(nom).attname) for nom in colonnes(rubrique))


def plus_complete(a, b):
    """The side that is kept unless the reader says otherwise: the older file, or the one that says much
    more."""
    remplies = [sum(bool(valeurs(p, rubrique)[0]) for rubrique in RUBRIQUES) for p in (a, b)]
    return "b" if remplies[1] >= remplies[0] + 3 else "a"


# --- words --------------------------------------------------------------------------------------------------
def _libelle(rubrique):
    return Beneficiaire._meta.get_field(rubrique).verbose_name


def _note(rubrique, a, b, une_vide):
    if une_vide:
        return _("recorded in one file only")
    if rubrique == "naissance":
        precise = _plus_precise(a, b)
        if precise:
            return (
                _("more precise in the second file")
                if precise == "b"
                else _("more precise in the first file")
            )
        return _("different")
    va, vb = str(getattr(a, rubrique)), str(getattr(b, rubrique))
    if rubrique in (*NOMS, "lieu_naissance", "adresse") and ressemblance(va, vb) >= 0.6:
        return _("close spelling")
    return _("different, perhaps a move") if rubrique in ("commune", "adresse") else _("different")


def _plus_precise(a, b):
    """The side whose birth date says more and agrees with the other; None when neither does."""
    rang_a, rang_b = _PRECISIONS[a.naissance_precision], _PRECISIONS[b.naissance_precision]
    if rang_a == rang_b:
        if a.naissance == b.naissance and a.naissance_estimee != b.naissance_estimee:
            return "b" if a.naissance_estimee else "a"
        return None
    if not (a.naissance and b.naissance):
        return "b" if b.naissance else "a"
    commun = min(rang_a, rang_b)
    debut_a, debut_b = ((p.naissance.year, p.naissance.month)[: 1 if commun == 1 else 2] for p in (a, b))
    if debut_a != debut_b:
        return None
    return "b" if rang_b > rang_a else "a"


def _proposee(rubrique, a, b, garde):
    """The side proposed: the only one filled, the more precise, the longer writing of one name, the file
    written last for what changes in a life; else that of the kept file."""
    va, vb = valeurs(a, rubrique)[0], valeurs(b, rubrique)[0]
    if not va or not vb:
        return "b" if vb else "a"
    if rubrique == "naissance":
        return _plus_precise(a, b) or garde
    if rubrique in NOMS:
        ka, kb = search_key(va), search_key(vb)
        if ka != kb and (ka.startswith(kb) or kb.startswith(ka)):
            return "a" if len(ka) > len(kb) else "b"
    if rubrique in CHANGEANTES:
        return "b" if _derniere(b) > _derniere(a) else "a"
    return garde


def _derniere(personne):
    return personne.modifie_le or personne.cree_le


# --- values in HTML -----------------------------------------------------------------------------------------
def _ecrites(rubrique, a, b, egale):
    if rubrique == "naissance":
        return _naissances(a, b, egale)
    if rubrique in (*NOMS, *CODES, "lieu_naissance", "telephone", "adresse"):
        return _textes(rubrique, getattr(a, rubrique), getattr(b, rubrique), egale)
    return tuple(_mots(rubrique, p) for p in (a, b))


def _mots(rubrique, personne):
    """A choice in words, a commune with the year of its file, a legal basis with its date."""
    if not valeurs(personne, rubrique)[0]:
        return ""
    if rubrique == "commune":
        return format_html(
            '{} <span class="quiet">({})</span>', personne.commune, f"{_derniere(personne).year:04d}"
        )
    if rubrique in ("situation_familiale", "orphelin"):
        return format_html("{}", civil(valeurs(personne, rubrique)[0], personne.sexe))
    mots = getattr(personne, f"get_{rubrique}_display")()
    if rubrique == "base_legale" and personne.base_legale_date:
        return format_html("{} · {}", mots, date_courte(personne.base_legale_date))
    return format_html("{}", mots)


def _naissances(a, b, egale):
    ecrites = []
    for personne, autre in ((a, b), (b, a)):
        if not personne.naissance:
            ecrites.append("")
            continue
        jour, precision = personne.naissance, personne.naissance_precision
        if egale or not autre.naissance or precision != "JOUR":
            texte = date_connue(jour, precision)
            differe = not egale and autre.naissance and precision == autre.naissance_precision
            if differe and precision == "ANNEE":
                texte = format_html("<mark>{}</mark>", texte)
            elif differe and precision == "MOIS":
                texte = format_html("<mark>{}</mark>", mois(jour))
        else:
            connues = _PRECISIONS[autre.naissance_precision]
            parts = [
                (f"{jour:%d}", connues < 3 or jour.day != autre.naissance.day),
                (f"{jour:%m}", connues < 2 or jour.month != autre.naissance.month),
                (f"{jour:%Y}", jour.year != autre.naissance.year),
            ]
            texte = format_html('<bdi dir="ltr">{}</bdi>', marked_parts(parts, "/"))
        if personne.naissance_estimee:
            texte = format_html('{} <span class="quiet">{}</span>', texte, _("(estimated)"))
        ecrites.append(texte)
    return tuple(ecrites)


def _textes(rubrique, va, vb, egale):
    if rubrique == "telephone":
        va, vb = format_phone(va), format_phone(vb)
    if egale or not va or not vb:
        marques = format_html("{}", va or ""), format_html("{}", vb or "")
    elif rubrique == "telephone":
        paires = list(zip(va.split(), vb.split(), strict=False))
        marques = tuple(marked_parts([(p[cote], p[0] != p[1]) for p in paires], " ") for cote in (0, 1))
    else:
        marques = marquer(va, vb)
    return tuple(_isolee(rubrique, texte) for texte in marques)


def _isolee(rubrique, texte):
    """A text in an island of its own direction, with its language where it is not that of the page."""
    if not texte:
        return ""
    if rubrique in CODES or rubrique == "telephone":
        return isolated_html(texte)
    if rubrique in NOMS:
        langue_du_nom = rubrique[-2:]
        if langue_du_nom == langue():
            return format_html("<bdi>{}</bdi>", texte)
        sens = "rtl" if langue_du_nom == "ar" else "ltr"
        return format_html('<bdi dir="{}" lang="{}">{}</bdi>', sens, langue_du_nom, texte)
    return format_html("<bdi>{}</bdi>", texte)
