"""Former numbers: the number of a file that was merged leads to the file that was kept."""

from beneficiaires.models import Beneficiaire, Fusion

from .image import instance, label


def fusion_of(compte, numero):
    """The merge in force that took the number `numero` (written with or without hyphens) away, with its kept
    file; None when there is none, or when the account may not see the kept file."""
    numero = str(numero).replace("-", "")
    if not (numero.isascii() and numero.isdigit() and len(numero) == 9):
        return None
    rows = Fusion.objects.visible_to(compte).en_vigueur().filter(numero_absorbe=numero)
    return rows.select_related("garde").defer("image").first()


def absorbed(personne):
    """The files that were merged into a person's, as they were: unsaved rows, the latest merge first."""
    images = Fusion.objects.en_vigueur().filter(garde=personne.pk).values_list("image", flat=True)
    name = label(Beneficiaire)
    return [instance(Beneficiaire, image["lignes"][name]["removed"][0]) for image in images]
