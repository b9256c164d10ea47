"""What the tags write: numbers, dates, codes, bars, chips, fields, in both languages."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.dateformat import format as format_date

from beneficiaires.models.beneficiaire import Orphelin, SituationFamiliale
from beneficiaires.statuts import Statut
from centres.models.centre import EtatCentre, TypeCentre
from entraide import forms as entraide_forms
from entraide import presentation, vocabulary


def render(source, langue="ar", request=None, **context):
    with translation.override(langue):
        return engines["django"].from_string("{% load entraide %}" + source).render(context, request)


# --- numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "arabic", "french"),
    [
        (2913, 0, "2.913", "2\u202f913"),
        (123456.5, 2, "123.456,50", "123\u202f456,50"),
        (86.36, 1, "86,4", "86,4"),
        (0.25, 1, "0,3", "0,3"),
        (-14, 0, "\u221214", "\u221214"),
        (0, 0, "0", "0"),
        (None, 0, "—", "—"),
        ("", 0, "—", "—"),
    ],
)
def test_numbers_are_grouped_as_in_morocco(value, decimals, arabic, french):
    source = "{{ x|decimal:d }}"
    assert render(source, "ar", x=value, d=decimals) == arabic
    assert render(source, "fr", x=value, d=decimals) == french


def test_percentages():
    assert render("{{ x|pourcent }}", "ar", x=76.4) == "76,4%"
    assert render("{{ x|pourcent:0 }}", "fr", x=76.4) == "76\u202f%"
    assert render("{{ x|pourcent }}", "fr", x=None) == "—"


def test_a_change_carries_its_sign_from_left_to_right():
    assert render("{{ x|ecart:1 }}", x=5.8) == '<bdi dir="ltr">+5,8</bdi>'
    assert render("{{ x|ecart:1 }}", x=-0.9) == '<bdi dir="ltr">\u22120,9</bdi>'


# --- dates --------------------------------------------------------------------------------------------------

ARABIC_MONTHS = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
]


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_moroccan_in_every_way_of_writing_a_date(month):
    day = date(2026, month, 14)
    name = ARABIC_MONTHS[month - 1]
    assert render("{{ d|date_longue }}", d=day) == f"14 {name} 2026"
    assert render('{{ d|date:"j F Y" }}', d=day) == f"14 {name} 2026"
    with translation.override("ar"):
        assert format_date(day, "N") == format_date(day, "E") == format_date(day, "M") == name


def test_dates_in_words_and_in_digits():
    day = date(2026, 8, 14)
    assert render("{{ d|date_longue }}", "fr", d=day) == "14 août 2026"
    assert render("{{ d|date_longue }}", "fr", d=date(2026, 8, 1)) == "1er août 2026"
    assert render("{{ d|date_courte }}", d=day) == '<bdi dir="ltr">14/08/2026</bdi>'
    assert render("{{ d|date_longue }}{{ d|date_courte }}{{ d|heure }}", d=None) == "———"


def test_a_date_is_written_as_far_as_it_is_known():
    day = date(2009, 5, 1)
    assert render("{{ d|date_connue:'ANNEE' }}", d=day) == "2009"
    assert render("{{ d|date_connue:'MOIS' }}", d=day) == "ماي 2009"
    assert render("{{ d|date_connue:'JOUR' }}", d=day) == '<bdi dir="ltr">01/05/2009</bdi>'


def test_a_moment_is_shown_in_the_clock_of_the_region():
    assert (
        render("{{ d|heure }}", d=datetime(2026, 8, 14, 23, 30, tzinfo=UTC)) == '<bdi dir="ltr">00:30</bdi>'
    )
    assert (
        render("{{ d|date_courte }}", d=datetime(2026, 8, 14, 23, 30, tzinfo=UTC))
        == '<bdi dir="ltr">15/08/2026</bdi>'
    )


# --- islands ------------------------------------------------------------------------------------------------


def test_fc_rtl_03_codes_and_phones_read_from_left_to_right_and_are_escaped():
    assert render("{{ c|code }}", c="C3-001") == '<bdi dir="ltr">C3-001</bdi>'
    assert render("{{ c|code }}", c="<b>") == '<bdi dir="ltr">&lt;b&gt;</bdi>'
    assert render("{{ c|code }}{{ d|code }}{{ d|telephone }}", c="", d=None) == ""
    assert render("{{ c|telephone }}", c="0612345678").startswith('<bdi dir="ltr">06')


def test_fc_rtl_03_where_no_markup_is_possible_isolates_stand():
    assert presentation.isolate("3-6") == "\u20663-6\u2069"
    assert presentation.isolate(None) == ""


# --- bars, chips, keys --------------------------------------------------------------------------------------


def test_fc_i18_05_a_bar_is_the_same_drawing_in_both_languages():
    drawings = [
        re.findall(r'(?:min|max|value)="([^"]*)"', render("{% meter v m %}", langue, v=33.6, m=1180))
        for langue in ("ar", "fr")
    ]
    assert drawings == [["0", "1180", "33.6"]] * 2


def test_fc_adm_03_no_digit_is_grouped_in_an_attribute():
    text = render("{% meter v m fraction=True %}", "fr", v=123456, m=200000)
    assert 'value="123456"' in text and 'max="200000"' in text and "123\u202f456 / 200\u202f000" in text


def test_a_bar_over_capacity_is_hatched_and_says_so():
    text = render("{% meter 34 32 %}")
    assert 'class="over"' in text and "106,3%" in text
    assert 'class="over"' not in render("{% meter 32 32 %}")
    assert render("{% meter 5 None %}") == render("{% meter None 5 %}") == '<span class="quiet">—</span>'


@pytest.mark.parametrize("code", [*Statut.values, *EtatCentre.values])
@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_every_status_has_a_shape_and_words(code, langue):
    for sexe in ("F", "M", None):
        text = render("{% chip c sexe=s %}", langue, c=code, s=sexe)
        words = re.sub(r"<[^>]*>", "", text)
        assert code in vocabulary.STATUSES and "<use href=" in text and words and words != code
        assert (re.search("[؀-ۿ]", words) is not None) == (langue == "ar")


def test_a_status_agrees_with_the_person():
    words = [render("{% chip 'ACTIF' sexe=s %}", s=s) for s in ("F", "M", None)]
    assert "مستفيدة حاليا" in words[0] and "مستفيد حاليا" in words[1] and "مستفيد(ة) حاليا" in words[2]
    assert "مسجلة في نشاط" in render("{% chip 'ACTIF' sexe='F' type='DAR_MOUATINE' %}")


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_family_situation_and_orphans_have_words_in_every_gender(langue):
    codes = [*SituationFamiliale.values, *Orphelin.values]
    assert set(codes) == set(vocabulary.CIVIL)
    for code in codes:
        femme, homme, inconnu = (
            render("{% civil_words c s %}", langue, c=code, s=s) for s in ("F", "M", None)
        )
        assert femme and homme and "(" not in femme + homme
        assert femme != homme or femme == "Célibataire"
        with translation.override(langue):
            choices = dict(SituationFamiliale.choices) | dict(Orphelin.choices)
            assert inconnu == choices[code]


def test_a_family_situation_agrees_with_the_person():
    assert render("{% civil_words 'DIVORCE' 'F' %}") == "مطلقة"
    assert render("{% civil_words 'DIVORCE' 'M' %}") == "مطلق"
    assert render("{% civil_words 'PERE' 'F' %}", "fr") == "Orpheline de père"
    assert render("{% civil_words 'X' 'F' %}") == "X"


def test_every_kind_of_institution_has_its_pattern():
    page = render('{% include "partials/patterns.html" %}')
    for code in TypeCentre.values:
        pattern = vocabulary.PATTERNS[code]
        assert f'id="{pattern}"' in page and f"url(#{pattern})" in render("{% type_key t %}", t=code)
    assert set(vocabulary.PATTERNS) == set(TypeCentre.values)
    assert render("{% type_key 'X' %}") == ""


def test_an_icon_is_in_the_sprite():
    sprite = (engines["django"].dirs[0].parent / "static/vendor/tabler/icons.svg").read_text()
    names = {icon for _, icon, _ in vocabulary.STATUSES.values()}
    for path in engines["django"].dirs[0].rglob("*.html"):
        names |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text()))
    assert {name for name in names if f'id="{name}"' not in sprite} == set()


def test_crumbs_end_on_the_page_itself():
    text = render("{% crumbs %}{% crumb a '/centres/' %}{% crumb b %}{% endcrumbs %}", a="<x>", b="ب")
    assert '<a href="/centres/">&lt;x&gt;</a>' in text and '<li aria-current="page">ب</li>' in text


# --- forms --------------------------------------------------------------------------------------------------


class Sample(forms.Form):
    nom = forms.CharField(label="Nom", help_text="comme sur la carte")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea({"class": "short"}))
    sexe = forms.ChoiceField(label="Sexe", choices=[("F", "F"), ("M", "M")], widget=forms.RadioSelect)
    lieu = forms.ChoiceField(label="Lieu", choices=[("", "—"), ("1", "<1>")])
    accord = forms.BooleanField(label="Accord", required=False)
    cache = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_nom(self):
        raise forms.ValidationError("trop court", params={"fix": "écrivez-le entier"})

    def clean(self):
        raise forms.ValidationError("le groupe est complet")


def test_a_field_names_its_help_and_its_error():
    form = Sample({"nom": "<i>", "lieu": "1"})
    text = render("{% field f.nom %}", "fr", f=form)
    assert '<label for="id_nom">Nom' in text and "facultatif" not in text
    assert 'class="field wrong"' in text and 'value="&lt;i&gt;"' in text and 'aria-invalid="true"' in text
    assert 'aria-describedby="id_nom_helptext id_nom_error"' in text
    assert 'id="id_nom_helptext"' in text and 'id="id_nom_error"' in text
    assert "trop court" in text and '<p class="fix">écrivez-le entier</p>' in text


def test_a_field_without_fault_is_quiet_and_the_optional_one_is_marked():
    text = render("{% field f.note %}", "fr", f=Sample())
    assert "facultatif" in text and "wrong" not in text and "aria-invalid" not in text
    assert 'class="short form-control"' in text
    assert "facultatif" not in render("{% field f.note optional=False %}", "fr", f=Sample())


def test_choices_are_a_group_with_a_legend():
    text = render("{% field f.sexe %}", "fr", f=Sample({"sexe": "M"}))
    assert '<fieldset class="field" id="id_sexe"' in text and "<legend>Sexe" in text
    assert re.search(r'value="M" id="id_sexe_1" checked', text) and 'for="id_sexe_0"' in text
    assert 'class="choice"' in render("{% field f.sexe layout='choice' %}", "fr", f=Sample())


def test_other_widgets():
    assert 'class="form-select"' in render("{% field f.lieu %}", f=Sample())
    assert "&lt;1&gt;" in render("{% field f.lieu %}", f=Sample())
    assert 'class="form-check-input"' in render("{% field f.accord %}", f=Sample())
    assert render("{% field f.cache %}", f=Sample()) == '<input type="hidden" name="cache" id="id_cache">'


def test_the_summary_links_to_the_fields_and_says_that_nothing_is_lost():
    text = render("{% error_summary f %}", "fr", f=Sample({"nom": "x", "lieu": "1"}))
    assert (
        'role="alert"' in text
        and "data-focus" in text
        and "rien de ce que vous avez écrit n'est perdu" in text
    )
    assert '<a href="#id_nom">Nom</a>' in text and '<a href="#id_sexe">Sexe</a>' in text
    assert "le groupe est complet" in text
    assert render("{% error_summary f %}", f=Sample()) == ""


def test_the_summary_counts_in_arabic():
    class Two(forms.Form):
        a = forms.CharField(label="أ")
        b = forms.CharField(label="ب")

    assert "المرجو مراجعة أمرين:" in render("{% error_summary f %}", f=Two({}))
    assert "المرجو مراجعة أمر واحد:" in render("{% error_summary f %}", f=Two({"a": "1"}))


class Account:
    pk = 7
    is_authenticated = True


def technical(form=None, source="{% technical_fields f version=v %}", **context):
    request = RequestFactory().get("/")
    request.user = Account()
    text = (
        engines["django"].from_string("{% load entraide %}" + source).render({"f": form, **context}, request)
    )
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', text))


def test_technical_fields_carry_version_token_and_account():
    fields = technical(Sample(), v=12)
    assert fields["version"] == "12" and re.fullmatch(r"[0-9a-f-]{36}", fields["jeton"])
    assert fields["_compte"].startswith("7:")


def test_fc_off_05_a_refused_form_keeps_the_version_and_the_token_it_was_opened_with():
    token = "6f0c1c58-6a54-4f4e-9d27-0a4f2f3d9a11"
    fields = technical(Sample({"version": "3", "jeton": token}), "{% technical_fields f %}")
    assert fields["version"] == "3" and fields["jeton"] == token
    assert technical(Sample({"jeton": "<x>"}), "{% technical_fields f %}")["jeton"] != "<x>"


def test_a_resumed_form_is_not_sent():
    factory = RequestFactory()
    assert entraide_forms.envoye(factory.post("/", {"a": 1}))
    assert not entraide_forms.envoye(factory.post("/", {"_reprendre": "1"}))
    assert not entraide_forms.envoye(factory.get("/"))


def test_help_with_an_example_isolates_it():
    assert (
        str(entraide_forms.example("مثال: {}", "<28/02/2009>"))
        == 'مثال: <bdi dir="ltr">&lt;28/02/2009&gt;</bdi>'
    )


# --- templates ----------------------------------------------------------------------------------------------


def test_no_page_holds_an_inline_style_or_script():
    for path in engines["django"].dirs[0].rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)", text), path
        assert "http" not in re.sub(r'xmlns="[^"]*"', "", text), path
