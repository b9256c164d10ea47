"""The one gate for text: forms, API, import and search clean what they receive here, and nowhere else.

Display text is never altered beyond NFC, digits of one kind, and plain spaces. What people search and sort by
is a separate key that folds what writers use one for the other. All functions are pure.
"""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Arabic-Indic, Persian and full-width digits; the Arabic decimal and thousands marks.
_DIGITS = {ord(c): str(unicodedata.digit(c)) for c in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"}
_DIGITS |= {ord("٫"): ",", ord("٬"): "."}
_FOREIGN_DIGITS = re.compile("[٠-٩۰-۹０-９٫٬]")

# What no database, spreadsheet or page can hold: controls, lone surrogates, noncharacters.
_LAST_OF_PLANES = "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
_REFUSED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}]")
# What turns the direction of all that follows it.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800"
    "\u3164\uffa0\ufe00-\ufe0f\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_COMMON_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ɏء-غف-ي]")
_LETTERS = {"Lu", "Ll", "Lt", "Lo"}


def _refuse(found, name):
    message = _("The text holds an invisible character at position %(position)s. Write it again.")
    if name:
        message = _("The name holds an invisible character at position %(position)s. Write it again.")
    raise ValidationError(message % {"position": found.start() + 1}, code="invisible")


def _open(value, refused=_REFUSED, name=False):
    """NFC text with ASCII digits and \\n as line end; ValidationError at the first `refused` character."""
    text = "" if value is None else str(value)
    for pattern in (_REFUSED, refused):
        if found := pattern.search(text):
            _refuse(found, name)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _FOREIGN_DIGITS.search(text):
            text = text.translate(_DIGITS)
    return text


def clean_text(value, *, multiline=False):
    """Free text: stripped, runs of spaces made one (line ends kept when `multiline`). Empty for None.

    Raises ValidationError for NUL, lone surrogates, control characters and bidi overrides. The marks that
    keep a sentence in order (LRM, RLM, ALM) and the joiners are a writer's right here.
    """
    text = _open(value, _OVERRIDES)
    if not multiline:
        return " ".join(text.split())
    text = _SPACES_IN_LINE.sub(" ", _LINE_ENDS.sub("\n", text))
    return re.sub(" ?\n ?", "\n", text).strip()


def clean_reason(value):
    """One line that says something: as `clean_text`, but empty without a letter or digit that can be seen."""
    text = clean_text(value)
    return text if search_key(_INVISIBLE.sub("", text)) else ""


def clean_name(value):
    """A name. Empty when it holds nothing but marks, tatweel, spaces or punctuation.

    Raises ValidationError for any invisible or control character, with its position, and for a name made of
    digits or symbols.
    """
    text = " ".join(_open(value, _INVISIBLE, name=True).split())
    if _COMMON_LETTER.search(text):
        return text
    categories = {unicodedata.category(char) for char in text}
    if categories & _LETTERS:
        return text
    if any(category[0] in "NS" for category in categories):
        raise ValidationError(_("A name is written with letters. Write it again."), code="no_letter")
    return ""


def clean_query(value):
    """What is typed in a search box or a query string: invisible characters are dropped.

    Raises ValidationError for NUL, lone surrogates and control characters.
    """
    return " ".join(_open(_INVISIBLE.sub("", "" if value is None else str(value))).split())


def _unclean(message, text, code):
    return ValidationError(message % {"value": text[:40]}, code=code)


def _compact(value):
    """A code without spaces; letters of full width and hyphens of all lengths in their plain form."""
    text = unicodedata.normalize("NFKC", clean_query(value))
    return re.sub("[\u2010-\u2015\u2212]", "-", re.sub(r"\s", "", text))


def clean_code(value):
    """A code of letters, digits and / - . , _ separators, upper case, without spaces; None when empty."""
    text = _compact(value).upper()
    if not text:
        return None
    if not re.fullmatch(r"[A-Z0-9/.,_-]+", text):
        raise _unclean(_("«%(value)s» is not a code: use Latin letters and digits."), text, "code")
    return text


def clean_cnie(value):
    """A national identity card number: one or two letters, then four to seven digits. None when empty."""
    text = re.sub(r"[-./_,]", "", _compact(value).upper())
    if text and not re.fullmatch(r"[A-Z]{1,2}[0-9]{4,7}", text):
        message = _(
            "«%(value)s» is not a card number: one or two letters, then four to seven digits, like JF12345."
        )
        raise _unclean(message, text, "cnie")
    return text or None


def clean_massar(value):
    """A Massar code: one letter, then nine digits. None when empty."""
    text = re.sub(r"[-./_,]", "", _compact(value).upper())
    if text and not re.fullmatch(r"[A-Z][0-9]{9}", text):
        message = _("«%(value)s» is not a Massar code: one letter, then nine digits, like J130012345.")
        raise _unclean(message, text, "massar")
    return text or None


def clean_phone(value):
    """A Moroccan phone number (05, 06, 07, 08, or +212), kept as +212 and nine digits. None when empty."""
    digits = re.sub(r"[().\-_/]", "", _compact(value))
    if not digits:
        return None
    found = re.fullmatch(r"(?:0|(?:\+|00)?2120?)([5-8][0-9]{8})", digits)
    if not found:
        message = _("«%(value)s» is not a phone number. Write it like 06 12 34 56 78 or +212 6 12 34 56 78.")
        raise _unclean(message, clean_query(value), "phone")
    return f"+212{found[1]}"


