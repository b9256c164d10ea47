"""How one name is written in two ways: by habit, by another hand, or by a slip of the keyboard.

Every function takes a random.Random and a text, and returns a text: another one when it can, else None.
"""

import re

# What a Moroccan clerk writes one for the other in Latin letters, inside a word (pattern, what is written).
_LATIN = (
    ("ou(?=[aeiy])", "w"), ("ou(?![aeiouy])", "u"), ("w", "ou"), ("ch", "sh"), ("gh", "rh"), ("k(?!h)", "q"),
    ("q", "k"), ("dj", "j"), ("ss", "s"), ("ll", "l"), ("dd", "d"), ("mm", "m"), ("bb", "b"), ("aa", "a"),
    ("ei", "i"), ("ai", "ay"), ("ia", "iya"), ("ya", "ia"), ("ae", "a"), ("i(?![aeo])", "y"), ("é", "e"),
    ("ï", "i"), ("c(?=[ei])", "ss"),
)  # fmt: skip
# Those that also stand at the beginning of a word.
_ANYWHERE = ("ch", "k(?!h)", "dj", "أ", "إ", "آ")
# Letters beside each other on an AZERTY keyboard, and on an Arabic one.
_AZERTY = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_ARABIC = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرلاىةوزظ")
_ARABIC_HABITS = (
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ي", "ى"), ("ؤ", "و"), ("ئ", "ي"),
    ("اء", "ا"),
)  # fmt: skip
_MARKS = {"م": "مُ", "ح": "حَ", "س": "سَ", "ن": "نّ", "د": "دِ"}


def _replaced(rng, text, habits, at_end_only=""):
    """The text after one of the habits that apply to it, at one place; None when none applies."""
    found = []
    for old, new in habits:
        for place in re.finditer(old, text, re.IGNORECASE):
            before, after = text[: place.start()], text[place.end() :]
            if old in at_end_only and after[:1] not in ("", " "):
                continue
            if before[-1:] in ("", " ", "-") and old not in _ANYWHERE:
                continue
            written = new.upper() if text.isupper() else new.capitalize() if place[0][0].isupper() else new
            found.append(before + written + after)
    return rng.choice(found) if found else None


def respelled(rng, text):
    """A French name by another romanisation, one habit changed: ou/u, ch/sh, k/q…"""
    if rng.random() < 0.2 and len(text) > 4:
        return text[:-1] if text[-1] == "e" else text + "e" if text[-1] in "dnmlkt" else None
    return _replaced(rng, text, _LATIN)


def rewritten(rng, text):
    """An Arabic name as another clerk writes it: hamza, ة/ه, ى/ي, a vowel mark or a tatweel."""
    chance = rng.random()
    if chance < 0.12:
        places = [i for i, char in enumerate(text) if char in _MARKS and i]
        if places:
            at = rng.choice(places)
            return text[:at] + _MARKS[text[at]] + text[at + 1 :]
    if chance < 0.2:
        places = [i for i in range(1, len(text)) if text[i - 1] in "بتسفقكلمنهيحج" and text[i] != " "]
        if places:
            at = rng.choice(places)
            return text[:at] + "ـ" + text[at:]
    return _replaced(rng, text, _ARABIC_HABITS, at_end_only="ةىياء")


def _neighbour(rng, char, rows):
    for row in rows:
        if (at := row.find(char.lower())) >= 0:
            hit = rng.choice([row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)])
            return hit.upper() if char.isupper() else hit
    return None


def mistyped(rng, text):
    """One typing error in the longest word: two letters turned, one lost, one doubled, the key beside it."""
    words = text.split(" ")
    place = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[place]
    if len(word) < 5:
        return None
    at = rng.randrange(1, len(word) - 1)
    kind = rng.choice(("turned", "lost", "doubled", "neighbour"))
    if kind == "turned":
        wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    elif kind == "lost":
        if len(word) < 6:
            return None
        wrong = word[:at] + word[at + 1 :]
    elif kind == "doubled":
        wrong = word[:at] + word[at] + word[at:]
    else:
        hit = _neighbour(rng, word[at], _ARABIC if "\u0600" <= word[at] <= "\u06ff" else _AZERTY)
        if hit is None:
            return None
        wrong = word[:at] + hit + word[at + 1 :]
    if wrong == word:
        return None
    return " ".join([*words[:place], wrong, *words[place + 1 :]])


_ONE_WORD_AR = r"^(عبد|بن|أم|ام|أبو|ابو) ال?|^(نور|صلاح|عز|علاء|جمال|ماء) "
_NEVER_JOINED = r"^(Ould|Wld|Oueld|Wold|Oul|Mint|Ment|Bent|Bint|Ahl|Ahel)[ -]"


def joined(text):
    """A compound written as one word, where people write it so: عبد الله -> عبدالله; else None."""
    if text.isascii() or "\u00c0" <= max(text) <= "\u017f":
        if not re.search("[ -]", text) or re.match(_NEVER_JOINED, text):
            return None
        first, *rest = re.split("[ -]", text)
        return first + "".join(part if text.isupper() else part.lower() for part in rest)
    return text.replace(" ", "", 1) if re.match(_ONE_WORD_AR, text) else None


def hyphenated(text):
    """A French compound with a hyphen; None when the text is one word."""
    return text.replace(" ", "-", 1) if " " in text else None


def apart(text):
    """The particle of a French name written apart: Benali -> Ben Ali, Elidrissi -> El Idrissi; else None."""
    found = re.match(r"^(Ben|Bou|El|Abdel|Abder|Abdes)([bcdfghjklmnpqrstvwxz]?[a-z]{3,})$", text)
    return f"{found[1]} {found[2].capitalize()}" if found else None


def without_particle(text):
    """A family name without the word before it (Ould, Mint, El, ولد, ال); None when it has none."""
    for pattern in (
        r"^(El|Al|Ould|Wld|Mint|Ment|Bent|Bint|Ahl|Ahel)[ -]",
        r"^(ولد|منت|بنت|أهل|اهل) ",
        r"^ال",
    ):
        rest = re.sub(pattern, "", text)
        if rest != text and len(rest) > 3:
            return rest[0].upper() + rest[1:]
    return None


def initial(text):
    """The first letter and a point; the first Arabic letter alone would be read as a word, so French only."""
    return f"{text[0]}." if text[0].isascii() else None


def in_capitals(rng, text):
    """The text as some registers print it: in capitals, in small letters, or as it is."""
    chance = rng.random()
    return text.upper() if chance < 0.3 else text.lower() if chance < 0.4 else text
