"""The gate for text: what it refuses, what it leaves alone, what meets in a search, how names are ordered."""

import csv
import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from entraide import text
from entraide.text import (
    clean_cnie,
    clean_code,
    clean_date,
    clean_massar,
    clean_name,
    clean_phone,
    clean_query,
    clean_text,
    format_phone,
    is_particle,
    parse_birth,
    search_key,
    sort_key,
    words,
)

DATA = Path(__file__).parent.parent / "data"
GATES = [
    clean_text, clean_name, clean_query, clean_code, clean_cnie, clean_massar, clean_phone, clean_date,
    parse_birth,
]  # fmt: skip
ARABIC_DIGITS = {ord(str(n)): "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)}

# Any code point at all, lone surrogates included, with those that hurt made frequent.
HURTFUL = (
    "\x00\x07\x1b\x7f\x85\ud800\udfff\ufffe\U0010ffff\u202e\u2066\u200b\u200f\ufeff\u00ad\u00a0\u2028\n\t"
    "ـًّ\u0654ءأإآٱؤئىةهيوالﷺﻻﷲ٠۹９٫٬éÉßœıİſǅ²½①ΐ\u0345'’-"
)
anything = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from(HURTFUL)), max_size=30)
arabic = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآٱؤئءىة ", max_size=20)


# --- what is refused ----------------------------------------------------------------------------------------
@given(anything)
def test_whatever_comes_only_validation_errors_are_raised(value):
    for gate in GATES:
        try:
            gate(value)
        except ValidationError as error:
            assert len(error.messages) == 1 and "%(" not in error.messages[0]


@given(anything)
def test_cleaning_twice_changes_nothing(value):
    for gate in (clean_text, clean_name, clean_query, clean_code, clean_cnie, clean_massar, clean_phone):
        try:
            once = gate(value)
        except ValidationError:
            continue
        assert gate(once) == once
    try:
        once = clean_text(value, multiline=True)
    except ValidationError:
        return
    assert clean_text(once, multiline=True) == once


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(
    "bad", ["\x00", "\ud800", "\udfff", "\x01", "\x7f", "\x85", "\ufdd0", "\uffff", "\U0001fffe"]
)
def test_nul_surrogates_controls_and_noncharacters_are_refused_everywhere(gate, bad):
    for value in (bad, f"a{bad}", f"{bad}2009", f"0612{bad}345678"):
        with pytest.raises(ValidationError):
            gate(value)


@pytest.mark.parametrize("override", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_bidi_overrides_are_refused_in_names_and_texts(override):
    for gate in (clean_name, clean_text):
        with pytest.raises(ValidationError):
            gate(f"فاط{override}مة")
    assert clean_query(f"فاط{override}مة") == "فاطمة"


@pytest.mark.parametrize(
    "invisible", "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad\u034f\u3164\u2800\ufe0f"
)
def test_an_invisible_character_in_a_name_is_shown_by_its_position(invisible):
    with translation.override("ar"), pytest.raises(ValidationError) as refused:
        clean_name(f"فاط{invisible}مة")
    assert refused.value.messages == ["يحتوي الاسم على حرف غير مرئي في الموضع 4. المرجو كتابته من جديد."]
    with translation.override("fr"), pytest.raises(ValidationError) as refused:
        clean_name(f"Fat{invisible}ima")
    assert refused.value.messages == [
        "Le nom contient un caractère invisible en position 4. Ressaisissez-le."
    ]
    assert clean_query(f"Fat{invisible}ima") == "Fatima"


def test_free_text_keeps_the_marks_that_a_writer_needs():
    for value in ("رقم \u200eA12\u200e", "👩\u200d🎓", "می\u200cخواهم"):
        assert clean_text(value) == value


# --- what is left alone -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "السالكة", "مُحَمَّد", "فــاطمة", "أحمد", "هدى", "عبد الله",
        "Élodie", "N'Diaye", "Aït-Ali", "O’Hara", "Ǆemal", "ⴰⵣⵓⵍ", "李",
    ],
)  # fmt: skip
def test_a_name_is_kept_as_it_is_written(name):
    assert clean_name(name) == name
    assert clean_name(unicodedata.normalize("NFD", name)) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "empty", ["", None, " ", "\u00a0\t\n", "ـــ", "ـًـ", "ًٌٍ", "-", "...", "'’", "؟،", "\u3000"]
)
def test_fc_idn_10_what_holds_no_letter_is_an_empty_name(empty):
    assert clean_name(empty) == ""


