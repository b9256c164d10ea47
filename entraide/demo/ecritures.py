"""One name, written by another office: in the other script, romanised otherwise, mistyped.

Pure functions of a name; the same name always gives the same writing. They make the known doubles of the
demonstration (`doublons`), and know nothing of how the register compares names.
"""

import re

# Whole words first: what people really write for the commonest names.
_MOTS = {
    "Mohamed": "Mohammed", "Mohammed": "Mohamed", "Khadija": "Khadidja", "Aïcha": "Aicha", "Meryem": "Mariam",
    "Abdellah": "Abdallah", "Ezzahra": "Zahra", "Ould": "Weld", "Bent": "Mint", "Ahl": "Ehel",
    "Lemine": "Lamine", "Lamine": "Lemine", "Ahmed": "Ahmad", "Youssef": "Yousef", "Hassan": "Hasan",
    "Hussein": "Houcine", "Cheikh": "Cheik", "Moulay": "My", "Lalla": "Lala",
}  # fmt: skip
# Then the first two of these that change the word.
_USAGES = [
    (r"ch", "sh"), (r"Ch", "Sh"), (r"ou(?=[bcdfghjklmnpqrstvz])", "u"), (r"dj", "j"), (r"j", "dj"),
    (r"(ss|ll|mm|nn|rr|dd|tt|bb|zz)", lambda m: m[0][0]), (r"[éèê]", "e"), (r"[ïî]", "i"),
    (r"ia$", "iya"), (r"y(?=[aeo])", "i"), (r"k(?=[aou])", "q"), (r"(?<=[bdfgklmnrstz])a$", "ah"),
    (r"i(?=[nmr]$)", "ee"), (r"gh", "rh"), (r"e(?=[rln]$)", "a"),
]  # fmt: skip


def _mot(mot):
    if mot in _MOTS:
        return _MOTS[mot]
    changes = 0
    for motif, autre in _USAGES:
        ecrit = re.sub(motif, autre, mot, count=1)
        if ecrit != mot:
            mot, changes = ecrit, changes + 1
        if changes == 2:
            break
    return mot


def romaniser(nom):
    """Latin letters, as another office hears them: Mohammed for Mohamed, Shaïb for Chaïb."""
    mots = nom.split(" ")
    # The article is dropped where there was one; compounds are written in one word.
    if len(mots) > 1 and mots[0] in ("El", "Al"):
        mots = mots[1:]
    return " ".join(map(_mot, mots))


def souder(nom):
    """A compound in one word: Fatima Ezzahra, Fatimaezzahra; عبد الله, عبدالله."""
    if re.search(r"[A-Za-z]", nom):
        mots = nom.split(" ")
        return mots[0] + "".join(mot.lower() for mot in mots[1:])
    return nom.replace("عبد ال", "عبدال").replace("أبو ", "أبو").replace("بن ", "بن")


def arabiser(nom):
    """Arabic as it is typed in a hurry: no hamza, ه for ة, ي for ى."""
    nom = re.sub("[أإآ]", "ا", nom)
    return re.sub("ى(?= |$)", "ي", re.sub("ة(?= |$)", "ه", nom))


def faute(nom):
    """One typing error: two neighbours of the longest word change places, or one is missing."""
    mot = max(nom.split(" "), key=len)
    if len(mot) < 4:
        return nom
    milieu = len(mot) // 2
    avant, a, b, apres = mot[: milieu - 1], mot[milieu - 1], mot[milieu], mot[milieu + 1 :]
    ecrit = avant + (b + a if a != b else a) + apres
    return nom.replace(mot, ecrit, 1)


# How a file may be written: (nom_ar, prenom_ar, nom_fr, prenom_fr) of the person -> those of the other file.
ECRITURES = {
    "arabe": lambda na, pa, nf, pf: (na, pa, "", ""),
    "arabe hative": lambda na, pa, nf, pf: (arabiser(na), arabiser(pa), "", ""),
    "arabe fautive": lambda na, pa, nf, pf: (faute(na), pa, nf, pf),
    "latine": lambda na, pa, nf, pf: ("", "", romaniser(nf), romaniser(pf)),
    "majuscules": lambda na, pa, nf, pf: ("", "", romaniser(nf).upper(), pf.upper()),
    "latine fautive": lambda na, pa, nf, pf: ("", "", faute(nf), pf),
    "deux": lambda na, pa, nf, pf: (arabiser(na), arabiser(pa), romaniser(nf), romaniser(pf)),
    "inversee": lambda na, pa, nf, pf: (pa, na, romaniser(pf), romaniser(nf)),
    "soudee": lambda na, pa, nf, pf: (souder(na), souder(pa), souder(nf), souder(pf)),
    "initiale": lambda na, pa, nf, pf: ("", "", nf, pf[0]),
    "prenom seul": lambda na, pa, nf, pf: ("", pa, "", ""),
}
