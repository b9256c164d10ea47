"""One field of a name (first names, or family names) and how near two fields are."""

from functools import lru_cache

from .jetons import decouper
from .lexique import cle, cle_suite, lexique
from .mots import INITIALE, MEME, PROCHE, mot, proximite

# What two fields are to each other.
ABSENT, EGAL, VARIANTE, PROCHE_, PARTIEL, INITIAL, DIFFERENT = range(7)

LONGUEUR = 98  # a stored skeleton has 400 characters for four fields and three bars


def _fendre(jeton):
    """A word that holds a title, or a name that others follow, and another name: Sidimohamed, محمدسالم."""
    connu = lexique()
    if len(jeton) < 7 or jeton[0] in "12." or cle(jeton) in connu.groupes:
        return [jeton]
    for i in range(3, len(jeton) - 3):
        debut, fin = jeton[:i], jeton[i:]
        gauche = connu.groupes.get(cle(debut))
        if (mot(debut).titre == 1 or gauche and gauche & connu.suivis) and cle(fin) in connu.groupes:
            return [debut, fin]
    return [jeton]


@lru_cache(maxsize=100_000)
def squelette_champ(texte):
    """The tokens of a field as they are stored, parted by spaces."""
    suites, suite, i = lexique().suites, [], 0
    jetons = [part for jeton in decouper(texte) for part in _fendre(jeton)]
    while i < len(jetons):
        for longueur in (3, 2):
            un = suites.get(cle_suite(jetons[i : i + longueur])) if i + longueur <= len(jetons) else None
            if un:
                suite.append(un)
                i += longueur
                break
        else:
            suite.append(jetons[i])
            i += 1
    texte = " ".join(suite)
    if len(texte) > LONGUEUR:
        texte = texte[:LONGUEUR].rpartition(" ")[0] or texte[:LONGUEUR]
    return texte


class Champ:
    """A prepared field. One object per text while it is in the cache; `numero` names it in pair caches."""

    __slots__ = ("jetons", "mots", "numero", "rarete", "rarete_nom", "pleins", "socles")
    _suivant = 0

    def __init__(self, texte):
        self.jetons = tuple(texte.split())
        self.mots = tuple(mot(jeton) for jeton in self.jetons)
        self.pleins = tuple(m for m in self.mots if not m.titre) or self.mots
        # A field is as rare as its rarest word, and a title makes it rarer.
        entiers = [m for m in self.pleins if m.marque != "."]
        self.rarete = min((m.poids for m in entiers), default=3)
        self.rarete_nom = min((m.poids_nom for m in entiers), default=3)
        if len(self.pleins) < len(self.mots):
            self.rarete = max(1, self.rarete - 1)
        self.socles = frozenset(socle for m in self.mots for socle in (m.squelette, *m.socles))
        Champ._suivant += 1
        self.numero = Champ._suivant


@lru_cache(maxsize=200_000)
def champ(texte):
    return Champ(texte)


VIDE = champ("")


def _poids(m):
    return 0.25 if m.titre == 1 else 0.5 if m.titre else 0.6 if m.poids == 3 or m.marque == "." else 1.0


def apparier(gauche, droite):
    """The best pairing of two rows of words: [(i, j, nearness)], each word once, best pairs first."""
    paires = [
        (proximite(a.texte, b.texte), -abs(i - j), i, j)
        for i, a in enumerate(gauche)
        for j, b in enumerate(droite)
    ]
    paires.sort(reverse=True)
    pris_a, pris_b, retenues = set(), set(), []
    for note, _, i, j in paires:
        if note < PROCHE:
            break
        if i not in pris_a and j not in pris_b:
            pris_a.add(i)
            pris_b.add(j)
            retenues.append((i, j, note))
    return retenues, paires[0][0] if paires else 0


