"""Letters: what a word sounds like, and how far two words are apart, within one script or across both.

A word of either script becomes a code of one character per sound. Two codes are aligned letter by letter:
what Moroccan writers use one for the other costs little, what parts two names costs much. The costs are
hundredths of one whole letter: 100 is one letter that has nothing to do with the other.
"""

import re
from functools import lru_cache

# --- Arabic: one character per letter of the folded word (entraide.text.search_key). ----------------------

_ARABE = dict(
    zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويپڤگ", "AbtPjHxdDrzscSVTZ3GfqklmnhWYbvk", strict=True)
)  # fmt: skip


def est_arabe(mot):
    return bool(mot) and "\u0600" <= mot[0] <= "\u06ff"


def code_arabe(mot):
    """The code of a folded Arabic word. A final ه is also the ة that the fold made of it: its own sign @;
    a final ي is also an ى: y."""
    code = "".join(_ARABE.get(lettre, lettre if lettre.isalnum() else "") for lettre in mot)
    if len(code) > 2 and code[-1] in "hY":
        code = code[:-1] + ("@" if code[-1] == "h" else "y")
    return code


# --- Latin: Moroccan French spelling, read from left to right. --------------------------------------------

_LECTURE = [
    (re.compile(motif), son)
    for motif, son in (
        ("3|2", ""), ("7", "h"), ("9", "q"), ("5", "X"), ("[^a-z]", ""),
        ("tch|sch|sh|ch", "C"), ("kh", "X"), ("gh", "G"), ("^rh|(?<=^el)rh|(?<=^l)rh", "G"),
        ("dj", "j"), ("^th|th", "P"), ("dh", "D"), ("ph", "f"), ("ck", "k"), ("gu(?=[eiy])", "g"),
        ("c(?=[eiy])", "s"), ("c", "k"), ("qu(?=[eiy])|q", "q"), ("x", "ks"), ("v", "f"), ("p", "b"),
        ("ou|oo|w|o", "u"), ("ee", "i"), ("y", "i"),
        (r"(.)\1+", r"\1"), ("ae$", "a"), ("(?<=[^aeiu])e$", ""), ("ie$", "i"),
        ("P", "P"), ("C", "c"), ("X", "x"),
    )
]  # fmt: skip


@lru_cache(maxsize=100_000)
def code_latin(mot):
    """The code of a folded Latin word: vowels a e i u, consonants one character each."""
    for motif, son in _LECTURE:
        mot = motif.sub(son, mot)
    return mot


def code(mot):
    return code_arabe(mot) if est_arabe(mot) else code_latin(mot)


# --- Skeletons: what remains of a code in every spelling, the same in both scripts. -----------------------

_CLASSES = str.maketrans("TPVDZSHqgGv", "ttdddshkkGf", "AWYy3aeiu@")


def squelette_mot(code):
    """The consonants of a code, in classes that both scripts write alike, without a final h."""
    consonnes = code.translate(_CLASSES)
    if code[-1:] in ("h", "H") and len(consonnes) > 2:
        consonnes = consonnes[:-1]
    return consonnes


def fort(code):
    """How many letters of a code carry its identity: consonants and written long vowels."""
    return sum(0 if lettre in "3@" else 0.5 if lettre in "ae" else 1 for lettre in code)


# --- Costs ------------------------------------------------------------------------------------------------


def _table(**couts):
    table = {}
    for paires, cout in couts.items():
        for x, y in paires.split():
            table[x, y] = table[y, x] = cout
    return table


def _paires(*lignes):
    table = {}
    for cout, paires in lignes:
        for paire in paires.split():
            x, y = paire
            table[x, y] = table[y, x] = cout
    return table


# One letter of the keyboard for another, sounds that are heard alike, dots forgotten.
_LATIN = _paires(
    (4, "qk ei"), (8, "ae"), (12, "kg qg Pt Dd gG jg Gq"), (25, "Gr Ps Dz eu"), (40, "xh xk hH Pz"),
    (55, "dt sz sc bf au mn zj"), (70, "ai iu rl bm nb"),
)  # fmt: skip
_ARABES = _paires(
    (5, "yY"), (10, "VZ @A Ay"), (15, "@h"), (20, "@t"), (25, "Pt Dd qk tT sS Vd Zd"), (30, "y@"),
    (40, "DZ DV Hh Ps zZ Dz zS"), (50, "jk Hx A3"), (60, "jH jx bt nt bn Yb Yn Yt rz fq sc SV TZ 3G cP"),
    (70, "dt zs kx Gq"), (90, "AY AW WY"),
)  # fmt: skip
_CROISE = {
    (x, y): cout
    for cout, paires in (
        (0, "bb tt Pt PP jj Hh hh xx dd Dd DD rr zz ss cc Ss Vd VD Td Tt ZD Zd GG ff qk qq kk ll mm nn "
            "Aa Wu Yi yi @a @h vf vb 3a 3e"),
        (5, "qg kg Ae Ye ye 3i 3u @e"),
        (12, "@t jg Gg Zz Gr Dz kq ya"),
        (25, "Ps Pf xk xh AP Gk jz"),
        (40, "Hx hx tP tD sP zs sz Sz Ga"),
        (60, "@q @z @s"),
        (55, "dt td sc cs mn nm bf Td qG @i @u"),
        (65, "Ya yu"), (75, "Ai Au We Wa Yu Wi rl lr"),
    )
    for x, y in paires.split()
}  # fmt: skip

