"""A written name cut into tokens: compounds joined, particles and articles dropped, abbreviations opened.

A token is a word folded as the search folds it, after one of the marks: `1` for عبد, `2` for الدين, `.` for
an initial. Tokens hold neither space nor bar, so that they can be stored.
"""

import re

from entraide.text import search_key

from .lettres import est_arabe

# An apostrophe inside a word is a letter that Latin has not, or an article: M'barek, Sa'id, L'Hassan.
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘ʼʿʾ`´](?=[^\W\d_])")
# Letters that Arabic has at the end of a word alone: what follows is another word.
_FINALES = re.compile("([ةى])(?=[ء-ي]{3})")

_ARTICLES = frozenset("ال el al l il ul le".split())
_ARTICLES_SOLAIRES = {f"{v}{c}": c[0] for v in "ea" for c in "s r n d t z ch sh l".split()}
_FILIATION = frozenset(
    "بنت بنة بنه منت ولد ولاد اولاد اهل ولت bent bint bnt mint ment mant ould wld weld wuld wold oueld ouled "
    "oulad wlad ahl ahel ehl uld old "
    "mme mlle mr monsieur madame epouse epse ep nee vve veuve حرم زوجه ارمله المدعو المدعوه الانسه".split()
)
_FUSIONS = {
    **dict.fromkeys("بن ابن".split(), "بن"),
    **dict.fromkeys("ben bin ibn bn".split(), "ben"),
    **dict.fromkeys("بل".split(), "بل"),
    **dict.fromkeys("bel".split(), "bel"),
    **dict.fromkeys("بو ابو ابا ابي".split(), "بو"),
    **dict.fromkeys("bou abou bu abu abo bo aba".split(), "bou"),
    **dict.fromkeys("ايت".split(), "ايت"),
    **dict.fromkeys("ait ayt".split(), "ait"),
    **dict.fromkeys("اد".split(), "اد"),
    **dict.fromkeys("id".split(), "id"),
    **dict.fromkeys("او".split(), "او"),
    **dict.fromkeys("ou".split(), "ou"),
    **dict.fromkeys("ما".split(), "ما"),
    **dict.fromkeys("ma maa mae".split(), "ma"),
    **dict.fromkeys("ام".split(), "ام"),
    **dict.fromkeys("oum oumou om um oumo".split(), "oum"),
}
_ABREGES = {
    **dict.fromkeys("med mohd mhd md mohed mohmd".split(), ("mohamed",)),
    **dict.fromkeys("fz fzahra fatz fatizahra".split(), ("fatima", "zahra")),
    **dict.fromkeys("my mly mlay mle".split(), ("moulay",)),
    **dict.fromkeys("brm".split(), ("brahim",)),
    **dict.fromkeys("abdellah abdallah abdalah abdelah abdellahi abdallahi abdoullah abdullah abdulah "
                    "abdoulah abdoulahi abdoullahi abdalla abdella abdullahi abdlah abdllah "
                    "abdallaye abdoulaye abdelahi".split(), ("عبدالله",)),
    **dict.fromkeys("abdilah abdillah".split(), ("عبدالاله",)),
}  # fmt: skip
_ABD = frozenset("عبد abd abdel abdal abdul abdoul abdl abde abder abdes abdou".split())
_ABD_FAUTIF = frozenset("عد عب بد عببد عبدد عدب بعد عبذ عيد".split())
_DIEU = frozenset("الله allah ellah llah alah elah ellahi allahi lah".split())
_DINE = frozenset(
    "الدين eddyne dyne eddine edine eddin edin addine adine addin dine din ddine eldin eldine aldin".split()
)
_DINE_LATIN = re.compile(
    "(?:(?P<a>.{2,}?)(?:[eao]?dd[iy]ne|edd[iy]n)|(?P<b>(?!boum).{2,}?[^aeiouy])(?:[ea]|ou|u)d[iy]ne?"
    "|(?P<c>n[ou]+r|sa?lah|chams|chems|jamal|djamel|kamal|[ae]z+|badr|nasr|imad|s[ea]if|saad|alae?|mo?u?h[iy]+)"
    "[eaoy]*d[iy]ne?)$"
)
# Benlahcen and Belhassan are one name: the article is the l, whether the n is written or not.
_BEN_L = re.compile("^(ب|be)(?:ن|n)(?=[لl].{3})")
_ZAHRA = re.compile("^(fatim[aeo]?|fatma)((?:e|a|)(?:z+|l?z)[aou]*h.*)$")
_DIGRAMMES = frozenset("kh ch gh th sh dj dh".split())


def _mots(texte):
    texte = _APOSTROPHE.sub("", texte.replace("ç", "ss").replace("Ç", "ss"))
    return search_key(_FINALES.sub(r"\1 ", texte)).split()


def _sans_article(mot):
    if mot.startswith("ال") and len(mot) > 4 and mot != "الله":
        return mot[2:]
    return mot


def _abd_latin(mot):
    """What follows Abd in a Latin word written in one piece, or None when it is no such name."""
    if mot.startswith("abed") and mot[4:5] in ("l", "r", "s"):
        mot = "abde" + mot[4:]
    if not mot.startswith("abd") or mot.endswith("aoui") or len(mot) < 7:
        return None
    reste = re.sub("^(?:ou|[aeiou])", "", mot[3:])
    if reste.startswith("l") and len(reste) > 3:
        reste = reste[1:]
        return "l" + reste if reste in ("atif", "atife") else reste
    if len(reste) > 4 and reste[0] == reste[1]:
        return reste[1:]
    if reste[0] in "srnzdtcj" and len(reste) >= (3 if mot[3] in "eou" else 5):
        return reste
    return None


def _mot_simple(mot):
    """One word without particle -> tokens."""
    if len(mot) == 1 or mot in _DIGRAMMES:
        return ["." + mot] if mot.isalpha() else []
    mot = _BEN_L.sub(r"\1", mot)
    if est_arabe(mot):
        if mot.startswith("عبدال") and len(mot) > 6:
            return ["1الله" if mot == "عبدالله" else "1" + mot[5:]]
        if mot.endswith("الدين") and len(mot) > 6:
            return ["2" + _sans_article(mot[:-5])]
        return [_sans_article(mot)]
    if (reste := _abd_latin(mot)) is not None:
        return ["1" + reste]
    if len(mot) > 5 and (trouve := _DINE_LATIN.fullmatch(mot)):
        return ["2" + next(filter(None, trouve.groups()))]
    if trouve := _ZAHRA.match(mot):
        return ["fatima", re.sub("^[ea]?l?z+", "z", trouve[2])]
    if mot.startswith(("ould", "weld")) and len(mot) > 7:
        mot = mot[4:]
    if mot.startswith("el") and len(mot) > 6 and mot[2] not in "aeiouyh":
        mot = mot[2:]
    return [mot]


def _marque(jeton, marque):
    """The mark before a token; a second mark is dropped."""
    return jeton if jeton[:1] in ("1", "2", ".") else marque + jeton


def decouper(texte):
    """The tokens of a written name, in order, without the knowledge of the lexicon."""
    mots, jetons, i = _mots(texte), [], 0
    mots = [part for mot in mots for part in _ABREGES.get(mot, (mot,))]
    for n in range(len(mots) - 1):
        if mots[n] in _ABD_FAUTIF and mots[n + 1].startswith("ال"):
            mots[n] = "عبد"
        elif mots[n] in ("عبدا", "ايتا") and mots[n + 1].startswith("ل"):
            # The space one letter late.
            mots[n], mots[n + 1] = mots[n][:-1], "ا" + mots[n + 1]
    fin = len(mots)
    while i < fin:
        mot = mots[i]
        i += 1
        reste = i < fin
        if mot in _DINE and jetons and jetons[-1][0] not in "12.":
            jetons[-1] = "2" + jetons[-1]
        elif mot in _DIEU and jetons and jetons[-1][0] not in "12.":
            avant = jetons[-1]
            if est_arabe(avant):
                jetons[-1] = (avant[:-1] + "ت" if avant.endswith("ه") else avant) + "الله"
            else:
                jetons[-1] = avant + "allah"
        elif mot in _ABD:
            while i < fin and (mots[i] in _ARTICLES or mots[i] in _ARTICLES_SOLAIRES) and i + 1 < fin:
                i += 1
            if i >= fin:
                jetons.append("1" if mot != "abdou" else mot)
            elif mots[i] in _DIEU:
                jetons.append("1الله")
                i += 1
            else:
                suivant = mots[i]
                if est_arabe(suivant):
                    suivant = suivant[2:] if suivant.startswith("ال") and len(suivant) > 3 else suivant
                else:
                    suivant = re.sub("^[ea]?l(?=l?[^aeiouyl])|^[ea](?=([^aeiouy])\\1)", "", suivant)
                jetons += [_marque(jeton, "1") for jeton in _mot_simple(suivant)]
                i += 1
        elif mot in _FUSIONS and reste:
            debut = _FUSIONS[mot]
            article = False
            while i + 1 < fin and (mots[i] in _ARTICLES or mots[i] in _ARTICLES_SOLAIRES):
                article = True
                i += 1
            suivant = mots[i]
            if est_arabe(suivant) and _sans_article(suivant) != suivant:
                article, suivant = True, _sans_article(suivant)
            elif suivant.startswith("el") and len(suivant) > 5:
                article, suivant = True, suivant[2:]
            if article and debut in ("بن", "ben"):
                debut = "بل" if debut == "بن" else "bel"
            if est_arabe(debut) != est_arabe(suivant):
                jetons += _mot_simple(suivant)
            else:
                jetons.append(_BEN_L.sub(r"\1", debut + suivant))
            i += 1
        elif mot in _FILIATION or (mot in _ARTICLES and (reste or jetons)):
            continue
        elif mot in _ARTICLES_SOLAIRES and reste and mots[i].startswith(_ARTICLES_SOLAIRES[mot]):
            continue
        elif mot in ("ز", "z") and jetons and jetons[-1] in ("فاطمه", "fatima", "fatma"):
            jetons.append("zahra")
        else:
            parts = re.findall("^.{3,}?ه(?=ال.{3})|.+", mot) if est_arabe(mot) else [mot]
            for part in parts:
                jetons += _mot_simple(part)
    return [jeton for jeton in jetons if jeton == "1" or jeton and jeton[-1].isalpha()]
