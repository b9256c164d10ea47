"""The catalogues of translations: the texts in use, what the .po files lack, what the .mo files should be.

For developers only: it needs Babel and polib. The command `messages` and the tests are its callers.
"""

import re
from io import BytesIO

import polib
from babel.messages.extract import extract as extract_strings
from django.utils.translation.template import templatize

PACKAGES = ("entraide", "personnel", "centres", "beneficiaires", "statistiques")
KEYWORDS = {
    **dict.fromkeys(("gettext", "_", "gettext_lazy", "_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "ngettext_noop"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "pgettext_noop"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy", "npgettext_noop"), ((1, "c"), 2, 3)),
}
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 && n%100<=99 ? 4 : 5;",
    "fr": "nplurals=2; plural=(n > 1);",
}
FORMS = {"ar": 6, "fr": 2}
# Forms that stand for one exact number, which may then be written out: nobody, one, two.
WRITTEN_OUT = {"ar": (0, 1, 2), "fr": (0,)}


def _python(source):
    """The (context, singular, plural) of every marked text in a Python source."""
    for _line, message, _comments, context in extract_strings("python", BytesIO(source), keywords=KEYWORDS):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        yield context, singular, plural


def _template(source):
    # What stands between the texts keeps the indentation of the page, which Python's tokens refuse.
    text = re.sub(r"(?m)^[ \t]+", "", templatize(source))
    return _python(text.encode())


def extract(root):
    """Every text to translate under `root`: (context, singular) -> plural or None."""
    used = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                _collect(used, _python(path.read_bytes()), path)
    folders = [root / "templates", *(root / package / "templates" for package in PACKAGES)]
    for folder in folders:
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
            _collect(used, _template(path.read_text(encoding="utf-8")), path)
    return used


def _collect(used, messages, path):
    for context, singular, plural in messages:
        if not singular:
            continue
        known = used.setdefault((context, singular), plural)
        if plural and known and plural != known:
            raise ValueError(f"{path}: {singular!r} has two plurals: {known!r} and {plural!r}")
        used[(context, singular)] = known or plural


def _key(entry):
    return entry.msgctxt, entry.msgid


def _open(path):
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)


def update(path, language, used):
    """Bring one .po file to the texts in use and compile it; return (number added, number removed)."""
    po = _open(path)
    po.metadata = {
        "Project-Id-Version": "entraide",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS[language],
        "MIME-Version": "1.0",
    }
    present = {_key(entry): entry for entry in po if not entry.obsolete}
    unused = [entry for entry in po if entry.obsolete or _key(entry) not in used]
    for entry in unused:
        po.remove(entry)
    added = 0
    for (context, singular), plural in used.items():
        entry = present.get((context, singular))
        if entry is None:
            entry = polib.POEntry(msgctxt=context, msgid=singular)
            po.append(entry)
            added += 1
        if (
            plural and entry.msgid_plural != plural
        ):  # a text that has become plural: its forms are to be written
            entry.msgid_plural, entry.msgstr = plural, ""
            entry.msgstr_plural = entry.msgstr_plural or dict.fromkeys(range(FORMS[language]), "")
        elif not plural and entry.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural = "", {}
    po.sort(key=lambda e: (e.msgid.lower(), e.msgid, e.msgctxt or ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(path))
    path.with_suffix(".mo").write_bytes(po.to_binary())
    return added, len(unused)


def faults(path, language, used):
    """Yield in words all that is wrong with one catalogue: texts, translations, compiled file."""
    if not path.exists():
        yield "there is no catalogue"
        return
    po = _open(path)
    if po.metadata.get("Plural-Forms") != PLURALS[language]:
        yield f"the plural forms must be: {PLURALS[language]}"
    present = set()
    for entry in po:
        name = f"{entry.msgid!r}" + (f" ({entry.msgctxt})" if entry.msgctxt else "")
        if entry.obsolete or _key(entry) not in used:
            yield f"{name} is no longer used"
            continue
        if _key(entry) in present:
            yield f"{name} stands twice"
        present.add(_key(entry))
        if entry.fuzzy:
            yield f"{name} is marked fuzzy"
        if (used[_key(entry)] or "") != (entry.msgid_plural or ""):
            yield f"{name} has another plural in the code: {used[_key(entry)]!r}"
        elif fault := _translation_fault(entry, language):
            yield f"{name} {fault}"
    for context, singular in used:
        if (context, singular) not in present:
            yield f"{singular!r}" + (f" ({context})" if context else "") + " is missing"
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != po.to_binary():
        yield f"{compiled.name} is not what {path.name} compiles to"


def _translation_fault(entry, language):
    if not entry.msgid_plural:
        if not entry.msgstr.strip():
            return "is not translated"
        wanted, got = _placeholders(entry.msgid), _placeholders(entry.msgstr)
        if wanted != got:
            return f"has other placeholders in its translation: {sorted(wanted ^ got)}"
        return _format_fault(entry.msgid, entry.msgstr)
    forms = {int(number): text for number, text in entry.msgstr_plural.items()}
    if set(forms) != set(range(FORMS[language])) or not all(text.strip() for text in forms.values()):
        return f"needs {FORMS[language]} translated forms"
    wanted = _placeholders(entry.msgid_plural) | _placeholders(entry.msgid)
    for number, text in forms.items():
        got = _placeholders(text)
        allowed = 1 if number in WRITTEN_OUT[language] else 0
        if got - wanted or len(_placeholders(entry.msgid_plural) - got) > allowed:
            return f"has other placeholders in form {number}: {sorted(wanted ^ got)}"
        if fault := _format_fault(entry.msgid_plural, text):
            return fault
    return None


def _placeholders(text):
    """The names in %(name)s and {name}; `%%` and `{{` are not placeholders."""
    text = text.replace("%%", "").replace("{{", "").replace("}}", "")
    positional = re.findall(r"%[sd]", text)
    return set(re.findall(r"%\((\w+)\)", text)) | set(re.findall(r"\{(\w*)\}", text)) | set(positional)


def _format_fault(original, translation):
    """A lone % beside placeholders breaks the page that uses the text."""
    names = re.findall(r"%\((\w+)\)", original)
    if names:
        try:
            translation % dict.fromkeys(names, 1)
        except (ValueError, TypeError, KeyError) as error:
            return f"cannot be filled in ({error})"
    return None