_VOYELLES = frozenset("aeiu")


def _suppression_latin(code, croise):
    """Per letter, the cost of having nothing in its place on the other side."""
    couts, fin = [], len(code) - 1
    for i, lettre in enumerate(code):
        avant, apres = code[i - 1 : i] if i else "", code[i + 1 : i + 2]
        if lettre in "aeiu":
            voisin = avant in _VOYELLES and avant or apres in _VOYELLES and apres
            if i == fin:
                # A final vowel is a name of its own (Karim, Karima), unless another vowel stands before it.
                cout = {"a": 170, "e": 12, "i": 100, "u": 80}[lettre]
                if voisin:
                    cout = {"a": 90, "e": 12, "i": 25, "u": 40}[lettre]
            elif i == 0:
                cout = {"a": 15, "e": 6, "i": 12, "u": 15}[lettre]
                if voisin and lettre == "u":
                    cout = 80
            elif croise:
                cout = {"a": 4, "e": 2, "i": 8, "u": 6}[lettre]
                if voisin:
                    cout = {"a": 4, "e": 4, "i": 20, "u": 30}[lettre]
            else:
                cout = {"a": 22, "e": 8, "i": 25, "u": 20}[lettre]
        elif lettre == "h":
            cout = 15 if i == fin and avant in _VOYELLES else 60
        else:
            cout = 100
        couts.append(cout)
    return couts


def _suppression_arabe(code, croise):
    couts, fin = [], len(code) - 1
    for i, lettre in enumerate(code):
        avant = code[i - 1 : i] if i else ""
        if lettre == avant:
            cout = 15
        elif lettre == "@":
            cout = 30 if avant in "AWY" else 190
        elif lettre == "A":
            cout = 8 if i == 0 else 130 if i == fin else 70 if croise else 32
        elif lettre == "W":
            cout = 80 if i in (0, fin) else 70 if croise else 42
        elif lettre in "Yy":
            cout = 90 if i in (0, fin) else 75 if croise else 45
        elif lettre == "3":
            cout = 2 if croise else 65
        elif lettre == "h":
            cout = 60
        else:
            cout = 100
        couts.append(cout)
    return couts


def suppressions(code, arabe, croise):
    return (_suppression_arabe if arabe else _suppression_latin)(code, croise)


def table_des_couts(arabe, autre_arabe):
    """The substitution table and whether its keys are read (left, right) in that order."""
    if arabe != autre_arabe:
        return _CROISE
    return _ARABES if arabe else _LATIN


def _longues(code):
    return "".join(lettre for lettre in code if lettre in "AWY")


def ecart(gauche, droite, arabe, autre_arabe, plafond=300):
    """The cost of aligning two codes, in hundredths of a letter; `plafond` when it is not less.

    Across scripts the left one is the Arabic one. Neighbours that changed places cost 60.
    """
    croise = arabe != autre_arabe
    if gauche == droite and not croise:
        return 0
    table = table_des_couts(arabe, autre_arabe)
    moins, plus = suppressions(gauche, arabe, croise), suppressions(droite, autre_arabe, croise)
    ligne = [0]
    for cout in plus:
        ligne.append(ligne[-1] + cout)
    avant_derniere, lettre_avant = None, ""
    for i, x in enumerate(gauche):
        nouvelle = [ligne[0] + moins[i]]
        for j, y in enumerate(droite):
            cout = table.get((x, y), 0 if x == y and not croise else 190 if "@" in (x, y) else 100)
            meilleur = ligne[j] + cout
            autre = ligne[j + 1] + moins[i]
            if autre < meilleur:
                meilleur = autre
            autre = nouvelle[j] + plus[j]
            if autre < meilleur:
                meilleur = autre
            if avant_derniere is not None and j and cout:
                echange = avant_derniere[j - 1] + 60
                if (
                    echange < meilleur
                    and table.get((lettre_avant, y), 0 if lettre_avant == y else 100) < 20
                    and table.get((x, droite[j - 1]), 0 if x == droite[j - 1] else 100) < 20
                ):
                    meilleur = echange
            nouvelle.append(meilleur)
        if min(nouvelle) >= plafond:
            return plafond
        avant_derniere, ligne, lettre_avant = ligne, nouvelle, x
    cout = ligne[-1]
    if arabe and autre_arabe and cout < plafond:
        # سالم, سليم: as many long vowels, in other places, are another name rather than a slip.
        longues, autres = _longues(gauche), _longues(droite)
        if longues and len(longues) == len(autres) and gauche[-1] not in "A@" and cout >= 70:
            if squelette_mot(gauche) == squelette_mot(droite):
                cout += 80
    return min(cout, plafond)
