"""`manage.py find_duplicates`: the whole register, again and again, also interrupted."""

import io
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires.derived import name_columns
from beneficiaires.doublons import candidats, comparer, identite, index_register, paires_du_registre, registre
from beneficiaires.doublons.workers import possible
from beneficiaires.management.commands.find_duplicates import Bar, _duration
from beneficiaires.matching import Verdict
from beneficiaires.models import Beneficiaire, Cle, Paire, Parcours
from entraide.bulk import bulk_insert, reserve_ids
from personnel.journal import agir
from personnel.models import Journal

pytestmark = pytest.mark.django_db

FAMILIES = [("بنعلي", "Benali"), ("الناجم", "Najem"), ("العلوي", "Alaoui"), ("الإدريسي", "El Idrissi")]
FIRST = [
    ("فاطمة", "Fatima"),
    ("خديجة", "Khadija"),
    ("عائشة", "Aicha"),
    ("مباركة", "Mbarka"),
    ("سلمى", "Salma"),
]
COLUMNS = (
    "id", "numero", "nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "sexe", "naissance", "naissance_precision",
    "cle_tri_ar", "cle_tri_fr", "squelette",
)  # fmt: skip


@pytest.fixture
def register():
    """20 women, each of them twice: in Arabic, and in Latin letters."""
    rows, keys = [], reserve_ids(Beneficiaire, 40)
    for rank in range(40):
        woman, latin = rank % 20, rank >= 20
        (nom_ar, nom_fr), (prenom_ar, prenom_fr) = FAMILIES[woman % 4], FIRST[woman // 4]
        names = ("", "", nom_fr, prenom_fr) if latin else (nom_ar, prenom_ar, "", "")
        birth = date(1980 + woman, 1 + woman % 12, 2 + woman)
        rows.append((keys[rank], f"90000{rank:04d}", *names, "F", birth, "JOUR", *name_columns(*names)))
    bulk_insert(Beneficiaire, COLUMNS, rows)
    index_register()
    return keys


def twins(keys):
    return {(keys[rank], keys[rank + 20]) for rank in range(20)}


def pairs():
    return set(Paire.objects.values_list("a", "b"))


def run(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("find_duplicates", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(registre, "RANGE", 7)


def test_every_person_meets_her_double(register, small):
    out, err = run()
    assert pairs() == twins(register)
    assert out == "40 people compared, 20 pairs that look alike, 20 of them new.\n"
    assert err.splitlines()[0].startswith("  0 %  0 of 40 people, 0 pairs")
    assert err.splitlines()[-1] == "100 %  40 of 40 people, 20 pairs"
    paire = Paire.objects.first()
    assert (paire.cree_par, paire.lot, paire.etat) == (None, "find_duplicates", "A_EXAMINER")
    for a, b in pairs():
        (found,) = candidats(identite(Beneficiaire.objects.get(pk=a)), sauf=a)
        paire = Paire.objects.get(a=a, b=b)
        assert (found.personne_id, found.score, found.verdict.name) == (b, paire.score, paire.verdict)


def test_again_it_finds_the_same_and_writes_no_pair(register, small):
    run()
    before = list(Paire.objects.values())
    with CaptureQueriesContext(connection) as captured:
        out, _ = run()
    assert out.endswith("20 pairs that look alike, 0 of them new.\n")
    assert list(Paire.objects.values()) == before
    assert not [
        query["sql"] for query in captured if re.match(r'(INSERT|UPDATE|DELETE)\b.*_paire"', query["sql"])
    ]
    assert not Journal.objects.exists()


def test_it_remembers_what_was_decided_and_corrects_the_rest(register, small):
    run()
    with agir(par=None):
        different, later, wrong, stale = Paire.objects.order_by("id")[:4]
        Paire.objects.filter(pk=different.pk).update(etat="DIFFERENTS", score=1)
        Paire.objects.filter(pk=later.pk).update(etat="PLUS_TARD", score=1)
        Paire.objects.filter(pk=wrong.pk).update(score=1, verdict="A_VOIR")
        Paire.objects.filter(pk=stale.pk).update(a=register[0], b=register[1])
    run()
    assert Paire.objects.get(pk=different.pk).score == 1
    assert Paire.objects.get(pk=different.pk).etat == "DIFFERENTS"
    assert (Paire.objects.get(pk=later.pk).etat, Paire.objects.get(pk=later.pk).score) == (
        "PLUS_TARD",
        later.score,
    )
    assert Paire.objects.get(pk=wrong.pk).score == wrong.score
    assert not Paire.objects.filter(pk=stale.pk).exists()
    assert pairs() == twins(register)


def cut_after(ranges):
    """A progress that is interrupted once `ranges` ranges are done."""
    seen = []

    def progress(state):
        seen.append(state.people)
        if len(seen) > ranges:
            raise KeyboardInterrupt

    return progress


def test_an_interrupted_run_goes_on(register, small):
    with pytest.raises(KeyboardInterrupt):
        paires_du_registre(progress=cut_after(4))
    found = pairs()
    assert found and found < twins(register)
    assert Parcours.objects.get().dernier == register[27]
    out, err = run()
    assert err.splitlines()[0] == "Going on after 28 people."
    assert pairs() == twins(register)
    assert Parcours.objects.get().fini_le is not None
    rest = 20 - len(found)
    assert out == (
        "40 people compared (28 of them before the interruption),"
        f" {rest} pairs that look alike, {rest} of them new.\n"
    )


def test_restart_begins_again(register, small):
    with pytest.raises(KeyboardInterrupt):
        paires_du_registre(progress=cut_after(4))
    out, err = run(restart=True)
    assert "Going on" not in err
    assert out.startswith("40 people compared, 20 pairs")
    assert Parcours.objects.count() == 1


def test_ctrl_c_keeps_what_was_found_and_says_so(register, small, monkeypatch):
    monkeypatch.setattr("beneficiaires.management.commands.find_duplicates.Bar", lambda *args: Cut())
    err = io.StringIO()
    with pytest.raises(SystemExit) as raised:
        call_command("find_duplicates", stderr=err)
    assert raised.value.code == 130
    assert "run find_duplicates again" in err.getvalue()
    assert Parcours.objects.get().dernier == register[27]


class Cut:
    def __init__(self):
        self.progress = cut_after(4)

    def __call__(self, state):
        self.progress(state)

    def end(self):
        pass


def test_an_empty_register():
    out, err = run()
    assert out == "0 people compared, 0 pairs that look alike, 0 of them new.\n"
    assert "100 %" in err


def test_people_who_come_during_the_run_are_left_to_their_own_action(register, small):
    """They are compared all the same when they come before the end."""
    assert paires_du_registre(processes=1).people == 40


def test_a_person_who_was_merged_away_meanwhile_makes_no_pair(register, small, monkeypatch):
    """The people are read some seconds before the pairs are written."""
    gone = register[-1] + 1000
    judged = {(register[0], register[1]): (70, Verdict.A_VOIR), (register[0], gone): (90, Verdict.CERTAIN)}
    monkeypatch.setattr(registre, "alike", lambda *args: judged)
    run()
    assert pairs() == {(register[0], register[1])}


def test_names_and_keys_are_worked_out_again(register, small):
    keys, people = set(Cle.objects.values_list("beneficiaire_id", "cle")), list(Beneficiaire.objects.values())
    out, _ = run(reindex=True)
    assert out.startswith("Names and keys worked out again: 0 people had others.\n40 people compared")
    with agir(par=None):
        Beneficiaire.objects.filter(pk__in=register[:3]).update(squelette="x|||")
        Cle.objects.filter(beneficiaire__in=register[2:5]).delete()
        bulk_insert(Cle, ("beneficiaire_id", "cle"), [(register[6], 5)])
    out, _ = run(reindex=True)
    assert out.startswith("Names and keys worked out again: 6 people had others.\n")
    assert set(Cle.objects.values_list("beneficiaire_id", "cle")) == keys
    assert list(Beneficiaire.objects.values()) == people
    assert pairs() == twins(register)
    assert not Journal.objects.exists()


def test_quiet(register):
    assert run(verbosity=0) == ("", "")


# --- the bar ------------------------------------------------------------------------------------------------
class Terminal(io.StringIO):
    def isatty(self):
        return True

    def write(self, text="", style=None, ending="\n"):
        super().write(text + ending)


class Log(Terminal):
    def isatty(self):
        return False


def states(count):
    for done in range(0, 1000 + 1, 1000 // count):
        yield registre.Progress(total=1000, people=done, pairs=done // 100)


def test_the_bar_is_drawn_in_one_line():
    clock = iter(range(100))
    stream = Terminal()
    bar = Bar(stream, clock=lambda: next(clock))
    for state in states(4):
        bar(state)
    bar.end()
    drawn = stream.getvalue().split("\r")[1:]
    assert drawn[1].startswith(
        "[#######.......................]  25 %  250 of 1000 people, 2 pairs, 0:06 left"
    )
    assert drawn[-1].rstrip() == f"[{'#' * 30}] 100 %  1000 of 1000 people, 10 pairs"
    assert stream.getvalue().count("\n") == 1


def test_a_log_has_a_line_now_and_then():
    clock = iter(range(1000))
    stream = Log()
    bar = Bar(stream, clock=lambda: next(clock))
    for state in states(50):
        bar(state)
    bar.end()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 6
    assert "\r" not in stream.getvalue()
    assert lines[-1] == "100 %  1000 of 1000 people, 10 pairs"


def test_durations():
    assert [_duration(seconds) for seconds in (0.4, 61, 3600)] == ["0:00", "1:01", "1:00:00"]


# --- several processes --------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_several_processes_find_the_same(register, small, monkeypatch):
    assert possible(2) == 2
    out, _ = run(processes=2)
    assert pairs() == twins(register)
    assert out == "40 people compared, 20 pairs that look alike, 20 of them new.\n"
    monkeypatch.setattr("beneficiaires.doublons.comparaison.CHUNK", 7)
    files = [identite(person) for person in Beneficiaire.objects.order_by("pk")]
    alone, several = list(comparer(files)), list(comparer(files, processes=2))
    assert several == alone
    for (_, found), (_, other) in zip(alone, several, strict=True):
        assert [each.resultat for each in found] == [each.resultat for each in other]


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_run_of_several_processes_goes_on(register, small):
    with pytest.raises(KeyboardInterrupt):
        paires_du_registre(progress=cut_after(2), processes=2)
    assert Parcours.objects.get().dernier == register[13]
    assert paires_du_registre(processes=2).resumed == 14
    assert pairs() == twins(register)


def test_one_process_inside_a_transaction():
    assert possible() == possible(4) == 1
