"""The one gate for text: forms, API, import and search clean what they receive here, and nowhere else.

Display text is never altered beyond NFC, digits of one kind, and plain spaces. What people search and sort by is a
separate key that folds what writers use one for the other. All functions are pure.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Arabic-Indic, Persian and full-width digits; the Arabic decimal and thousands marks.
_DIGITS = {ord(c): str(unicodedata.digit(c)) for c in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"}
_DIGITS |= {ord("٫"): ",", ord("٬"): "."}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[{_BIDI}\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]")
_SPACES = re.compile(r"\s+")
_LINES = re.compile(r"[^\S\n]+")


def _refuse_at(match, text):
    raise ValidationError(
        _("The text holds an invisible character at position %(position)s. Write it again.")
        % {"position": match.start() + 1}
    )


def _open(value):
    """NFC text with ASCII digits, free of NUL, lone surrogates and control characters."""
    text = value if isinstance(value, str) else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROLS.search(text):
        _refuse_at(found, text)
    return unicodedata.normalize("NFC", text).translate(_DIGITS)


def clean_text(value, *, multiline=False):
    """Free text: stripped, runs of spaces made one (line ends kept when `multiline`).

    Raises ValidationError for NUL, lone surrogates, control and bidi-override characters.
    """
    text = _open(value)
    if found := re.search(f"[{_BIDI}]", text):
        _refuse_at(found, text)
    return _LINES.sub(" ", text).strip() if multiline else _SPACES.sub(" ", text).strip()


def clean_name(value):
    """A name. Empty when it holds no letter but marks, tatweel, spaces or punctuation.

    Raises ValidationError for any invisible or control character, with its position.
    """
    text = _open(value)
    if found := _INVISIBLE.search(text):
        _refuse_at(found, text)
    text = _SPACES.sub(" ", text).strip()
    if not any(unicodedata.category(c)[0] == "L" and c != "ـ" for c in text):
        if any(unicodedata.category(c)[0] in "NS" for c in text):
            raise ValidationError(_("A name is written with letters. Write it again."))
        return ""
    return text


def clean_query(value):
    """What is typed in a search box or a query string: invisible characters are dropped, control ones refused."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", _open(value))).strip()


def clean_code(value):
    """A code of letters, digits and / - . separators, upper case, without spaces; None when empty."""
    text = _SPACES.sub("", clean_query(value)).upper()
    if not text:
        return None
    if not re.fullmatch(r"[A-Z0-9/.,_-]+", text):
        raise ValidationError(_("«%(value)s» is not a code: use Latin letters and digits.") % {"value": text[:40]})
    return text


def clean_cnie(value):
    """A national identity card number: one or two letters, then four to seven digits (DOMAIN). None when empty."""
    text = clean_code(value)
    text = text and re.sub(r"[-./_,]", "", text)
    if text and not re.fullmatch(r"[A-Z]{1,2}[0-9]{4,7}", text):
        raise ValidationError(
            _("«%(value)s» is not a card number: one or two letters, then four to seven digits, like JF12345.")
            % {"value": text[:40]}
        )
    return text or None


def clean_massar(value):
    """A Massar code: one letter, then nine digits (DOMAIN). None when empty."""
    text = clean_code(value)
    text = text and re.sub(r"[-./_,]", "", text)
    if text and not re.fullmatch(r"[A-Z][0-9]{9}", text):
        raise ValidationError(
            _("«%(value)s» is not a Massar code: one letter, then nine digits, like J130012345.") % {"value": text[:40]}
        )
    return text or None


def clean_phone(value):
    """A Moroccan phone number, kept as +212 and nine digits. None when empty (DOMAIN: 05/06/07/08, or +212)."""
    text = clean_query(value)
    if not text:
        return None
    digits = re.sub(r"[\s().\-_/]", "", text)
    found = re.fullmatch(r"(?:0|\+2120?|002120?|2120?)([5-8][0-9]{8})", digits)
    if not found:
        raise ValidationError(
            _("«%(value)s» is not a phone number. Write it like 06 12 34 56 78 or +212 6 12 34 56 78.")
            % {"value": text[:40]}
        )
    return f"+212{found[1]}"


def format_phone(phone):
    """+212612345678 -> 06 12 34 56 78; any other value as it is."""
    if not phone or not re.fullmatch(r"\+212[0-9]{9}", str(phone)):
        return phone or ""
    national = "0" + phone[4:]
    return " ".join(national[i : i + 2] for i in range(0, 10, 2))


