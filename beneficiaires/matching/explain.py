"""The evidence in words: Arabic or French, as the active language says."""

from datetime import date

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entraide.periods import format_birth
from entraide.text import format_phone

_TITRES = {
    "nom_egal": _("Same last name"),
    "nom_variante": _("Same last name, written otherwise"),
    "nom_proche": _("Last name one letter apart"),
    "nom_partiel": _("One of the last names"),
    "nom_initiale": _("Initial of the last name"),
    "nom_different": _("Other last name"),
    "nom_absent": _("Last name unknown"),
    "prenom_egal": _("Same first name"),
    "prenom_variante": _("Same first name, written otherwise"),
    "prenom_proche": _("First name one letter apart"),
    "prenom_partiel": _("One of the first names"),
    "prenom_initiale": _("Initial of the first name"),
    "prenom_different": _("Other first name"),
    "prenom_absent": _("First name unknown"),
    "ordre": _("First and last name in another order"),
    "nom_rare": _("Uncommon name"),
    "nom_courant": _("Common name"),
    "naissance_egale": _("Same birth date"),
    "naissance_mois": _("Same birth month"),
    "naissance_annee": _("Same birth year"),
    "naissance_premier_janvier": _("Same birth year, day perhaps unknown"),
    "naissance_deux_premier_janvier": _("Same birth year, 1 January twice"),
    "naissance_inversee": _("Day and month of birth exchanged"),
    "naissance_chiffre": _("Birth date one digit apart"),
    "naissance_jour": _("Same birth year, other day or month"),
    "naissance_meme_annee": _("Same birth year, other day and month"),
    "naissance_differente": _("Other birth date"),
    "naissance_absente": _("Birth date unknown"),
    "sexe_egal": _("Same sex"),
    "sexe_different": _("Other sex"),
    "mere_egale": _("Same mother's name"),
    "mere_differente": _("Other mother's name"),
    "pere_egal": _("Same father's name"),
    "pere_different": _("Other father's name"),
    "parent_egal": _("Same guardian"),
    "fratrie": _("Same parent, other first name"),
    "cnie_egal": _("Same card number"),
    "cnie_proche": _("Card number one character apart"),
    "cnie_different": _("Other card number"),
    "massar_egal": _("Same Massar code"),
    "massar_proche": _("Massar code one character apart"),
    "massar_different": _("Other Massar code"),
    "etat_civil_egal": _("Same civil registry number"),
    "telephone_egal": _("Same phone"),
    "telephone_different": _("Other phone"),
    "commune_egale": _("Same commune"),
    "commune_differente": _("Other commune"),
    "province_differente": _("Other province"),
    "lieu_egal": _("Same birth place"),
    "lieu_different": _("Other birth place"),
    "a_verifier": _("To be checked"),
    "numero_commun": _("One number in two files"),
}

# What a title needs said beside it, where the values say nothing.
_REMARQUES = {
    "ordre": _("The same words, in the other field"),
    "nom_rare": _("Few people bear it"),
    "nom_courant": _("Many people bear it"),
    "sexe_different": _("Perhaps a slip of the form"),
    "fratrie": _("Brothers or sisters"),
    "a_verifier": _("The birth or the name does not agree entirely"),
    "numero_commun": _("A family name may change"),
    "telephone_egal": _("A family often has one number"),
    "telephone_different": _("A number may change"),
    "commune_differente": _("Perhaps they moved"),
    "province_differente": _("Perhaps they moved"),
}
_ECARTS = ("naissance_annee_proche", "naissance_annee_voisine", "naissance_annee_a_deux")


def _naissance(parts):
    """(year, month, day) as far as known -> as the pages write it."""
    if not parts:
        return ""
    precision = ("ANNEE", "MOIS", "JOUR")[len(parts) - 1]
    return format_birth(date(*(*parts, 1, 1)[:3]), precision, get_language() or "ar")


def _deux(a, b):
    if a and b:
        if a == b:
            return gettext("«%(value)s» in both files") % {"value": a}
        return gettext("«%(a)s» and «%(b)s»") % {"a": a, "b": b}
    return gettext("«%(value)s» in one file alone") % {"value": a or b} if a or b else ""


def explain(indice):
    """An Indice -> (title, detail) in the active language. The detail may be empty."""
    code, valeurs = indice.code, indice.valeurs
    if code in _ECARTS:
        ecart = abs(valeurs["a"][0] - valeurs["b"][0])
        titre = ngettext("Birth year differs by %(n)s", "Birth year differs by %(n)s", ecart) % {"n": ecart}
    else:
        titre = str(_TITRES[code])
    if code in _REMARQUES:
        return titre, str(_REMARQUES[code])
    a, b = valeurs.get("a") or "", valeurs.get("b") or ""
    if code.startswith("naissance_"):
        a, b = _naissance(a), _naissance(b)
    elif code.startswith("telephone"):
        a, b = format_phone(a), format_phone(b)
    elif code.startswith(("sexe", "commune")):
        return titre, ""
    return titre, _deux(a, b)


def phrase(resultat):
    """A Resultat -> one sentence of its evidence, strongest first; what was not stated is left out."""
    dits = [indice for indice in resultat.indices if indice.signe != "?" and abs(indice.points) > 2]
    dits.sort(key=lambda indice: (-abs(indice.points), indice.code))
    titres = [explain(indice)[0] for indice in dits]
    titres[1:] = [titre[:1].lower() + titre[1:] for titre in titres[1:]]
    return gettext("; ").join(titres)