def format_phone(phone):
    """+212612345678 -> 06 12 34 56 78; any other value as it is, None as an empty text."""
    if not phone or not re.fullmatch(r"\+212[0-9]{9}", str(phone)):
        return phone or ""
    national = "0" + phone[4:]
    return " ".join(national[i : i + 2] for i in range(0, 10, 2))


# A year outside these is a slip of the keyboard: 0209, 3009.
_YEARS = range(1850, 2200)


def _date_parts(value):
    """([year, month, day] as far as they are written, the text as read); (None, "") when empty."""
    text = clean_query(value)
    if not text:
        return None, text
    plain = re.sub(r"\s*[/.\-؍\u2010-\u2015\u2212]\s*", "/", text)
    if found := re.fullmatch(r"(?:(?:([0-9]{1,2})/)?([0-9]{1,2})/)?([0-9]{4})", plain):
        parts = [int(part) for part in reversed(found.groups()) if part]
    elif found := re.fullmatch(r"([0-9]{4})/([0-9]{1,2})(?:/([0-9]{1,2}))?", plain):
        parts = [int(part) for part in found.groups() if part]
    else:
        parts = []
    return (parts if parts and parts[0] in _YEARS else []), text


def _date(value, least):
    """(date, number of its parts that were written), at `least` so many; (None, 0) when empty."""
    parts, text = _date_parts(value)
    if parts is None:
        return None, 0
    try:
        if len(parts) < least:
            raise ValueError
        return date(*(parts + [1, 1])[:3]), len(parts)
    except ValueError:
        message = _("«%(value)s» is not a date. Write for example 28/02/2009, or the year alone.")
        if least == 3:
            message = _("«%(value)s» is not a date. Write for example 28/02/2009.")
        raise _unclean(message, text, "date") from None


def clean_date(value):
    """A full date, written 28/02/2009 or 2009-02-28 with the digits of any script. None when empty.

    Raises ValidationError when it is no date, when a part of it is missing, or its year has two digits.
    """
    return _date(value, least=3)[0]


def parse_birth(value):
    """A date as far as it is known: 28/02/2009, 02/2009 or 2009 -> (date, 'JOUR' | 'MOIS' | 'ANNEE').

    The day and month that are not known stand as 1: the precision says that they were never said.
    (None, None) when empty; raises ValidationError as `clean_date` does.
    """
    day, parts = _date(value, least=1)
    return day, (None, "ANNEE", "MOIS", "JOUR")[parts]


# --- keys ---------------------------------------------------------------------------------------------------


def _table(**folds):
    return {ord(char): target for target, chars in folds.items() for char in chars}


_FOLDS = _table(
    ا="أإآٱٲٳٵ", و="ؤٶۆۇۈۋ", ي="ئىیېۍےۓ", ه="ةۀہھەۃ", ك="کڪگڭݣ", ف="ڤڥ", ق="ڨ", ب="پ", ت="ٹ", ش="چ", ز="ژ",
    د="ڈ", ر="ڑ", ن="ں", oe="œ", ae="æ", ss="ß", o="ø", d="đð", l="ł", i="ı", th="þ", h="ħ", t="ŧ",
)  # fmt: skip
# Hamza alone and tatweel are dropped; the letters that stand for an apostrophe part two words as it does.
_FOLDS |= {ord("ء"): None, ord("ـ"): None} | dict.fromkeys(range(0x2B0, 0x300), " ")


def _fold(char):
    """What stands for one character in a key: letters and ASCII digits, nothing, or a space."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()).translate(_FOLDS)
    folded = []
    for part in text:
        if part.isspace():
            folded.append(" ")
        elif unicodedata.category(part)[0] in "MC":
            continue
        else:
            folded.append(str(unicodedata.decimal(part, part)) if part.isalnum() else " ")
    return "".join(folded)


class _Key(dict):
    """Code point -> what stands for it in a key, worked out when first met: a name costs one pass."""

    def __missing__(self, code):
        folded = _fold(chr(code))
        if len(self) < 5_000:
            self[code] = folded
        return folded


_KEY = _Key()


def search_key(text):
    """The form under which a text is found: lower-case words of plain letters and ASCII digits.

    Hamza forms, ى/ي, ة/ه, presentation forms, tatweel, marks, case and accents are folded; what is neither
    letter nor digit parts words. Never raises. Idempotent.
    """
    return " ".join(str(text).translate(_KEY).split())


def words(text):
    """The distinct words of the search key, in order."""
    return list(dict.fromkeys(search_key(text).split()))


# Words that stand before a name without being one: alone they say nothing (field case FC-IDN-17).
PARTICLES = frozenset(
    words(
        "ال بن ابن بنت بنة ولد ولاد أولاد آيت أبو بو أم أهل بل"
        " ben ibn bent bint ould wld oulad mint ait ahl el al l abou abu bou bu bel"
    )
)


def is_particle(word):
    """True for a word (already a search key) that is only a particle."""
    return word in PARTICLES


def sort_key(text, first="ar"):
    """A string whose code point order is the order of lists: in Python, SQLite and PostgreSQL (C) alike.

    Declared order: names of the script `first` before those of the other; hamza forms of alif together,
    marks and case ignored; the article ال and the particles are kept and count as letters; a shorter word
    before a longer one. The letters that Unicode places out of the alphabet (ة ى ؤ گ) are folded.
    """
    key = search_key(text)
    if not key:
        return ""
    arabic = "\u0600" <= key[0] <= "\u06ff"
    return ("1" if arabic == (first == "ar") else "2") + key
