"""Who reads which figures."""

from centres.permissions import voit_des_personnes

__all__ = ["voit_les_petits_nombres"]


# A count of 1 to 4 persons is for those who handle people: never for an official.
def voit_les_petits_nombres(compte):
    return voit_des_personnes(compte)