@pytest.mark.parametrize("value", ["123", "٤٥", "½", "²", "🙂", "+", "1-2"])
def test_a_name_without_letters_is_refused(value):
    with pytest.raises(ValidationError) as refused:
        clean_name(value)
    assert refused.value.code == "no_letter"


def test_fc_idn_10_a_missing_value_is_an_empty_text_and_never_the_word_none():
    assert (clean_text(None), clean_name(None), clean_query(None)) == ("", "", "")
    assert [gate(None) for gate in (clean_code, clean_cnie, clean_massar, clean_phone, clean_date)] == [
        None
    ] * 5


def test_spaces_are_plain_and_single():
    assert clean_name(" عبد\u00a0\u2009 الله\t") == "عبد الله"
    assert clean_text(" a \r\n b\u2028c ") == "a b c"
    assert clean_text(" a \t b \r\n\r\n c\u2028d \r", multiline=True) == "a b\n\nc\nd"


def test_digits_become_ascii_with_their_marks():
    assert clean_text("شقة ٤٥ ۶ ７، ١٬٢٣٤٫٥") == "شقة 45 6 7، 1.234,5"
    assert clean_name("حي ٢٠ غشت") == "حي 20 غشت"


# --- codes --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "value", ["jf12345", " JF 12345 ", "jf-123.45", "JF١٢٣٤٥", "ＪＦ１２３４５", "\u200fJF\u202f12345\u200f"]
)
def test_a_card_number_however_it_is_typed(value):
    assert clean_cnie(value) == "JF12345"


@pytest.mark.parametrize("value", ["12345", "JFA12345", "J123", "J12345678", "JF12345A", "ج12345", "É12345"])
def test_what_is_no_card_number(value):
    with pytest.raises(ValidationError, match="JF12345"):
        clean_cnie(value)


def test_a_massar_code():
    assert clean_massar("j 130 012 345") == clean_massar("J١٣٠٠١٢٣٤٥") == "J130012345"
    for value in ("130012345", "J13001234", "J1300123456", "JB130012345"):
        with pytest.raises(ValidationError):
            clean_massar(value)


def test_a_code_keeps_its_separators_and_its_zeros():
    assert clean_code(" 0045/2010 – bis ") == "0045/2010-BIS"
    assert clean_code("٤٥/٢٠١٠") == "45/2010"
    assert clean_code("  ") is None
    for value in ("<b>", "a;b", "=A1", "45 @"):
        with pytest.raises(ValidationError):
            clean_code(value)


@pytest.mark.parametrize(
    "value",
    [
        "0612345678", "06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "+212612345678",
        "00212 6 12 34 56 78", "+212 (0)6 12 34 56 78", "212 612-345678",
        "٠٦١٢٣٤٥٦٧٨", "٠٦ ١٢ ٣٤ ٥٦ ٧٨", "۰۶۱۲۳۴۵۶۷۸", "０６１２３４５６７８",
        "\u202a+212 6 12\u201134\u201156\u201178\u202c",
    ],
)  # fmt: skip
def test_fc_off_06_a_phone_however_it_is_typed_or_pasted(value):
    assert clean_phone(value) == "+212612345678"


@pytest.mark.parametrize(
    "value", ["612345678", "0412345678", "061234567", "06123456789", "+33612345678", "06x2345678"]
)
def test_what_is_no_phone(value):
    with pytest.raises(ValidationError):
        clean_phone(value)


def test_a_phone_is_shown_in_pairs_and_read_back():
    assert format_phone("+212612345678") == "06 12 34 56 78"
    assert clean_phone(format_phone("+212512345678")) == "+212512345678"
    assert (format_phone(None), format_phone(""), format_phone("abc")) == ("", "", "abc")


# --- dates --------------------------------------------------------------------------------------------------
@given(st.dates(date(1850, 1, 1), date(2199, 12, 31)))
def test_fc_dat_11_a_date_is_read_as_it_is_written(day):
    for written in (
        f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}",
        f" {day.day} / {day.month} / {day.year} ", day.isoformat(), f"{day:%Y/%m/%d}",
        f"\u200f{day:%d\u200f/%m\u200f/%Y}",
    ):  # fmt: skip
        for value in (written, written.translate(ARABIC_DIGITS)):
            assert clean_date(value) == day
            assert parse_birth(value) == (day, "JOUR")


