"""Fill `squelette` and the blocking keys of the people who were registered before matching existed."""

from django.db import migrations

from beneficiaires.derived import blocking_keys, name_skeleton
from beneficiaires.matching import Identite, Parent

BATCH = 2000
NAMES = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr")
FIELDS = (
    *NAMES, "sexe", "naissance", "naissance_precision", "naissance_estimee", "lieu_naissance",
    "commune__code", "cnie", "massar", "etat_civil", "telephone",
)  # fmt: skip
PARENT = ("nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "cnie", "telephone")


def fill(apps, schema_editor):
    Beneficiaire = apps.get_model("beneficiaires", "Beneficiaire")
    Cle = apps.get_model("beneficiaires", "Cle")
    LienTuteur = apps.get_model("beneficiaires", "LienTuteur")
    database = schema_editor.connection.alias
    people, last = Beneficiaire.objects.using(database).order_by("pk"), 0
    while rows := list(people.filter(pk__gt=last).values_list("pk", *FIELDS)[:BATCH]):
        first, last = rows[0][0], rows[-1][0]
        parents = {}
        links = LienTuteur.objects.using(database).filter(beneficiaire__gte=first, beneficiaire__lte=last)
        columns = ("beneficiaire_id", "lien", *(f"tuteur__{name}" for name in PARENT))
        for person, lien, *values in links.order_by("pk").values_list(*columns):
            parents.setdefault(person, []).append(Parent(*values, lien))
        skeletons, keys = [], []
        for person, *values in rows:
            names, (sexe, birth, precision, estimated, place, commune, *rest) = values[:4], values[4:]
            skeleton = name_skeleton(*names)
            identite = Identite(
                *names, sexe, birth, "ANNEE" if birth and estimated else precision, place, commune, *rest,
                tuple(parents.get(person, ())),
            )  # fmt: skip
            skeletons.append((person, skeleton))
            keys += [
                Cle(beneficiaire_id=person, cle=key) for key in sorted(blocking_keys(identite, skeleton))
            ]
        _write(schema_editor, Beneficiaire._meta.db_table, skeletons)
        Cle.objects.using(database).bulk_create(keys, batch_size=500, ignore_conflicts=True)


def _write(schema_editor, table, skeletons):
    quote = schema_editor.connection.ops.quote_name
    with schema_editor.connection.cursor() as cursor:
        for at in range(0, len(skeletons), 400):
            chunk = skeletons[at : at + 400]
            values = ", ".join(["(%s, %s)"] * len(chunk))
            cursor.execute(
                f"UPDATE {quote(table)} SET squelette = v.column2 FROM (VALUES {values}) AS v"
                f" WHERE {quote(table)}.id = v.column1",
                [value for pair in chunk for value in pair],
            )


class Migration(migrations.Migration):
    dependencies = [("beneficiaires", "0002_doublons")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
