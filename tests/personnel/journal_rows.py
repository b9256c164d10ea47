"""What the tests of the journal read and write with."""

from django.db import connection

from personnel.models import Agent, Journal


def rows_of(instance):
    return list(
        Journal.objects.filter(table_nom=instance._meta.db_table, objet_id=instance.pk).order_by("pk")
    )


def run(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def change(agent, telephone):
    Agent.objects.filter(pk=agent.pk).update(telephone=telephone)


def authors(agent):
    return [(row.apres["telephone"], row.compte_id, row.lot) for row in rows_of(agent)]