@pytest.mark.parametrize("value", ["02/2009", "2/2009", "2009-02", "٠٢/٢٠٠٩", " 2 / 2009"])
def test_a_birth_known_by_month(value):
    assert parse_birth(value) == (date(2009, 2, 1), "MOIS")


@pytest.mark.parametrize("value", ["2009", "٢٠٠٩", "۲۰۰۹", " 2009 "])
def test_a_birth_known_by_year(value):
    assert parse_birth(value) == (date(2009, 1, 1), "ANNEE")


def test_nothing_is_no_date():
    assert clean_date(" ") is None
    assert parse_birth("") == (None, None)


@pytest.mark.parametrize(
    "value",
    ["31/02/2009", "29/02/2009", "13/2009", "00/2009", "28/02/09", "0209", "3009", "2009-13-01", "2009-02-",
     "28/2/2009/", "hier", "1e3"],
)  # fmt: skip
def test_a_bad_date_says_how_to_write_it(value):
    for gate in (clean_date, parse_birth):
        with pytest.raises(ValidationError) as refused:
            gate(value)
        assert value in refused.value.messages[0] and "28/02/2009" in refused.value.messages[0]


def test_the_sentences_about_dates_in_both_languages():
    for language, sentence in [
        ("ar", "«31/02/2009» ليس تاريخا صحيحا. المرجو كتابته هكذا: 28/02/2009، أو الاكتفاء بالسنة."),
        (
            "fr",
            "«\u202f31/02/2009\u202f» n'est pas une date. Écrivez par exemple 28/02/2009, ou l'année seule.",
        ),
    ]:
        with translation.override(language), pytest.raises(ValidationError) as refused:
            parse_birth("٣١/٠٢/٢٠٠٩")
        assert refused.value.messages == [sentence]
    with translation.override("fr"), pytest.raises(ValidationError) as refused:
        clean_date("2009")
    assert "seule" not in refused.value.messages[0]


# --- the search key -----------------------------------------------------------------------------------------
@given(anything)
def test_a_key_is_made_of_plain_words_and_is_its_own_key(value):
    key = search_key(value)
    assert search_key(key) == key
    assert key == " ".join(key.split())
    assert all(char == " " or char.isalnum() for char in key)
    assert words(key) == words(value) == list(dict.fromkeys(key.split()))
    assert sort_key(key) == sort_key(value)


@given(anything)
def test_composed_and_decomposed_writings_meet(value):
    assert search_key(unicodedata.normalize("NFC", value)) == search_key(unicodedata.normalize("NFD", value))
    assert search_key(unicodedata.normalize("NFKD", value)) == search_key(value)


@given(anything)
def test_what_the_gate_lets_in_is_found_as_it_was_typed(value):
    try:
        cleaned = clean_name(value)
    except ValidationError:
        return
    if cleaned:
        assert search_key(cleaned) == search_key(value) == search_key(clean_query(value))


@given(anything, anything)
def test_words_are_folded_one_by_one(first, second):
    assert search_key(f"{first} {second}").split() == search_key(first).split() + search_key(second).split()


@given(arabic, st.data())
def test_hamza_forms_yeh_teh_marks_and_tatweel_meet(value, data):
    same = {"ا": "اأإآٱ", "و": "وؤ", "ي": "يىئ", "ه": "هة"}
    classes = {char: chars for chars in same.values() for char in chars}
    other = "".join(data.draw(st.sampled_from(classes.get(char, char))) for char in value)
    other = "".join(char + data.draw(st.sampled_from(["", "ـ", "َ", "ّ", "ٰ", "ء"])) for char in other)
    assert search_key(other) == search_key(value)


@given(st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F), max_size=20))
def test_case_and_accents_meet(value):
    for other in (
        value.upper(),
        value.lower(),
        value.title(),
        value.casefold(),
        unicodedata.normalize("NFD", value),
    ):
        assert search_key(other) == search_key(value)


