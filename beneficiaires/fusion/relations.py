"""What points at a person, read from the models themselves, and the way in which each relation is merged.

A relation whose column stands in no unique constraint needs no declaration: its rows move. Any other one is
declared, by its application, with `declarer`; until then `relations` raises, and the test of this file fails.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from beneficiaires.models import Beneficiaire


@dataclass(frozen=True)
class Relation:
    """`champ` of `modele` points at a person. `cle_type`: the column of the kind of object, when it may point
    at others too (a generic relation)."""

    modele: type
    champ: str
    cle_type: str = ""

    @property
    def nom(self):
        return f"{self.modele._meta.label}.{self.champ}"

    def vers(self, personne):
        """{field: value} of a row that points at `personne`."""
        if self.cle_type:
            return {self.cle_type: ContentType.objects.get_for_model(Beneficiaire), self.champ: personne.pk}
        return {self.champ: personne}

    def lignes(self, *personnes):
        """The rows that point at one of these people."""
        found = Q()
        for personne in personnes:
            found |= Q(**self.vers(personne))
        return self.modele._base_manager.filter(found)


class Maniere:
    """A way of merging the rows of one relation. `contexte` is the `Contexte` of the merge.

    `observees`: the querysets whose rows it may change, add or remove; they are recorded before and after,
    and the undo brings them back from that record. `compte`: whether the confirmation page counts the rows.
    """

    compte = True

    def observees(self, relation, contexte):
        return [relation.lignes(contexte.absorbe)]

    def comptees(self, relation, personne):
        """The rows of a person that the confirmation page counts."""
        return relation.lignes(personne)

    def fusionner(self, relation, contexte):
        raise NotImplementedError


class Deplacer(Maniere):
    """The rows become the kept person's. Their version stays: nothing changes that a form holds, so that a
    form opened before the merge still saves, and the undo is exact. The journal has the move."""

    def fusionner(self, relation, contexte):
        lignes = relation.lignes(contexte.absorbe)
        if lignes.exists():
            lignes.update(**relation.vers(contexte.garde))


class SansDouble(Deplacer):
    """The rows move, except those of which the kept person has one already, with the same `champs`: these are
    kept in the record of the merge alone."""

    def __init__(self, *champs):
        self.champs = champs

    def fusionner(self, relation, contexte):
        deja = set(relation.lignes(contexte.garde).values_list(*self.champs))
        doubles = [
            pk
            for pk, *valeurs in relation.lignes(contexte.absorbe).values_list("pk", *self.champs)
            if tuple(valeurs) in deja
        ]
        if doubles:
            relation.modele._base_manager.filter(pk__in=doubles).delete()
        super().fusionner(relation, contexte)


class Deriver(Maniere):
    """The rows repeat what the file says: they are removed, and made again by `refaire(personne)`."""

    compte = False

    def __init__(self, oublier):
        self.oublier = oublier

    def observees(self, relation, contexte):
        return []

    def fusionner(self, relation, contexte):
        self.oublier(contexte.absorbe)


_MANIERES = {}
_DEPLACER = Deplacer()


def declarer(nom, maniere):
    """Say how the relation `nom` ("application.Model.field") is merged: a `Maniere`. Called when the
    application starts."""
    _MANIERES[nom] = maniere


def relations():
    """[(Relation, Maniere)] of all that points at a person, hidden and generic relations included.

    Raises ImproperlyConfigured for a relation that stands in a constraint and is not declared.
    """
    found = [(relation, maniere(relation)) for relation in _toutes()]
    unknown = [relation.nom for relation, way in found if way is None]
    if unknown:
        raise ImproperlyConfigured(
            f"{', '.join(unknown)}: points at a person and stands in a constraint; "
            "say with beneficiaires.fusion.declarer how two people are merged"
        )
    return found


def maniere(relation):
    """The way of a relation: the declared one, else a move; None when a move could break a constraint."""
    if relation.nom in _MANIERES:
        return _MANIERES[relation.nom]
    return None if _contrainte(relation) else _DEPLACER


def _toutes():
    for field in Beneficiaire._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one):
            if field.related_model._meta.managed:
                yield Relation(field.related_model, field.field.name)
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey) and model._meta.managed and not model._meta.proxy:
                yield Relation(model, field.fk_field, field.ct_field)


def _contrainte(relation):
    """Whether moving a row could break a constraint of its table."""
    meta, champ = relation.modele._meta, relation.modele._meta.get_field(relation.champ)
    if champ.unique or champ.primary_key or getattr(champ.remote_field, "parent_link", False):
        return True
    if champ in getattr(meta, "pk_fields", ()) or any(champ.name in names for names in meta.unique_together):
        return True
    noms = {champ.name, champ.attname}
    return any(_mentionne(contrainte, noms) for contrainte in meta.constraints)


def _mentionne(contrainte, noms):
    if isinstance(contrainte, CheckConstraint):
        return _compare(contrainte.condition, noms)
    if not isinstance(contrainte, UniqueConstraint):
        return True  # of one database alone: nobody knows what it says
    return bool(contrainte.expressions or noms & set(contrainte.fields))


def _compare(condition, noms):
    """Whether a condition looks at the value of a field, more closely than whether there is one."""
    if not isinstance(condition, Q):
        return True
    for part in condition.children:
        if isinstance(part, Q) or not isinstance(part, tuple):
            if _compare(part, noms):
                return True
            continue
        lookup, value = part
        if lookup.split("__")[0] in noms and not lookup.endswith("__isnull"):
            return True
        if isinstance(value, F) and value.name.split("__")[0] in noms:
            return True
    return False