def _bad_date(text):
    return ValidationError(
        _("«%(value)s» is not a date. Write for example 28/02/2009, or the year alone.") % {"value": text[:40]}
    )


def _parts(value):
    """[year, month, day] as far as they are written; None when empty."""
    text = clean_query(value)
    if not text:
        return None, text
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        return [int(part) for part in found.groups()], text
    if found := re.fullmatch(r"(?:(?:([0-9]{1,2})\s*[/.\-]\s*)?([0-9]{1,2})\s*[/.\-]\s*)?([0-9]{4})", text):
        return [int(part) for part in reversed(found.groups()) if part], text
    raise _bad_date(text)


def clean_date(value):
    """A full date, written 28/02/2009 or 2009-02-28 with any digits. None when empty."""
    parts, text = _parts(value)
    if parts is None:
        return None
    try:
        if len(parts) != 3:
            raise ValueError
        return date(*parts)
    except ValueError:
        raise _bad_date(text) from None


def parse_birth(value):
    """A date as far as it is known: 28/02/2009, 02/2009 or 2009 -> (date, 'JOUR' | 'MOIS' | 'ANNEE').

    The day and month that are not known stand as 1: the precision says that they were never said. (None, None)
    when empty.
    """
    parts, text = _parts(value)
    if parts is None:
        return None, None
    try:
        return date(*(parts + [1, 1])[:3]), ("ANNEE", "MOIS", "JOUR")[len(parts) - 1]
    except ValueError:
        raise _bad_date(text) from None


# --- keys ---------------------------------------------------------------------------------------------------

_FOLD = {ord(c): "ا" for c in "أإآٱٲٳ"}
_FOLD |= {ord("ؤ"): "و", ord("ئ"): "ي", ord("ى"): "ي", ord("ی"): "ي", ord("ې"): "ي", ord("ة"): "ه", ord("ۀ"): "ه"}
_FOLD |= {ord("ہ"): "ه", ord("ھ"): "ه", ord("ە"): "ه", ord("ک"): "ك", ord("ڪ"): "ك"}
_FOLD |= {ord("گ"): "ك", ord("ڭ"): "ك", ord("ݣ"): "ك", ord("ڤ"): "ف", ord("ڥ"): "ف", ord("پ"): "ب", ord("چ"): "ش"}
_FOLD |= {ord("ء"): None, ord("ٔ"): None, ord("ٕ"): None, ord("ـ"): None, ord("'"): " ", ord("’"): " ", ord("ʼ"): " "}
_FOLD |= {ord("œ"): "oe", ord("æ"): "ae", ord("ß"): "ss", ord("ø"): "o", ord("đ"): "d", ord("ð"): "d", ord("ł"): "l"}
_FOLD |= {ord("ı"): "i", ord("þ"): "th"}
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=50_000)
def _fold(text):
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    text = unicodedata.normalize("NFKD", text).casefold().translate(_FOLD)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if unicodedata.category(c)[0] not in "MC").translate(_FOLD).translate(_DIGITS)
    return _NOT_WORD.sub(" ", text).strip()


def search_key(text):
    """The form under which a text is found: hamza forms, ى/ي, ة/ه, tatweel, marks, case and accents folded."""
    return " ".join(filter(None, (_fold(part) for part in str(text).split())))


def words(text):
    """The distinct words of the search key, in order."""
    return list(dict.fromkeys(search_key(text).split()))


# Words that stand before a name without being one: alone they say nothing (field case FC-IDN-17).
PARTICLES = frozenset(
    "ال بن ابن بنت بنة ولد ولاد اولاد ايت ابو بو ام اهل بل ben ibn bent bint ould wld oulad mint ait ahl el al l abou abu bou bu bel".split()
)


def is_particle(word):
    """True for a word (already a search key) that is only a particle."""
    return word in PARTICLES


def sort_key(text, first="ar"):
    """A string whose code point order is the order of lists, on both databases and in Python.

    Declared order: names of the script `first` before those of the other; hamza forms of alif together, marks and
    case ignored; the article ال and the particles are kept and count as letters; a shorter word before a longer one.
    """
    key = search_key(text)
    if not key:
        return ""
    arabic = "\u0600" <= key[0] <= "\u06ff"
    return ("1" if arabic == (first == "ar") else "2") + key