@given(st.integers(0))
def test_digits_of_all_scripts_meet(number):
    for zero in "٠۰０":
        assert search_key("".join(chr(ord(zero) + int(digit)) for digit in str(number))) == str(number)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("École", "ecole"), ("أحمد", "احمد"), ("فاطمة", "فاطمه"), ("هدى", "هدي"), ("فــاطمة", "فاطمة"),
        ("مُحَمَّد", "محمد"), ("ﻻ", "لا"), ("ﷲ", "الله"), ("ﺃﺣﻤﺪ", "احمد"), ("کریم", "كريم"), ("ڭلميم", "كلميم"),
        ("ﻣﺤﻤﺪ", "محمد"), ("Œuvre", "oeuvre"), ("STRASSE", "straße"), ("Đoko", "doko"), ("ØRSTED", "orsted"),
        ("El-Idrissi", "el idrissi"), ("N'Diaye", "n’diaye"), ("Nʼdiaye", "n diaye"), ("٢٠٢٥", "2025"),
        ("İnci", "inci"), ("ılgın", "ilgin"), ("Ａｌｉ", "ali"), ("a\u200bb", "ab"), ("رؤوف", "رووف"),
    ],
)  # fmt: skip
def test_writings_that_meet(one, other):
    assert search_key(one) == search_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("حسن", "حسين"), ("سالم", "صالح"), ("Ali", "Alia"), ("عبد الله", "عبدالله")]
)
def test_names_that_do_not(one, other):
    assert search_key(one) != search_key(other)


def test_every_character_folds_to_plain_ones():
    """The whole of Unicode by samples of one in seven, all of the scripts in use here."""
    for code in [*range(0x3000), *range(0xFB00, 0x10000), *range(0x3000, 0x110000, 7)]:
        once = text._fold(chr(code))
        assert "".join(map(text._fold, once)) == once


def test_words_are_distinct_and_in_order():
    assert words("Fatima Zahra FATIMA فاطمة فاطمه") == ["fatima", "zahra", "فاطمه"]
    assert words(" - ") == []


def test_fc_idn_17_particles_are_known_in_both_scripts():
    for word in "ال بن ابن بنت ولد آيت أبو ben bent bint ould mint Aït el al l bou abou".split():
        assert is_particle(search_key(word))
    for word in ("الناجم", "بنعلي", "elidrissi", "فاطمة", ""):
        assert not is_particle(search_key(word))


# --- order --------------------------------------------------------------------------------------------------
def names_to_sort():
    with open(DATA / "FC-I18-09-names-to-sort.csv", encoding="utf-8") as file:
        names = [row["nom"] for row in csv.DictReader(file)]
    expected = json.loads((DATA / "FC-I18-09-names-to-sort-expected.json").read_text("utf-8"))
    return names, expected["accept_either"]["article_kept"], expected["latin"]


def groups(names):
    """The order, in which names that are equal after folding stand as one."""
    return list(dict.fromkeys(map(search_key, names)))


def test_fc_i18_09_names_stand_in_the_declared_order():
    names, arabic_names, latin_names = names_to_sort()
    ordered = sorted(names, key=sort_key)
    assert groups(ordered) == groups(arabic_names + latin_names)
    assert [search_key(name) for name in ordered] == sorted(
        (search_key(name) for name in ordered), key=groups(ordered).index
    ), "equal names stand next to each other"
    assert groups(sorted(names, key=lambda name: sort_key(name, first="fr"))) == groups(
        latin_names + arabic_names
    )


@pytest.mark.django_db
def test_fc_i18_09_the_database_orders_the_keys_as_python_does():
    names, arabic_names, latin_names = names_to_sort()
    keys = [sort_key(name) for name in names]
    with connection.cursor() as cursor:
        values = ", ".join(["(%s)"] * len(keys))
        cursor.execute(f"SELECT column1 FROM (VALUES {values}) AS v ORDER BY column1", keys)
        found = [key for (key,) in cursor.fetchall()]
    assert found == sorted(keys)
    assert list(dict.fromkeys(found)) == [sort_key(key) for key in groups(arabic_names + latin_names)]


@given(arabic, arabic)
def test_the_key_orders_as_the_alphabet(one, other):
    alphabet = " ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

    def ranks(name):
        return [alphabet.index(char) for char in search_key(name)]

    assert (sort_key(one) < sort_key(other)) == (ranks(one) < ranks(other))


def test_a_name_that_is_not_there_has_an_empty_key():
    assert sort_key("") == sort_key(" - ") == ""
