"""The rows that the search reads, kept with the people: by the actions one by one, by the loader in bulk."""

from collections import Counter
from itertools import islice

from django.db import connection
from django.db.models import F

from beneficiaires.derived import search_rows
from beneficiaires.models import Fragment, Fusion, Mot, Occurrence, Suffixe
from entraide.bulk import bulk_insert

BATCH = 20_000
CHUNK = 500


def index_person(personne):
    """Bring the search rows of a person up to date with the file: what is missing is added, what is stale
    removed.

    Runs in the transaction of the action that wrote the file. Two actions may meet the same new word at
    once: the second waits for the first and uses its row.
    """
    wanted, parts = _search_rows(personne, former_numbers([personne.pk])[personne.pk])
    borne = dict(Occurrence.objects.filter(beneficiaire=personne.pk).values_list("mot__texte", "mot_id"))
    removed = [key for text, key in borne.items() if text not in wanted]
    _add_words(personne.pk, wanted - borne.keys())
    if removed:
        Occurrence.objects.filter(beneficiaire=personne.pk, mot__in=removed).delete()
        _count(removed, -1)
    kept = set(Fragment.objects.filter(beneficiaire=personne.pk).values_list("texte", "avant"))
    _add_fragments(personne.pk, parts - kept)
    for text, before in kept - parts:
        Fragment.objects.filter(beneficiaire=personne.pk, texte=text, avant=before).delete()


def index_new_person(personne):
    """`index_person` for a person who was created in this transaction: of her there is nothing to read."""
    words, parts = _search_rows(personne)
    _add_words(personne.pk, words)
    _add_fragments(personne.pk, parts)


def _search_rows(personne, former=()):
    return search_rows(
        personne.nom_ar,
        personne.prenom_ar,
        personne.nom_fr,
        personne.prenom_fr,
        personne.numero,
        personne.cnie,
        personne.massar,
        personne.telephone,
        former,
    )


def _add_words(person, texts):
    if texts:
        words = sorted(_word_keys(texts).values())
        rows = [Occurrence(beneficiaire_id=person, mot_id=key) for key in words]
        Occurrence.objects.bulk_create(rows, ignore_conflicts=True)
        _count(words, 1)


def _add_fragments(person, parts):
    if parts:
        rows = [Fragment(beneficiaire_id=person, texte=text, avant=before) for text, before in sorted(parts)]
        Fragment.objects.bulk_create(rows, ignore_conflicts=True)


def former_numbers(keys):
    """{key of a person: [numbers of the files that were merged into hers]}: one query."""
    found = {key: [] for key in keys}
    merges = Fusion.objects.en_vigueur().filter(garde__in=found).order_by("pk")
    for key, number in merges.values_list("garde_id", "numero_absorbe"):
        found[key].append(number)
    return found


def forget_person(key):
    """Remove the search rows of a person, before the file is merged into another."""
    words = list(Occurrence.objects.filter(beneficiaire=key).values_list("mot_id", flat=True))
    if words:
        Occurrence.objects.filter(beneficiaire=key).delete()
        _count(words, -1)
    Fragment.objects.filter(beneficiaire=key).delete()


def _count(keys, by):
    """Adjust the estimates of words. A row that another transaction holds is passed over: a common name
    must not be a lock that all enrolments wait for."""
    words = Mot.objects.filter(pk__in=list(keys))
    if connection.features.has_select_for_update_skip_locked:
        free = words.select_for_update(skip_locked=True).values_list("pk", flat=True)
        words = Mot.objects.filter(pk__in=list(free))
    words.update(effectif=F("effectif") + by)


def _word_keys(texts):
    """{word: key}, the words that are new being created with all their endings."""
    texts = sorted(texts)
    found = _known(texts)
    new = [text for text in texts if text not in found]
    if new:
        Mot.objects.bulk_create([Mot(texte=text) for text in new], batch_size=CHUNK, ignore_conflicts=True)
        created = _known(new)
        endings = [
            Suffixe(mot_id=key, texte=ending)
            for text, key in created.items()
            for ending in {text[at:] for at in range(len(text))}
        ]
        Suffixe.objects.bulk_create(endings, batch_size=CHUNK, ignore_conflicts=True)
        found |= created
    return found


def _known(texts):
    found = {}
    for at in range(0, len(texts), CHUNK):
        found.update(Mot.objects.filter(texte__in=texts[at : at + CHUNK]).values_list("texte", "pk"))
    return found


def index_people(rows):
    """Write the search rows of new people, in the loader's transaction.

    `rows` gives (key, nom_ar, prenom_ar, nom_fr, prenom_fr, numero, cnie, massar, telephone) for people who
    have no search rows yet, best in the order of their keys. Memory holds the distinct words and one batch.
    """
    rows, words = iter(rows), {}
    borne = Counter()
    batch = list(islice(rows, BATCH))
    # A large load into an empty register builds its search indexes once, at the end.
    postponed = []
    if len(batch) == BATCH and not Occurrence.objects.exists() and not Fragment.objects.exists():
        postponed = [(model, index) for model in (Occurrence, Fragment) for index in model._meta.indexes]
        for _model, index in postponed:
            _execute(f"DROP INDEX {connection.ops.quote_name(index.name)}")
    while batch:
        _index_batch(batch, words, borne)
        batch = list(islice(rows, BATCH))
    for model, index in postponed:
        _execute(str(index.create_sql(model, connection.schema_editor())))
    _add_estimates(sorted(borne.items()))


def _index_batch(batch, words, borne):
    people = [(key, *search_rows(*values)) for key, *values in batch]
    unknown = {text for _key, names, _parts in people for text in names if text not in words}
    words.update(_word_keys(unknown))
    postings = [(key, number) for key, names, _ in people for number in sorted(words[text] for text in names)]
    borne.update(number for _key, number in postings)
    bulk_insert(Occurrence, ("beneficiaire_id", "mot_id"), postings)
    bulk_insert(
        Fragment,
        ("beneficiaire_id", "texte", "avant"),
        ((key, text, before) for key, _names, parts in people for text, before in parts),
    )


def _add_estimates(counts):
    table = connection.ops.quote_name(Mot._meta.db_table)
    for at in range(0, len(counts), CHUNK):
        chunk = counts[at : at + CHUNK]
        values = ", ".join(["(%s, %s)"] * len(chunk))
        _execute(
            f"UPDATE {table} SET effectif = effectif + v.column2 FROM (VALUES {values}) AS v"
            " WHERE id = v.column1",
            [value for pair in chunk for value in pair],
        )


def _execute(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
