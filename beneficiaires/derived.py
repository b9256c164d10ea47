"""Columns derived from a person's names: pure functions of plain values, for the action and the bulk path alike."""

from entraide.text import sort_key, words


def sort_columns(nom_ar, prenom_ar, nom_fr, prenom_fr):
    """The two columns by which lists are ordered: family name then first name, each script with the other as a
    fallback, so that a person known in one script alone keeps a place in both orders."""
    ar = " ".join(filter(None, (nom_ar, prenom_ar)))
    fr = " ".join(filter(None, (nom_fr, prenom_fr)))
    return sort_key(ar or fr)[:210], sort_key(fr or ar)[:210]


def name_words(nom_ar, prenom_ar, nom_fr, prenom_fr):
    """The distinct words by which a person is found, in both scripts."""
    return words(f"{prenom_ar} {nom_ar} {prenom_fr} {nom_fr}")


def identifier_words(numero, cnie, massar, telephone):
    """The identifiers by which a person is found, as they are typed: a phone with and without its country code."""
    found = [numero]
    if cnie:
        found.append(cnie.lower())
    if massar:
        found.append(massar.lower())
    if telephone:
        found.append(telephone.lstrip("+"))
        if telephone.startswith("+212"):
            found.append("0" + telephone[4:])
    return found
