"""The pages that the application's pages are measured against."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.utils.functional import cached_property

from beneficiaires.search import Result
from beneficiaires.statuts import Statut
from beneficiaires.views import beneficiaire
from entraide.periods import age_at, today
from statistiques.views import tableau_de_bord

_SQL = Path(__file__).parent / "sql" / "people.sql"


def empty(request):
    """A signed-in page with nothing on it."""
    template = engines["django"].from_string("{% extends 'base.html' %}{% block content %}{% endblock %}")
    return HttpResponse(template.render({}, request))


_publication = None


def constants(request):
    """The dashboard's page from figures that were counted once."""
    global _publication
    if _publication is None:
        kept = []

        def keep(*args):
            kept.append(publish(*args))
            return kept[0]

        publish = tableau_de_bord._publication
        with mock.patch.object(tableau_de_bord, "_publication", keep):
            tableau_de_bord.tableau_de_bord(request)
        _publication = kept[0]
    with mock.patch.object(tableau_de_bord, "_publication", lambda *args: _publication):
        return tableau_de_bord.tableau_de_bord(request)


# --- people: the same rows by hand, the same template ------------------------------------------------------


def statements(path=_SQL):
    """{name: SQL} of a file whose statements follow a line `-- name: …`."""
    parts = path.read_text(encoding="utf-8").split("-- name: ")[1:]
    return {name.strip(): sql for name, sql in (part.split("\n", 1) for part in parts)}


def _rows(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _field(name, label, choices):
    return SimpleNamespace(
        name=name, html_name=name, id_for_label=f"id_{name}", label=label, value=None,
        field=SimpleNamespace(choices=choices),
    )  # fmt: skip


class _Filtre:
    """What the template asks of the filters when none is set."""

    understood, active = True, ()

    @cached_property
    def form(self):
        centres = [("", "")] + [(row.code, row.nom) for row in _rows(statements()["centres"])]
        return [
            _field("q", "", ()), _field("centre", "Institution", centres), _field("groupe", "Group", ()),
            _field("annee", "School year", ()), _field("statut", "Status", [("", ""), *Statut.choices]),
            _field("sexe", "Sex", [("", ""), ("F", "Female"), ("M", "Male")]),
            _field("fiche", "File", [("", ""), ("incomplete", "Incomplete files")]),
        ]  # fmt: skip


def _day(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


def people(request):
    """The first or the last page of the list, its rows fetched by hand."""
    sql, last = statements(), request.GET.get("page") == "fin"
    rows = _rows(sql["last" if last else "first"])[:50]
    if last:
        rows.reverse()
    marks = ", ".join(["%s"] * len(rows))
    enrolments = {}
    for row in _rows(sql["enrolments"].replace("(:people)", f"({marks})"), [row.id for row in rows]):
        enrolments.setdefault(row.beneficiaire_id, row)
    count, jour = _rows(sql["count"])[0].n, today()
    for row in rows:
        row.nom_complet_ar = f"{row.prenom_ar} {row.nom_ar}".strip()
        row.nom_complet_fr = f"{row.prenom_fr} {row.nom_fr}".strip()
        row.numero_affiche = f"{row.numero[:3]}-{row.numero[3:6]}-{row.numero[6:]}"
        row.incomplete = not (
            row.sexe and row.naissance and (row.nom_ar or row.nom_fr) and (row.prenom_ar or row.prenom_fr)
        )
        row.age = age_at(_day(row.naissance), jour) if row.naissance else None
        row.derniere = enrolments.get(row.id)
        if row.derniere:
            row.derniere.centre = SimpleNamespace(type=row.derniere.type, nom=row.derniere.centre_nom)
            row.derniere.groupe = SimpleNamespace(nom=row.derniere.groupe_nom)
    start = "?page=debut" if last else ""
    page = SimpleNamespace(
        rows=rows, count=min(count, 1000), capped=count > 1000, start=None, end=None,
        first_url=start, previous_url=start and f"?avant={rows[0].numero}",
        next_url="" if last else f"?apres={rows[-1].numero}", last_url="" if last else "?page=fin",
    )  # fmt: skip
    context = {"filtre": _Filtre(), "page": page, "texte": "", "annee": _rows(sql["year"])[0]}
    return render(request, "beneficiaires/beneficiaires.html", context)


class _Keys:
    """The keys that the next request to `by_keys` shows."""

    keys = ()


def show_keys(keys):
    """Say which people the page `by_keys` shows, whatever is searched for."""
    _Keys.keys = list(keys)


def _fetch(queryset, text):
    """The people of `show_keys`, in its order, whatever is searched for."""
    rank = {key: place for place, key in enumerate(_Keys.keys)}
    found = queryset.filter(pk__in=_Keys.keys).order_by() if rank else []
    return Result(sorted(found, key=lambda person: rank[person.pk]))


def by_keys(request):
    """The list of people that a search found, fetched by their keys through the same page."""
    with mock.patch.object(beneficiaire.search, "search", _fetch):
        return beneficiaire.beneficiaires(request)
