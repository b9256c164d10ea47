"""What the tests of merging share: people, whole tables as they stand, files that are read again."""

import pytest
from django.apps import apps

from beneficiaires.actions.beneficiaire import ajouter_tuteur, creer_beneficiaire, modifier_beneficiaire
from beneficiaires.actions.fusion import Refus, defaire, fusionner
from beneficiaires.actions.inscription import inscrire
from beneficiaires.fusion.image import read
from beneficiaires.models import Beneficiaire, Inscription, Tuteur

# What is never brought back: the journal and its like, the merges themselves.
APART = {"personnel.journal", "personnel.envoi", "beneficiaires.fusion", "sessions.session"}
NAMES = {"prenom_ar": "فاطمة", "nom_ar": "بنعلي", "prenom_fr": "Fatima", "nom_fr": "Benali", "sexe": "F"}
REWRITTEN = {"prenom_fr": "Aminetou", "prenom_ar": "أمينتو", "nom_fr": "Mint Sidi", "nom_ar": "منت سيدي"}

NAMES_OF_THE_OTHER = dict.fromkeys(("prenom_ar", "nom_ar", "prenom_fr", "nom_fr"), "absorbe")


def person(region, *groups, **fields):
    """The file of a person, whoever resembles her, enrolled in `groups`."""
    file = creer_beneficiaire(
        personne=Beneficiaire(**{**NAMES, **fields}), par=region.coordination, malgre="homonyme"
    )
    for group in groups:
        enrol(region, file, group)
    return again(file)


def enrol(region, file, group, **options):
    return inscrire(beneficiaire=again(file), groupe=group, par=region.coordination, **options)


def guardian(region, file, tuteur=None, principal=False, lien="MERE", **fields):
    """A guardian linked to a file: the link."""
    tuteur = tuteur or Tuteur(**{"prenom_fr": "Khadija", **fields})
    return ajouter_tuteur(
        personne=again(file), tuteur=tuteur, lien=lien, principal=principal, par=region.coordination
    )


def again(row):
    """A row as it stands in the database."""
    return type(row)._base_manager.get(pk=row.pk)


def merge(region, garde, absorbe, **options):
    garde, absorbe = again(garde), again(absorbe)
    options = {"par": region.coordination, "versions": (garde.version, absorbe.version), **options}
    return fusionner(garde=garde, absorbe=absorbe, **options)


def undo(region, fusion, **options):
    fusion = again(fusion)
    return defaire(fusion=fusion, par=region.coordination, version=fusion.version, **options)


def snapshot():
    """{model: {key: row}} of the whole database, but for what is apart."""
    found = {}
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in APART:
            found[model._meta.label] = read(model._base_manager.all())
    return found


def differences(before, after):
    """What differs between two snapshots, in words short enough to read."""
    lines = []
    for label, rows in before.items():
        for key in rows.keys() | after[label].keys():
            one, two = rows.get(key), after[label].get(key)
            if one is None or two is None:
                lines.append(f"{label} {key}: {'added' if one is None else 'missing'} {one or two}")
            elif one != two:
                changed = {name: (one[name], two[name]) for name in one if one[name] != two[name]}
                lines.append(f"{label} {key}: {changed}")
    return lines


def enrolments(file):
    return list(Inscription.objects.filter(beneficiaire=file.pk).order_by("pk"))


def edit(region, file, **champs):
    """Change values of a file; return it as it stands then."""
    file = again(file)
    modifier_beneficiaire(personne=file, champs=champs, version=file.version, par=region.coordination)
    return again(file)


def refused(region, fusion, code, **options):
    """Undoing is refused with this code, and nothing is written; return the sentence."""
    before = snapshot()
    with pytest.raises(Refus) as refus:
        undo(region, fusion, **options)
    assert refus.value.code == code
    assert differences(before, snapshot()) == [] and not again(fusion).annulee_le
    return str(refus.value)
