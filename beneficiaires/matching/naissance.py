"""Two birth dates, each known as far as it is known: how they agree, and the points for it."""

# relation -> points
POINTS = {
    "egale": 30, "mois": 20, "annee": 12, "premier_janvier": 9, "deux_premier_janvier": 16, "inversee": 18,
    "chiffre": 12, "annee_proche": 5, "annee_voisine": -5, "annee_a_deux": -9, "jour": -2, "meme_annee": -25,
    "differente": -110, "absente": 0,
}  # fmt: skip
# A card of its own in both files outweighs a date that may be a slip.
DIFFERENTE_MEME_CARTE = -30


def _chiffres(x, y):
    """How many digits two numbers of equal width differ in."""
    return sum(a != b for a, b in zip(f"{x:04d}", f"{y:04d}", strict=True))


def _tourne(x, y):
    """Two neighbouring digits changed places: 1958, 1985."""
    a, b = f"{x:04d}", f"{y:04d}"
    return any(a[:i] + a[i + 1] + a[i] + a[i + 2 :] == b for i in range(3))


def _voisine(ecart):
    return "annee_voisine" if ecart == 1 else "annee_a_deux" if ecart == 2 else "differente"


def relation(a, b):
    """The relation of two births, a key of POINTS. Symmetric."""
    if not a.precision or not b.precision:
        return "absente"
    ecart = abs(a.annee - b.annee)
    vague = min(a.precision, b.precision)
    premier_a = a.precision == 3 and a.jour == 1 and a.mois == 1
    premier_b = b.precision == 3 and b.jour == 1 and b.mois == 1
    if vague == 3:
        meme_jour, meme_mois = a.jour == b.jour, a.mois == b.mois
        if not ecart and meme_jour and meme_mois:
            return "deux_premier_janvier" if premier_a else "egale"
        if premier_a or premier_b:
            # 1 January is often the day of one whose day nobody knew.
            if not ecart:
                return "premier_janvier"
            return _voisine(ecart)
        if not ecart:
            if a.jour == b.mois and a.mois == b.jour:
                return "inversee"
            if meme_mois and (_chiffres(a.jour, b.jour) == 1 or _tourne(a.jour, b.jour)):
                return "chiffre"
            if meme_jour and (_chiffres(a.mois, b.mois) == 1 or _tourne(a.mois, b.mois)):
                return "chiffre"
            return "jour" if meme_jour or meme_mois else "meme_annee"
        if meme_jour and meme_mois:
            if ecart <= 2:
                return "annee_proche"
            if ecart == 100 or _chiffres(a.annee, b.annee) == 1 or _tourne(a.annee, b.annee):
                return "annee_proche"
        return "differente"
    if vague == 2:
        if not ecart and a.mois == b.mois:
            return "mois"
        if not ecart:
            return "premier_janvier" if premier_a or premier_b else "jour"
        return _voisine(ecart) if a.mois == b.mois else "differente"
    if not ecart:
        return "annee"
    return _voisine(ecart)