def _joindre(mots, seuls, autres):
    """Two neighbours of `mots`, one of them without a partner, read as the one word of `autres`."""
    for i in range(len(mots) - 1):
        a, b = mots[i], mots[i + 1]
        if (i in seuls or i + 1 in seuls) and not (a.marque or b.marque) and a.arabe == b.arabe:
            for autre in autres:
                note = max(
                    proximite(a.texte + entre + b.texte, autre.texte)
                    for entre in ("", "ال" if a.arabe else "el")
                )
                if note >= 80:
                    return i, autre, note
    return None


def _genre(note):
    return VARIANTE if note >= MEME else PROCHE_ if note >= PROCHE else DIFFERENT


def _comparer(gauche, droite):
    """(nearness 0..100, what they are to each other) of two rows of words."""
    if not gauche or not droite:
        return 0, ABSENT
    if len(gauche) == len(droite) == 1:
        note = proximite(gauche[0].texte, droite[0].texte)
        if note == INITIALE and "." in (gauche[0].marque, droite[0].marque):
            return note, INITIAL
        return note, EGAL if note == 100 else _genre(note)
    paires, meilleure = apparier(gauche, droite)
    seuls_a = [i for i in range(len(gauche)) if i not in {i for i, _, _ in paires}]
    seuls_b = [j for j in range(len(droite)) if j not in {j for _, j, _ in paires}]
    if seuls_a or seuls_b:
        for long, court, seuls in ((gauche, droite, seuls_a), (droite, gauche, seuls_b)):
            if len(long) > len(court) and (trouve := _joindre(long, seuls, court)):
                i, autre, note = trouve
                reste = long[:i] + long[i + 2 :]
                autres = tuple(m for m in court if m is not autre)
                if not reste and not autres:
                    return note, _genre(note)
                suite, genre = _comparer(reste, autres) if reste and autres else (82, PARTIEL)
                return min(note, suite), max(_genre(note), genre)
    poids = sum(_poids(gauche[i]) + _poids(droite[j]) for i, j, _ in paires)
    if not poids:
        return min(meilleure, 50), DIFFERENT
    note = sum((_poids(gauche[i]) + _poids(droite[j])) * n for i, j, n in paires) / poids
    pire = min(n for _, _, n in paires)
    note = min(note, (note + pire) / 2)
    plein_a = [gauche[i] for i in seuls_a if not gauche[i].titre]
    plein_b = [droite[j] for j in seuls_b if not droite[j].titre]
    if plein_a and seuls_b or plein_b and seuls_a:
        # محمد سالم and محمد لمين, and سيدي محمد too, are names of brothers.
        return min(45, round(note)), DIFFERENT
    titres = len(seuls_a) + len(seuls_b) - len(plein_a) - len(plein_b)
    note -= 2 * titres + (4 if titres > 1 else 0)
    if all(gauche[i].titre for i, _, _ in paires) and (plein_a or plein_b):
        return min(45, round(note)), DIFFERENT
    if plein_a or plein_b:
        seuls = len(plein_a) + len(plein_b)
        note = note * (0.86 if poids >= 1.5 else 0.8) - 4 * (seuls - 1)
        return max(0, round(note)), PARTIEL if note >= PROCHE else DIFFERENT
    if any(n == INITIALE for _, _, n in paires) and pire == INITIALE:
        initiale = any("." in (gauche[i].marque, droite[j].marque) for i, j, _ in paires)
        return round(note), INITIAL if initiale else _genre(note)
    return round(note), EGAL if note >= 99.5 else _genre(note)


_NOTES = {}


def comparer_champs(a, b):
    """(nearness 0..100, relation) of two prepared fields. Symmetric."""
    if a is b:
        return (100, EGAL) if a.jetons else (0, ABSENT)
    if a.numero > b.numero:
        a, b = b, a
    cle = a.numero << 40 | b.numero
    trouve = _NOTES.get(cle)
    if trouve is None:
        # The order of the two must not decide between equal pairings.
        premier, second = (a, b) if a.jetons <= b.jetons else (b, a)
        trouve = _comparer(premier.mots, second.mots)
        if len(_NOTES) > 500_000:
            _NOTES.clear()
        _NOTES[cle] = trouve
    return trouve
