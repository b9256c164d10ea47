"""The index of the search: words of names, and parts of identifiers. Written by `beneficiaires.search` alone.

These rows repeat what a person's file says and can be rebuilt from it. Their foreign keys to people and
words are not checked row by row by the database: the check costs three times the load of a large register.
"""

from django.db import models

# Prefix searches compare bytes: on PostgreSQL this index serves them whatever the locale of the database.
BYTES = "varchar_pattern_ops"


class Mot(models.Model):
    """A distinct word of the names of the register, as a search key.

    `effectif` is about the number of people who bear it: it guides the plan of a search, never its answer.
    """

    texte = models.CharField(max_length=100, unique=True)
    effectif = models.IntegerField(db_default=0)

    def __str__(self):
        return self.texte


class Suffixe(models.Model):
    """Every ending of every word, the whole word included: any part of a word begins one of its endings."""

    pk = models.CompositePrimaryKey("mot_id", "texte")
    mot = models.ForeignKey(Mot, models.CASCADE, related_name="suffixes", db_index=False)
    texte = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["texte", "mot"], name="suffixe_texte", opclasses=[BYTES, "int8_ops"])]

    def __str__(self):
        return self.texte


class Occurrence(models.Model):
    """A person bears a word. Both orders are indexed: from the word to people, from a person to the words."""

    pk = models.CompositePrimaryKey("beneficiaire_id", "mot_id")
    beneficiaire = models.ForeignKey(
        "beneficiaires.Beneficiaire",
        models.CASCADE,
        related_name="occurrences",
        db_index=False,
        db_constraint=False,
    )
    mot = models.ForeignKey(
        Mot, models.PROTECT, related_name="occurrences", db_index=False, db_constraint=False
    )

    class Meta:
        indexes = [models.Index(fields=["mot", "beneficiaire"], name="occurrence_mot")]

    def __str__(self):
        return f"{self.beneficiaire_id}/{self.mot_id}"


class Fragment(models.Model):
    """An ending of an identifier of a person, at every second place, with the character before it.

    A part of an identifier starts at an even place, and begins a fragment; or at an odd one, and is the
    character before a fragment and the beginning of it. Half the rows of all the endings, the same answers.
    """

    pk = models.CompositePrimaryKey("beneficiaire_id", "texte", "avant")
    beneficiaire = models.ForeignKey(
        "beneficiaires.Beneficiaire",
        models.CASCADE,
        related_name="fragments",
        db_index=False,
        db_constraint=False,
    )
    texte = models.CharField(max_length=100)
    avant = models.CharField(max_length=1, db_default="", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["texte", "avant", "beneficiaire"],
                name="fragment_texte",
                opclasses=[BYTES, BYTES, "int8_ops"],
            )
        ]

    def __str__(self):
        return f"{self.avant}|{self.texte}"
