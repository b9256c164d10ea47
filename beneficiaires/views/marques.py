"""Two texts with the letters that differ marked."""

import unicodedata
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join

from entraide.text import search_key


def ressemblance(va, vb):
    """How much two texts share under their search key, from 0 to 1."""
    return SequenceMatcher(None, search_key(va), search_key(vb), autojunk=False).ratio()


def marked_parts(parts, joint):
    """[(text, whether it differs)] joined by `joint`, those that differ marked; HTML."""
    marked = (format_html("<mark>{}</mark>" if differs else "{}", text) for text, differs in parts)
    return format_html_join(joint, "{}", ((text,) for text in marked))


def marquer(va, vb):
    """Both texts with the letters that differ marked; capitals are no difference. Where one text lacks a
    letter, its neighbour is marked, so that the place is seen in both; two texts that share little are
    marked whole."""
    la, lb = _lettres(va), _lettres(vb)
    matcher = SequenceMatcher(None, [_pliee(x) for x in la], [_pliee(x) for x in lb], autojunk=False)
    if matcher.ratio() < 0.4:
        return format_html("<mark>{}</mark>", va), format_html("<mark>{}</mark>", vb)
    marques = [False] * len(la), [False] * len(lb)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for cote, debut, fin, lettres in ((0, i1, i2, la), (1, j1, j2, lb)):
            if debut == fin:
                voisine = debut if debut < len(lettres) and lettres[debut] != " " else debut - 1
                debut, fin = max(voisine, 0), max(voisine, 0) + 1
            if fin - debut == 1 and lettres[debut].isalpha():
                # One narrow letter is too short for the wave to be seen: the next one goes with it.
                debut, fin = (debut, fin + 1) if _lettre(lettres, fin) else (debut - 1, fin)
            for rang in range(max(debut, 0), min(fin, len(lettres))):
                marques[cote][rang] = lettres[rang] != " "
    return _marque(la, marques[0]), _marque(lb, marques[1])


def _lettres(texte):
    """Letters with the marks that stand on them: a mark is never parted from its letter."""
    lettres = []
    for char in unicodedata.normalize("NFC", texte):
        if lettres and unicodedata.combining(char):
            lettres[-1] += char
        else:
            lettres.append(char)
    return lettres


def _lettre(lettres, rang):
    return rang < len(lettres) and lettres[rang][0].isalpha()


def _pliee(lettre):
    return unicodedata.normalize("NFC", lettre.casefold())


def _marque(lettres, marques):
    morceaux, rang = [], 0
    while rang < len(lettres):
        fin = rang
        while fin < len(lettres) and marques[fin] == marques[rang]:
            fin += 1
        texte = "".join(lettres[rang:fin])
        morceaux.append(format_html("<mark>{}</mark>" if marques[rang] else "{}", texte))
        rang = fin
    return format_html_join("", "{}", ((morceau,) for morceau in morceaux))
