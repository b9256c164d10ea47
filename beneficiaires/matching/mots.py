"""One word of a name, and how near two words are: 0 (nothing in common) to 100 (the same)."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from .lettres import code_arabe, code_latin, ecart, est_arabe, fort, squelette_mot
from .lexique import cle, lexique

# From here on two words are spellings of one name; from there on one is a typing error of the other.
MEME = 90
PROCHE = 62
INITIALE = 72
VOISIN = 78
FAUTE = 74
DOUTE = 80
# By sound alone two words are never as surely one name as by the lexicon.
PAR_LE_SON = 96
# What another reading, a left out article, a left out Ben or Ait cost.
LECTURE, ARTICLE, BEN = 4, 3, 14

# Titles: people write them or not. The second kind is also borne as a name.
_TITRES = frozenset(
    "سيدي سيد سي مولاي مولى لاله للا لالا لال سيدتي "
    "sidi sid si sidy moulay moulai mulay moulaye lalla lala lella lalle".split()
)
_TITRES_ET_NOMS = frozenset(
    "حاج حاجه شيخ شريف شريفه hadj haj haja hajja hajj hadja lhaj cheikh chikh cherif charif chrif".split()
)


class Mot:
    """A token prepared: `lectures` its readings, `groupes` the known names that it spells."""

    __slots__ = (
        "texte", "marque", "corps", "arabe", "lectures", "groupes", "squelette", "socles", "titre", "poids",
        "poids_nom", "prenom", "sur",
    )  # fmt: skip

    def __init__(self, texte):
        connu = lexique()
        self.texte = texte
        self.marque = texte[0] if texte[:1] in ("1", "2", ".") else ""
        self.corps = corps = texte[len(self.marque) :]
        self.arabe = est_arabe(corps)
        code = code_arabe(corps) if self.arabe else code_latin(corps)
        lectures = ((code, 0), *_autres_lectures(corps, code, self.arabe))
        self.lectures = tuple((lecture, perte, squelette_mot(lecture)) for lecture, perte in lectures)
        entree = next((e for e in _entrees(corps, self.arabe) if e in connu.groupes), "")
        self.groupes = connu.groupes[entree] if entree and self.marque != "." else frozenset()
        self.squelette = squelette_mot(_sans_lam(code, self.arabe))
        # Under what the word stands in keys: the skeleton of the known name that it spells; if it is none,
        # its own, and another when its letters can be read in two ways.
        connus = {connu.socles[groupe] for groupe in sorted(self.groupes)[:2]}
        lus = {_socle(lecture) for lecture, perte in lectures if perte in (0, LECTURE)}
        self.socles = tuple(sorted(connus or lus))
        # 0 a name, 1 a title, 2 a title or a name.
        self.titre = 0 if self.marque else 1 if corps in _TITRES else 2 if corps in _TITRES_ET_NOMS else 0
        self.poids, self.poids_nom = connu.poids.get(entree, (1, 1)) if not self.marque else (1, 1)
        self.prenom = bool(self.groupes & connu.prenoms)
        self.sur = bool(self.groupes & connu.surs)


def _entrees(corps, arabe):
    """Under what a word may stand in the lexicon, likeliest first: as it is, without an article or its trace,
    without the h or in place of the alif that stands for a feminine ending."""
    entree = cle(corps)
    yield entree
    if arabe:
        if len(entree) > 3:
            if entree[-1] == "ا":
                yield entree[:-1] + "ه"
            if entree[0] == "ل":
                yield entree[1:]
    else:
        if len(entree) > 4 and entree.endswith("ah"):
            yield entree[:-1]
        if len(entree) > 4:
            if entree[0] in "ae" and entree[1] not in "aeiu":
                yield entree[2:] if entree[1] == "l" else entree[1:]
            elif entree[0] == "l":
                yield entree[1:]


def _socle(code):
    """The skeleton of a code, without the l of an article if two consonants remain."""
    entier = squelette_mot(code)
    if code[:1] == "l" or code[:2] in ("el", "al", "Al"):
        court = squelette_mot(code[code.index("l") + 1 :])
        return court if len(court) > 1 else entier
    return entier


def _sans_lam(code, arabe):
    """A code without the l of the Moroccan article: لعروسي, Laaroussi."""
    longueur = 4 if arabe else 5
    if len(code) >= longueur and code[0] == "l":
        return code[1:]
    if not arabe and len(code) >= longueur + 1 and code[0] in "ea" and code[1] == "l":
        return code[2:]
    return code


# Two letters that French reads as one sound may be two: Boushab, Lakhal; and rh may be one: Ouardirhi.
_DEUX = {"sch": "s h", "sh": "s h", "kh": "k h", "th": "t h", "dh": "d h"}


def _autres_lectures(corps, code, arabe):
    autres = []
    if not arabe:
        if any(deux in corps for deux in _DEUX):
            autrement = corps
            for deux, separes in _DEUX.items():
                autrement = autrement.replace(deux, separes)
            autres.append(("".join(map(code_latin, autrement.split())), LECTURE))
        elif "rh" in corps:
            autres.append((code_latin(corps.replace("rh", "gh")), LECTURE))
    dieu = "All@" if arabe else "alah"
    if code.endswith(dieu) and len(code) > 6:
        # Hiba for Hibat Allah.
        autres.append((code.removesuffix(dieu).removesuffix("t") + ("@" if arabe else "a"), BEN))
    court = _sans_lam(code, arabe)
    if court != code:
        autres.append((court, ARTICLE))
    for debut in ("bn", "bl") if arabe else ("ben", "bel"):
        if code.startswith(debut) and len(code) >= len(debut) + 3:
            autres.append((code[len(debut) :], BEN))
    for debut in ("AYt", "Ad") if arabe else ("ait", "id"):
        if code.startswith(debut) and len(code) >= len(debut) + 3:
            autres.append((code[len(debut) :], BEN))
    return tuple(autres)


@lru_cache(maxsize=200_000)
def mot(texte):
    return Mot(texte)


def _note(cout, gauche, droite):
    taille = max(fort(gauche), fort(droite))
    return max(0, round(100 - cout / (0.45 * taille + 1)))


def _phonetique(a, b):
    """Nearness by sound, with and without an article or a Ben that one of them may carry."""
    if a.arabe != b.arabe and b.arabe:
        a, b = b, a
    meilleure = 0
    for lecture_a, perte_a, dur_a in a.lectures:
        for lecture_b, perte_b, dur_b in b.lectures:
            if perte_a and perte_b:
                continue
            # Consonants that far apart are no typing error: the alignment, a hundred times dearer, is spared.
            if OSA.distance(dur_a, dur_b, score_cutoff=2) > (1 if len(dur_a) < 5 and len(dur_b) < 5 else 2):
                continue
            cout = ecart(lecture_a, lecture_b, a.arabe, b.arabe, 250)
            meilleure = max(meilleure, _note(cout, lecture_a, lecture_b) - perte_a - perte_b)
    if not (a.arabe or b.arabe) and meilleure < FAUTE:
        # A slip of the keyboard inside two letters of one sound changes the sound twice: Khdija, Kjdija.
        x, y = a.corps, b.corps
        if len(x) > 4 and len(y) > 4 and x.rstrip("ah") != y.rstrip("ah"):
            if OSA.distance(x, y, score_cutoff=1) <= 1:
                meilleure = max(meilleure, FAUTE if min(len(x), len(y)) > 5 else PROCHE + 2)
    return meilleure


# The first letter written -> the sounds that it may stand for, in the codes of both scripts.
_INITIALES = {
    "k": "kxq", "g": "gGj", "c": "cks", "s": "scSP", "d": "djDVZ", "t": "tTP", "h": "hH", "r": "rG",
    "z": "zZD", "a": "aeA3", "e": "aeiA3", "i": "ieA3Y", "y": "iY", "o": "uA3W", "u": "uA3W", "w": "uW",
    "v": "f", "p": "b", "q": "qk", "kh": "x", "ch": "c", "gh": "G", "th": "tTP", "sh": "c", "dj": "j",
    "dh": "dDVZ", "ا": "Aaeiu", "ع": "3aeiu", "و": "Wu", "ي": "Yi", "خ": "x", "ح": "Hh", "ه": "hH", "ش": "c",
    "ط": "Tt", "ت": "t", "ث": "Pts", "د": "d", "ذ": "Dd", "ض": "Vd", "ظ": "ZdD", "س": "s", "ص": "Ss",
    "ق": "qkg", "ك": "kqg", "غ": "G", "ج": "jg",
}  # fmt: skip


def _sons(a):
    """What a word, or the word behind an initial, may begin with."""
    if a.marque == ".":
        return _INITIALES.get(a.corps) or a.lectures[0][0][:1]
    if a.marque == "1":
        return "3a"
    return "".join(lecture[0][:1] for lecture in a.lectures[:2])


def _initiales(a, b):
    return INITIALE if set(_sons(a)) & set(_sons(b)) else 0


def _corps(a, b):
    if a.corps == b.corps or a.lectures[0][0] == b.lectures[0][0] and a.arabe == b.arabe:
        return 100
    if a.groupes and b.groupes:
        if a.groupes & b.groupes:
            return 98 if a.arabe == b.arabe else 97
        if any((x, y) in lexique().voisins for x in a.groupes for y in b.groupes):
            return VOISIN
        note = _phonetique(a, b)
        if a.squelette == b.squelette and note >= MEME:
            # Vowels alone part first names, if their spellings are well known; what else sounds alike may be
            # one name in spite of the lexicon.
            if not (a.prenom and b.prenom):
                return note
            if a.arabe != b.arabe and not (a.sur and b.sur):
                return DOUTE
        return min(40, note)
    return min(_phonetique(a, b), PAR_LE_SON)


def _entier(m):
    """A marked word as one word."""
    if m.marque == "1":
        return mot(("عبدال" if m.arabe else "abdel") + m.corps)
    return mot(m.corps)


@lru_cache(maxsize=400_000)
def _proximite(gauche, droite):
    a, b = mot(gauche), mot(droite)
    if "." in (a.marque, b.marque):
        return _initiales(a, b)
    if a.marque != b.marque:
        if not a.corps or not b.corps:
            return 0
        note = _corps(a, b)
        # Salah for Salah Eddine is usual; Karim for Abdelkarim is not.
        if "2" in (a.marque, b.marque):
            return min(note, 76) if note >= MEME else min(note, 45)
        note = _phonetique(_entier(a), _entier(b))
        return min(note, FAUTE + 4) if note >= PROCHE else note
    if not a.corps or not b.corps:
        return 100 if a.corps == b.corps else INITIALE
    return _corps(a, b)


def proximite(gauche, droite):
    """How near two tokens are, 0..100. Symmetric."""
    if gauche == droite:
        return 100
    return _proximite(gauche, droite) if gauche < droite else _proximite(droite, gauche)
